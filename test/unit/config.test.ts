import { describe, expect, test } from 'vitest'
import { ConfigError, readConfig, workersFitting } from '../../src/config.js'

describe('a configuration is read from the environment', () => {
  test('an empty environment gives the defaults', () => {
    const { dictDir, statementWords, workers, ...config } = readConfig({})
    expect(workers).toBeGreaterThanOrEqual(1)
    expect(config).toEqual({
      host: '127.0.0.1',
      port: 3000,
      database: { kind: 'sqlite', file: './data/sekisho.db' },
      logLevel: 'info',
      reader: 'all',
      secondReviewRate: 0.05,
      goldenRate: 0.02,
      auditRate: 0,
      retentionDays: 180,
      tombstoneDays: 400,
      auditRetentionDays: 365,
      auditSecret: '',
      identifierSecret: '',
      storeText: 'full',
      rateLimitMax: 0,
      onStoreFailure: 'refuse',
      clientMemory: false,
      corsOrigins: [],
      maxDelay: 200,
      requestTimeout: 60_000,
      idleTimeout: 120_000,
      maxConnections: 5_000,
      tracing: undefined,
      trustProxy: undefined,
      velocityLimit: 10,
      draftLimitMax: 30,
      appealDays: 180,
      webhookAllowPrivate: false,
      drainSeconds: 0,
      workerTimeout: 15,
      reachable: false,
      signIn: undefined,
      queue: undefined,
    })
    expect(dictDir).toMatch(/[\\/]dict$/)
    expect(statementWords).toMatch(/[\\/]words[\\/]statement\.yaml$/)
  })

  test.each([
    [{ PORT: '0' }, { port: 0 }],
    [{ PORT: '65535' }, { port: 65_535 }],
    [{ PORT: '' }, { port: 3000 }],
    [{ HOST: '::1' }, { host: '::1', reachable: false }],
    [{ HOST: 'localhost' }, { host: 'localhost', reachable: false }],
    [{ HOST: '127.9.9.9' }, { host: '127.9.9.9', reachable: false }],
    [{ WORKERS: '3' }, { workers: 3 }],
    [{ WORKERS: '3', DATABASE_URL: 'sqlite::memory:' }, { workers: 1 }],
    [{ CLIENT_MEMORY: 'true' }, { clientMemory: true }],
    [{ VELOCITY_LIMIT: '0' }, { velocityLimit: 0 }],
    [{ WEBHOOK_ALLOW_PRIVATE: 'true' }, { webhookAllowPrivate: true }],
    [{ DATABASE_URL: 'sqlite::memory:' }, { database: { kind: 'sqlite', file: ':memory:' } }],
    [{ DATABASE_URL: 'sqlite:/var/lib/a.db' }, { database: { kind: 'sqlite', file: '/var/lib/a.db' } }],
    [{ DATABASE_URL: 'postgres://u@h/d' }, { database: { kind: 'postgres', url: 'postgres://u@h/d' } }],
    [{ DATABASE_URL: 'postgresql://u@h/d' }, { database: { kind: 'postgres', url: 'postgresql://u@h/d' } }],
    [{ LOG_LEVEL: 'silent' }, { logLevel: 'silent' }],
    [{ QUEUE_SUBJECT_IN: 'a.*' }, { queue: undefined }],
    [
      { QUEUE_URL: 'nats://h:4222' },
      {
        queue: {
          servers: ['h:4222'],
          isSecure: false,
          user: undefined,
          pass: undefined,
          subjectIn: 'sekisho.messages.*',
          subjectOut: 'sekisho.verdicts',
          subjectDead: 'sekisho.dead',
          durable: 'sekisho',
          maxDeliver: 5,
          inFlight: 64,
          creates: false,
        },
      },
    ],
    [
      { QUEUE_URL: 'tls://u:p%40ss@a:1, tls://b:2/', QUEUE_SUBJECT_IN: 'in.>', QUEUE_MAX_DELIVER: '9' },
      {
        queue: {
          servers: ['a:1', 'b:2'],
          isSecure: true,
          user: 'u',
          pass: 'p@ss',
          subjectIn: 'in.>',
          maxDeliver: 9,
        },
      },
    ],
    [{ QUEUE_URL: 'nats://token@h:4222' }, { queue: { user: 'token', pass: undefined } }],
    [
      { STORE_TEXT: 'none', RETENTION_DAYS: '1' },
      { storeText: 'none', retentionDays: 1 },
    ],
    [
      { ON_STORE_FAILURE: 'answer', RATE_LIMIT_MAX: '600' },
      { onStoreFailure: 'answer', rateLimitMax: 600 },
    ],
    [{ DICT_DIR: '/srv/dict' }, { dictDir: '/srv/dict' }],
    [{ MAX_DELAY_MS: '0' }, { maxDelay: 0 }],
    [
      { AUDIT_RATE: '0.02', MISS_BUDGET: '0.001' },
      { auditRate: 0.02, missBudget: 0.001 },
    ],
    [{ TRUST_PROXY: '10.0.0.0/8, ::1' }, { trustProxy: ['10.0.0.0/8', '::1'] }],
    [
      { CORS_ORIGINS: 'https://a.example,http://b.example:8080' },
      { corsOrigins: ['https://a.example', 'http://b.example:8080'] },
    ],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' }, { tracing: { serviceName: 'sekisho' } }],
  ])('%o', (environment, expected) => {
    expect(readConfig(environment)).toMatchObject(expected)
  })
})

