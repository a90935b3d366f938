import { setTimeout as pause } from 'node:timers/promises'
import closeWithGrace from 'close-with-grace'
import { type Logger, pino } from 'pino'
import { type Config, ConfigError, misspeltVariables, readConfig, refusalToOpen } from './config.js'
import { startBackgroundTasks } from './main/background.js'
import { timedBy, timedReader } from './main/timed.js'
import { linesOf, withoutParameters } from './operation/failures.js'
import { type Follower, followRuleset } from './operation/follow-ruleset.js'
import { lifecycleOf } from './operation/lifecycle.js'
import { buildMetrics, type Metrics } from './operation/metrics.js'
import { warm } from './operation/warm.js'
import { runsWorkers, runWorkers } from './operation/workers.js'
import { hashOnDisk, loadReadingScreener } from './screening/load.js'
import { prepareInThread } from './screening/prepare-thread.js'
import type { ReloadableScreener } from './screening/reloadable.js'
import { countsInPostgres, countsInRedis } from './store/shared-counts.js'
import { openStore, type Store } from './store/store.js'

/** Milliseconds that a message waits for the reader: callers give up after ten seconds, and a judgement without it is one. */
const READING_PATIENCE = 8_000
const OPEN =
  'No keys yet: everyone on this machine may do everything. Make one with npm run keys -- create --tenant NAME --role admin'

async function startWorkers({ workers, workerTimeout, logLevel }: Config): Promise<void> {
  const logger = pino({ level: logLevel })
  const code = await runWorkers({
    count: workers,
    timeout: workerTimeout,
    onReady: announce,
    onDeath: reason => logger.error({ reason }, 'a worker died and is started again'),
  })
  process.exit(code)
}

async function start(config: Config): Promise<void> {
  const logger = pino({ level: config.logLevel, serializers: { err: withoutParameters } })
  const metrics = buildMetrics()
  // The tokenizer's files are unpacked on other threads while the rest is imported and opened.
  const screening = loadReadingScreener(config.dictDir, {
    mode: config.reader,
    openSession: timedReader(metrics),
    onFailure: failure => {
      metrics.unread()
      logger.error({ err: failure }, 'judged without the reader')
    },
    patience: READING_PATIENCE,
    around: timedBy(metrics),
    prepare: prepareInThread,
  })
  screening.catch(() => undefined)
  try {
    await serve(config, logger, metrics, screening)
  } catch (error) {
    // The network's threads would end the process the hard way if it ended before them.
    await screening.then(
      screener => screener.close(),
      () => undefined,
    )
    throw error
  }
}

async function serve(
  config: Config,
  logger: Logger,
  metrics: Metrics,
  screening: Promise<ReloadableScreener>,
): Promise<void> {
  const lifecycle = lifecycleOf(announce)
  const { buildApp } = await import('./app.js')
  const store = await openOrExplain(config, metrics)
  for (const warning of store.warnings) logger.warn({ warning }, 'database')
  const hasKeys = await store.keys.any()
  const isOpen = !hasKeys && !config.signIn
  if (config.reachable && isOpen) throw new ConfigError([refusalToOpen(config.host)])
  const screener = await screening
  warnOf(screener, logger)
  const follower = follow(store, screener, config, logger)
  // Imported only for a collector: its packages take a third of a second to load.
  const tracing = config.tracing && (await import('./operation/tracing.js')).startTracing(config.tracing)
  const counts = await countsOfAll(config)
  const app = await buildApp({
    counts,
    tracing: tracing?.plugin,
    config: { ...config, hasKeys, isWorker: lifecycle.isWorker },
    screener,
    onReloaded: lifecycle.reloaded,
    differs: follower.differs,
    store,
    logger,
    metrics,
    scrape: lifecycle.scrape(metrics.registry),
  })
  const stopBackgroundTasks = startBackgroundTasks(store, config, logger, metrics)
  const { close } = closeWithGrace(
    { delay: 25_000 + config.drainSeconds * 1_000, logger: false, skip: [...lifecycle.handledSignals] },
    async ({ err, signal }) => {
      if (err) logger.fatal({ err }, 'closing after an unexpected error')
      else logger.info({ signal }, 'closing')
      app.beginDrain()
      await pause(err ? 0 : config.drainSeconds * 1_000)
      follower.stop()
      await stopBackgroundTasks(() => app.close())
      await counts?.close()
      await store.close()
      await screener.close()
      await tracing?.close()
    },
  )
  lifecycle.follow({ reload: () => reload(screener, store, logger), close })
  await warm(screener)
  const url = await app.listen({
    host: config.host,
    port: config.port,
    listenTextResolver: () => 'listening',
  })
  if (isOpen && lifecycle.isFirst) console.log(OPEN)
  if (lifecycle.isFirst) for (const warning of misspeltVariables()) logger.warn({ warning }, 'environment')
  if (!store.identifiers.isLinking && lifecycle.isFirst) logger.warn(NOT_LINKING)
  if (config.auditRate > 0 && config.storeText !== 'full' && lifecycle.isFirst) logger.warn(NOT_AUDITING)
  lifecycle.ready(url)
}

