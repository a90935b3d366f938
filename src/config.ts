import { isIPv4 } from 'node:net'
import { availableParallelism, totalmem } from 'node:os'
import { join } from 'node:path'
import ipaddr from 'ipaddr.js'
import { z } from 'zod'
import type { DatabaseLocation } from './contract/database-location.js'
import { packageRoot } from './package-root.js'

/** Everything the environment decides, checked once at start. */
export interface Config {
  readonly host: string
  readonly port: number
  readonly database: DatabaseLocation
  readonly logLevel: LogLevel
  /** Directory of the dictionary: categories, concepts, thresholds, weights. */
  readonly dictDir: string
  /** Days after which a stored screening is deleted. */
  readonly retentionDays: number
  /** How much of a flagged message is kept: all of it, only its evidence, or none. */
  readonly storeText: 'full' | 'evidence' | 'none'
  /** Requests a minute and key; 0 is no limit. */
  readonly rateLimitMax: number
  /** Milliseconds of delay from which requests are refused; 0: never. */
  readonly maxDelay: number
  /** Origins whose pages may call the service from a browser. */
  readonly corsOrigins: readonly string[]
  /** Addresses and networks of proxies whose X-Forwarded-For is believed. */
  readonly trustProxy: readonly string[] | undefined
  /** What a caller gets while the store fails: a 503, or the judgement that then is not kept. */
  readonly onStoreFailure: 'refuse' | 'answer'
  /** Processes that serve. One for a store that lives in a process. */
  readonly workers: number
  /** Whether confirmed violations of a client tell against it. */
  readonly clientMemory: boolean
  /** Whether webhooks may go to private and loopback addresses. */
  readonly webhookAllowPrivate: boolean
  /** Whether there is an OpenTelemetry collector to send spans to. */
  readonly tracing: boolean
  /** The address can be reached from other machines: only with keys. */
  readonly reachable: boolean
}

type LogLevel = (typeof logLevels)[number]

/** Thrown by `readConfig`: one readable line for each variable that cannot be used. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  constructor(readonly lines: readonly string[]) {
    super(lines.join('\n'))
  }
}

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
const DEFAULT_DICT_DIR = join(packageRoot, 'dict')

const environmentSchema = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: wholeNumber(0, 65_535).default(3000),
  DATABASE_URL: databaseLocation().default({ kind: 'sqlite', file: './data/sekisho.db' }),
  LOG_LEVEL: oneOf(logLevels).default('info'),
  DICT_DIR: z.string().default(DEFAULT_DICT_DIR),
  RETENTION_DAYS: wholeNumber(1, 36_500).default(180),
  STORE_TEXT: oneOf(['full', 'evidence', 'none']).default('full'),
  RATE_LIMIT_MAX: wholeNumber(0, 1_000_000).default(0),
  MAX_DELAY_MS: wholeNumber(0, 60_000).default(200),
  CORS_ORIGINS: listOf(
    isOrigin,
    'origins such as https://moderation.example, with commas between them',
  ).default([]),
  TRUST_PROXY: listOf(
    isNetwork,
    'addresses or networks such as 10.0.0.0/8, with commas between them',
  ).optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'expected http://<host>:4318' })
    .optional(),
  ON_STORE_FAILURE: oneOf(['refuse', 'answer']).default('refuse'),
  WORKERS: wholeNumber(1, 64).optional(),
  CLIENT_MEMORY: oneOf(['true', 'false']).default('false'),
  WEBHOOK_ALLOW_PRIVATE: oneOf(['true', 'false']).default('false'),
})

/** Reads the environment; an empty variable counts as absent. Throws `ConfigError`. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const result = environmentSchema.safeParse(given)
  if (!result.success) throw new ConfigError(result.error.issues.map(issue => readableLine(issue, given)))
  const env = result.data
  return {
    host: env.HOST,
    port: env.PORT,
    database: env.DATABASE_URL,
    logLevel: env.LOG_LEVEL,
    dictDir: env.DICT_DIR,
    retentionDays: env.RETENTION_DAYS,
    storeText: env.STORE_TEXT,
    rateLimitMax: env.RATE_LIMIT_MAX,
    maxDelay: env.MAX_DELAY_MS,
    corsOrigins: env.CORS_ORIGINS,
    trustProxy: env.TRUST_PROXY,
    onStoreFailure: env.ON_STORE_FAILURE,
    workers: inMemory(env.DATABASE_URL) ? 1 : (env.WORKERS ?? defaultWorkers()),
    clientMemory: env.CLIENT_MEMORY === 'true',
    webhookAllowPrivate: env.WEBHOOK_ALLOW_PRIVATE === 'true',
    tracing: env.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined,
    reachable: !isLoopback(env.HOST),
  }
}

/** Bytes that one process may come to need: dictionary, model, a heap under load. */
const PER_WORKER = 500 * 1024 * 1024
/** A process for each core, as far as seven tenths of the memory go round. */
function defaultWorkers(): number {
  return Math.max(1, Math.min(availableParallelism(), Math.floor((totalmem() * 0.7) / PER_WORKER)))
}

function wholeNumber(min: number, max: number) {
  const expected = `expected a whole number from ${min} to ${max}`
  return z
    .string()
    .regex(/^\d{1,9}$/, expected)
    .transform(Number)
    .refine(number => number >= min && number <= max, expected)
}

function oneOf<const Word extends string>(words: readonly [Word, ...Word[]]) {
  return z.enum(words, { error: `expected one of ${words.join(', ')}` })
}

function listOf(isItem: (item: string) => boolean, expected: string) {
  return z
    .string()
    .transform(list => list.split(',').map(item => item.trim()))
    .refine(items => items.every(isItem), `expected ${expected}`)
}

function isOrigin(item: string): boolean {
  return URL.canParse(item) && new URL(item).origin === item
}

function isNetwork(item: string): boolean {
  return ipaddr.isValid(item) || ipaddr.isValidCIDR(item)
}

function databaseLocation() {
  const expected = 'expected sqlite:<file>, sqlite::memory: or postgres://<user>@<host>/<database>'
  return z.string().transform((url, context): DatabaseLocation => {
    const file = /^sqlite:(?!\/\/)(.+)$/.exec(url)?.[1]
    if (file !== undefined) return { kind: 'sqlite', file }
    if (/^postgres(ql)?:\/\/./.test(url) && URL.canParse(url)) return { kind: 'postgres', url }
    context.addIssue(expected)
    return z.NEVER
  })
}

/** A database URL may hold a password, so its value is never repeated. */
function readableLine(issue: z.core.$ZodIssue, given: Readonly<Record<string, string | undefined>>): string {
  const name = String(issue.path[0])
  const value = name === 'DATABASE_URL' ? '' : ` is ${JSON.stringify(given[name])}`
  return `${name}${value}: ${issue.message}`
}

/** What to say when there are no keys and the address is not loopback. */
export function refusalToOpen(host: string): string {
  return `HOST is ${JSON.stringify(host)} and there are no keys: other machines could use the service and read what it keeps. Make a key first, with the same DATABASE_URL (npm run keys -- create --tenant NAME --role admin), or keep to HOST=127.0.0.1`
}

const inMemory = (database: DatabaseLocation): boolean =>
  database.kind === 'sqlite' && database.file === ':memory:'

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'))
}