describe('processes that fit', () => {
  const GB = 1024 ** 3
  test.each([
    ['a big host: one a core', 'all', 8, 64 * GB, undefined, 8],
    ['its container may use 1 GB of it', 'all', 8, 64 * GB, 1 * GB, 1],
    ['and 2 GB', 'all', 8, 64 * GB, 2 * GB, 2],
    ['they need less without the reader', 'off', 8, 64 * GB, 1.5 * GB, 2],
    ['no limit, as Node 22 says it', 'all', 4, 64 * GB, 0, 4],
    ['no limit, as Node 20 says it', 'all', 4, 64 * GB, 2 ** 64, 4],
    ['the host has less than the limit', 'all', 8, 2 * GB, 16 * GB, 2],
    ['one fits in any case', 'all', 8, GB / 4, undefined, 1],
  ] as const)('%s', (_name, reader, cores, memory, allowedMemory, expected) => {
    expect(workersFitting(reader, { cores, memory, allowedMemory })).toBe(expected)
  })
})

test.each(['0.0.0.0', '::', '192.168.0.9', 'example.jp', '127.evil.example'])(
  'HOST %s is reachable from elsewhere',
  HOST => {
    expect(readConfig({ HOST })).toMatchObject({ host: HOST, reachable: true })
  },
)

describe('what cannot be used is named, in a line for each variable', () => {
  test.each([
    [{ PORT: 'abc' }, ['PORT is "abc": expected a whole number from 0 to 65535']],
    [{ PORT: '65536' }, ['PORT is "65536": expected a whole number from 0 to 65535']],
    [{ PORT: '-1' }, ['PORT is "-1": expected a whole number from 0 to 65535']],
    [{ PORT: '80.5' }, ['PORT is "80.5": expected a whole number from 0 to 65535']],
    [{ RETENTION_DAYS: '0' }, ['RETENTION_DAYS is "0": expected a whole number from 1 to 36500']],
    [{ STORE_TEXT: 'some' }, ['STORE_TEXT is "some": expected one of full, evidence, none']],
    [
      { LOG_LEVEL: 'loud', ON_STORE_FAILURE: 'x' },
      [
        'LOG_LEVEL is "loud": expected one of trace, debug, info, warn, error, fatal, silent',
        'ON_STORE_FAILURE is "x": expected one of refuse, answer',
      ],
    ],
    [{ RATE_LIMIT_MAX: 'many' }, ['RATE_LIMIT_MAX is "many": expected a whole number from 0 to 1000000']],
    [{ WORKERS: '0' }, ['WORKERS is "0": expected a whole number from 1 to 64']],
    [{ CLIENT_MEMORY: 'yes' }, ['CLIENT_MEMORY is "yes": expected one of true, false']],
    [
      { TRUST_PROXY: 'proxy.local' },
      [
        'TRUST_PROXY is "proxy.local": expected addresses or networks such as 10.0.0.0/8, with commas between them',
      ],
    ],
    [
      { CORS_ORIGINS: 'https://a.example/' },
      [
        'CORS_ORIGINS is "https://a.example/": expected origins such as https://moderation.example, with commas between them',
      ],
    ],
    [
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'collector' },
      ['OTEL_EXPORTER_OTLP_ENDPOINT is "collector": expected http://<host>:4318'],
    ],
    [
      {
        QUEUE_URL: 'http://user:hidden@h',
        QUEUE_SUBJECT_OUT: 'out.*',
        QUEUE_DURABLE: 'a.b',
        QUEUE_IN_FLIGHT: '0',
      },
      [
        'QUEUE_URL: expected nats://<host>:4222 or tls://<host>:4222, several with commas between them',
        'QUEUE_SUBJECT_OUT is "out.*": expected a name such as sekisho.verdicts',
        'QUEUE_DURABLE is "a.b": expected a name of letters, digits, _ and -',
        'QUEUE_IN_FLIGHT is "0": expected a whole number from 1 to 1000',
      ],
    ],
  ])('%o', (environment, lines) => {
    expect(linesOf(environment)).toEqual(lines)
  })

  test.each(['mysql://u@h/d', 'sqlite:', 'sqlite://data/a.db', './data/a.db', 'postgres://'])(
    'DATABASE_URL %s, without repeating it: it may hold a password',
    DATABASE_URL => {
      const lines = linesOf({ DATABASE_URL })
      expect(lines).toEqual([
        'DATABASE_URL: expected sqlite:<file>, sqlite::memory: or postgres://<user>@<host>/<database>',
      ])
    },
  )
})