/** Counts that all instances add to: in Redis where there is one, else in a PostgreSQL that they share. */
async function countsOfAll({ redisUrl, database, rateLimitMax, draftLimitMax }: Config) {
  if (rateLimitMax === 0 && draftLimitMax === 0) return undefined
  if (redisUrl !== undefined) return countsInRedis(redisUrl)
  return database.kind === 'postgres' ? countsInPostgres(database.url) : undefined
}

function warnOf({ warnings, reader }: ReloadableScreener, logger: Logger): void {
  if (reader.reason) logger.warn({ reason: reader.reason }, 'judging without the reader')
  for (const warning of warnings) logger.warn({ warning }, 'dictionary')
}

async function reload(screener: ReloadableScreener, store: Store, logger: Logger): Promise<void> {
  try {
    await screener.reload()
    await store.wantedRuleset.want(screener.ruleset.hash)
    logger.info({ ruleset: screener.ruleset }, 'dictionary reloaded')
    warnOf(screener, logger)
  } catch (error) {
    logger.error({ reason: linesOf(error).join(' ') }, 'dictionary refused, the old one stays')
  }
}

/** Takes the dictionary that another instance has reloaded, as soon as it is on this machine too. */
function follow(store: Store, screener: ReloadableScreener, { dictDir }: Config, logger: Logger): Follower {
  return followRuleset({
    store,
    screener,
    hashOnDisk: hashOnDisk(dictDir),
    onReloaded: () => {
      logger.info({ ruleset: screener.ruleset }, 'dictionary reloaded, as another instance has')
      warnOf(screener, logger)
    },
    onDiffers: differs => logger.error(differs, 'judging with another dictionary than is wanted'),
    onFailure: failure => logger.warn({ err: failure }, 'wanted dictionary not looked up'),
  })
}

async function openOrExplain(config: Config, metrics: Metrics): Promise<Store> {
  const { database, storeText, auditSecret, identifierSecret } = config
  const explained = (what: string) => (error: unknown) => {
    const place = database.kind === 'sqlite' ? database.file : 'PostgreSQL'
    throw new Error(`DATABASE_URL: the store at ${place} cannot be ${what}: ${linesOf(error).join(' ')}`)
  }
  const store = await openStore(database, storeText, {
    observe: metrics.stored,
    auditSecret,
    identifierSecret,
    rates: config,
  }).catch(explained('opened'))
  // Full or read-only it would judge and keep nothing.
  await store.health.ping().catch(explained('written'))
  return store
}

const NOT_AUDITING =
  'AUDIT_RATE needs STORE_TEXT=full: without its text no passed message can be put before moderators'
const NOT_LINKING = 'IDENTIFIER_SECRET is not set: senders who share a contact are not linked'

/** For the person at the terminal; everything after this line is the JSON log. */
function announce(url: string): void {
  console.log(`Sekisho is ready at ${url} (Swagger UI: ${url}/docs)`)
}

// Last, because what runs from here uses all that is declared above.
try {
  const config = readConfig()
  if (runsWorkers(config.workers)) await startWorkers(config)
  else await start(config)
} catch (error) {
  for (const line of linesOf(error)) console.error(`sekisho: ${line}`)
  process.exit(1)
}
