import { isIPv4 } from 'node:net'
import { availableParallelism, totalmem } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { misspelt, valueNamed } from './config/misspelt.js'
import { type QueueConfig, queueSchema, queueVariables } from './config/queue.js'
import { signInSchema, signInVariables } from './config/sign-in.js'
import { isNetwork, isOrigin, listOf, oneOf, share, wholeNumber, yesOrNo } from './config/values.js'
import type { DatabaseLocation } from './contract/database-location.js'
import { packageRoot } from './package-root.js'

/**
 * One entry a variable: `rateLimitMax` is read from RATE_LIMIT_MAX, and so on. A new one is a line here and one in
 * `.env.example`.
 */
const variables = z.object({
  host: z.string().default('127.0.0.1'),
  port: wholeNumber(0, 65_535).default(3000),
  databaseUrl: databaseLocation().default({ kind: 'sqlite', file: './data/sekisho.db' }),
  logLevel: oneOf(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  /** Directory of the dictionary: categories, concepts, thresholds, weights. */
  dictDir: z.string().default(join(packageRoot, 'dict')),
  /** Whether the pretrained reader reads every message, those where it may change the verdict, or none. */
  reader: oneOf(['all', 'uncertain', 'off']).default('all'),
  /** Days after which a stored screening is deleted. */
  retentionDays: wholeNumber(1, 36_500).default(180),
  /** Days for which it is known that a message was erased: sent again, it is not kept again. */
  tombstoneDays: wholeNumber(1, 36_500).default(400),
  /** Days after which an entry of the audit trail is deleted; 0: never. */
  auditRetentionDays: wholeNumber(0, 36_500).default(365),
  /** Keys the hashes of the audit trail. */
  auditSecret: z
    .string()
    .min(32, 'expected at least 32 characters, such as of openssl rand -hex 32')
    .default(''),
  /** Keys the hashes by which identifiers are linked; empty: none is. */
  identifierSecret: z
    .string()
    .min(32, 'expected at least 32 characters, such as of openssl rand -hex 32')
    .default(''),
  /** How much of a flagged message is kept: all of it, only its evidence, or none. */
  storeText: oneOf(['full', 'evidence', 'none']).default('full'),
  /** Messages, and other requests, a minute and key; 0 is no limit. */
  rateLimitMax: wholeNumber(0, 1_000_000).default(0),
  /** Where limits are counted for all instances, instead of in PostgreSQL. */
  redisUrl: z
    .string()
    .refine(
      url => /^rediss?:\/\/./.test(url) && URL.canParse(url),
      'expected redis://<host>:6379 or rediss://',
    )
    .optional(),
  /** Drafts a minute and client; 0 is no limit. */
  draftLimitMax: wholeNumber(0, 1_000_000).default(30),
  /** Milliseconds of event-loop delay above which requests are refused; 0: never. */
  maxDelayMs: wholeNumber(0, 60_000).default(200),
  /** Milliseconds for the header fields of a request to arrive, and again for its body. */
  requestTimeoutMs: wholeNumber(100, 3_600_000).default(60_000),
  /** Milliseconds that a connection may be silent, and that a stream may take to bring its next whole line. */
  idleTimeoutMs: wholeNumber(100, 3_600_000).default(120_000),
  /** Connections that one process holds; further ones are closed at once. */
  maxConnections: wholeNumber(1, 1_000_000).default(5_000),
  /** Days in which a decision can be objected to. */
  appealDays: wholeNumber(1, 3_650).default(180),
  /** File of the words in which decisions are explained to those whom they concern. */
  statementWords: z.string().default(join(packageRoot, 'words', 'statement.yaml')),
  /** Origins whose pages may call the service from a browser. */
  corsOrigins: listOf(
    isOrigin,
    'origins such as https://moderation.example, with commas between them',
  ).default([]),
  /** Addresses and networks of proxies whose X-Forwarded-For is believed. */
  trustProxy: listOf(
    isNetwork,
    'addresses or networks such as 10.0.0.0/8, with commas between them',
  ).optional(),
  /** Where spans are sent. The OpenTelemetry exporter reads this one, and the other OTEL_ variables, itself. */
  otelExporterOtlpEndpoint: z.url({ protocol: /^https?$/, error: 'expected http://<host>:4318' }).optional(),
  otelServiceName: z.string().default('sekisho'),
  /** While the store fails: answer 503, or answer with a judgement that is not kept. */
  onStoreFailure: oneOf(['refuse', 'answer']).default('refuse'),
  workers: wholeNumber(1, 64).optional(),
  /** Seconds that a service which is told to end goes on answering, while `/readyz` says that it goes. */
  drainSeconds: wholeNumber(0, 300).default(0),
  /** Seconds that one of several processes may be silent before it is replaced; 0: for ever. */
  workerTimeout: wholeNumber(0, 3_600).default(15),
  /** Whether confirmed violations of a client tell against it. */
  clientMemory: yesOrNo().default(false),
  /** People whom a client may ask for contact outside within an hour before that tells against it; 0: any number. */
  velocityLimit: wholeNumber(0, 900).default(10),
  /** Share of the decided cases that come back to another moderator, who does not see the decision. */
  secondReviewRate: share().default(0.05),
  /** Share of the hand-outs that are a case whose decision is known. */
  goldenRate: share().default(0.02),
  /** Share of the messages that pass which is put before moderators without saying so. */
  auditRate: share().default(0),
  /** Share of all messages that may be violations which nobody was shown; undefined: no alarm. */
  missBudget: share()
    .refine(budget => budget > 0, 'expected a number above 0')
    .optional(),
  /** Whether webhooks may go to private and loopback addresses. */
  webhookAllowPrivate: yesOrNo().default(false),
})

const configSchema = variables.transform(
  ({
    databaseUrl: database,
    maxDelayMs: maxDelay,
    requestTimeoutMs: requestTimeout,
    idleTimeoutMs: idleTimeout,
    otelExporterOtlpEndpoint,
    otelServiceName,
    ...config
  }) => ({
    ...config,
    database,
    maxDelay,
    requestTimeout,
    idleTimeout,
    /** Processes that serve; one when the store lives in the memory of a process. */
    workers: isInMemory(database) ? 1 : (config.workers ?? workersFitting(config.reader, thisMachine())),
    /** Undefined without an OpenTelemetry collector. */
    tracing: otelExporterOtlpEndpoint === undefined ? undefined : { serviceName: otelServiceName },
    /** Other machines can reach the address: the service then opens only with keys. */
    reachable: !isLoopback(config.host),
  }),
)

/** Everything the environment decides, checked once at start. */
export type Config = Readonly<z.output<typeof configSchema>> & {
  /** How people sign in; undefined when they do not. */
  readonly signIn: z.output<typeof signInSchema>
  /** Where messages come from besides the API; undefined when from nowhere. */
  readonly queue: QueueConfig | undefined
}

/** Names of all variables that the service reads. */
export const variableNames: readonly string[] = keysOfVariables().map(variableOf)

/** Thrown by `readConfig`: one readable line for each variable that cannot be used. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  constructor(readonly lines: readonly string[]) {
    super(lines.join('\n'))
  }
}

/** Reads the environment, each name also with `SEKISHO_` in front; an empty variable counts as absent. Throws `ConfigError`. */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const given = Object.fromEntries(
    keysOfVariables().map(key => [key, valueNamed(variableOf(key), environment)]),
  )
  const service = configSchema.safeParse(given)
  const signIn = signInSchema.safeParse(given)
  const queue = queueSchema.safeParse(given)
  if (service.success && signIn.success && queue.success)
    return { ...service.data, signIn: signIn.data, queue: queue.data }
  const issues = [service, signIn, queue].flatMap(({ error }) => error?.issues ?? [])
  throw new ConfigError(issues.map(issue => readableLine(issue, given)))
}