describe('signing in', () => {
  const all = {
    OIDC_ISSUER: 'https://login.example/realms/a',
    OIDC_CLIENT_ID: 'sekisho',
    OIDC_CLIENT_SECRET: 'hidden-client-secret',
    PUBLIC_URL: 'https://moderation.example/',
    SESSION_SECRET: `${'n'.repeat(32)}, ${'o'.repeat(32)}`,
    OIDC_TENANT: 'acme',
  }

  test('is read as a whole', () => {
    expect(readConfig(all).signIn).toEqual({
      issuer: 'https://login.example/realms/a',
      clientId: 'sekisho',
      clientSecret: 'hidden-client-secret',
      scopes: 'openid profile email',
      roleClaim: 'roles',
      moderators: ['moderator'],
      admins: ['admin'],
      tenant: 'acme',
      tenantClaim: undefined,
      nameClaim: 'name',
      label: 'シングルサインオン',
      publicUrl: 'https://moderation.example',
      secrets: ['n'.repeat(32), 'o'.repeat(32)],
      hours: 12,
    })
  })

  const needed = 'needed to sign in by OpenID Connect, like the other variables of it (.env.example)'
  const url = 'expected https://<host>, or http:// on this machine'
  test.each([
    [{ OIDC_CLIENT_SECRET: '' }, [`OIDC_CLIENT_SECRET: ${needed}`]],
    [{ OIDC_ISSUER: '', PUBLIC_URL: '' }, [`OIDC_ISSUER: ${needed}`, `PUBLIC_URL: ${needed}`]],
    [{ OIDC_TENANT: '' }, ['OIDC_TENANT: needed to sign in by OpenID Connect, or OIDC_TENANT_CLAIM instead']],
    [{ OIDC_TENANT_CLAIM: 'org' }, ['OIDC_TENANT_CLAIM is "org": expected this or OIDC_TENANT, not both']],
    [{ PUBLIC_URL: 'http://moderation.example' }, [`PUBLIC_URL is "http://moderation.example": ${url}`]],
    [{ PUBLIC_URL: 'https://a.example/?b' }, [`PUBLIC_URL is "https://a.example/?b": ${url}`]],
    [
      { OIDC_ISSUER: 'http://login.example' },
      ['OIDC_ISSUER is "http://login.example": expected https://<provider>, or http:// on this machine'],
    ],
    [
      { SESSION_SECRET: `${'n'.repeat(32)},hidden` },
      [
        'SESSION_SECRET: expected at least 32 characters each, such as of openssl rand -hex 32, with commas between them',
      ],
    ],
    [{ SESSION_HOURS: '0' }, ['SESSION_HOURS is "0": expected a whole number from 1 to 720']],
  ])('%o is named, and no secret repeated', (change, lines) => {
    expect(linesOf({ ...all, ...change })).toEqual(lines)
  })

  test('names what is wrong beside it too', () => {
    expect(linesOf({ PORT: 'x', OIDC_TENANT: 'acme' })).toHaveLength(6)
  })

  test.each(['http://127.0.0.1:8080', 'http://localhost:3000', 'http://[::1]:3000'])(
    'needs no https on this machine: %s',
    address => {
      expect(readConfig({ ...all, OIDC_ISSUER: address, PUBLIC_URL: address }).signIn).toMatchObject({
        issuer: address,
        publicUrl: address,
      })
    },
  )
})

function linesOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment)
  } catch (error) {
    if (error instanceof ConfigError) return error.lines
  }
  throw new Error('the environment was accepted')
}