/** One line for each variable that is probably a slip. */
export function misspeltVariables(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): readonly string[] {
  return misspelt(variableNames, environment)
}

function keysOfVariables(): readonly string[] {
  return [variables.shape, signInVariables, queueVariables].flatMap(Object.keys)
}

function variableOf(key: string): string {
  return key.replace(/[A-Z]/g, letter => `_${letter}`).toUpperCase()
}

const MEGABYTE = 1024 * 1024
/** What one process may need: dictionary, model and a heap under load; the reader's network comes on top. */
const PER_WORKER = 500 * MEGABYTE
const PER_READER = 150 * MEGABYTE

export interface Machine {
  readonly cores: number
  /** Bytes of the whole machine. */
  readonly memory: number
  /** Bytes that the container may use. Without a limit: undefined, 0 or more than there is, depending on Node. */
  readonly allowedMemory: number | undefined
}

function thisMachine(): Machine {
  return { cores: availableParallelism(), memory: totalmem(), allowedMemory: process.constrainedMemory() }
}

/** One process a core, as long as they fit into seven tenths of the memory that there is for us. */
export function workersFitting(
  reader: 'all' | 'uncertain' | 'off',
  { cores, memory, allowedMemory }: Machine,
): number {
  const ours = Math.min(memory, allowedMemory || memory)
  const each = reader === 'off' ? PER_WORKER : PER_WORKER + PER_READER
  return Math.max(1, Math.min(cores, Math.floor((ours * 0.7) / each)))
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

/** A database URL may hold a password, and a secret is one: their values are never repeated. */
const SECRET: readonly string[] = [
  'redisUrl',
  'databaseUrl',
  'auditSecret',
  'identifierSecret',
  'queueUrl',
  'oidcClientSecret',
  'sessionSecret',
]

function readableLine(issue: z.core.$ZodIssue, given: Readonly<Record<string, string | undefined>>): string {
  const key = String(issue.path[0])
  const isShown = given[key] !== undefined && !SECRET.includes(key)
  return `${variableOf(key)}${isShown ? ` is ${JSON.stringify(given[key])}` : ''}: ${issue.message}`
}

/** What to say when there are no keys and the address is not loopback. */
export function refusalToOpen(host: string): string {
  return `HOST is ${JSON.stringify(host)} and there are no keys: other machines could use the service and read what it keeps. Make a key first, with the same DATABASE_URL (npm run keys -- create --tenant NAME --role admin), or keep to HOST=127.0.0.1`
}

function isInMemory(database: DatabaseLocation): boolean {
  return database.kind === 'sqlite' && database.file === ':memory:'
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'))
}
