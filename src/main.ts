import cluster from 'node:cluster'
import closeWithGrace from 'close-with-grace'
import { type Logger, pino } from 'pino'
import { type Config, ConfigError, readConfig, refusalToOpen } from './config.js'
import { startWebhooks } from './delivery/webhooks.js'
import { buildMetrics, type Metrics } from './operation/metrics.js'
import { startRetention, startTallies } from './operation/timers.js'
import {
  followPrimary,
  isWorker,
  runWorkers,
  scrapeAll,
  tellReady,
  tellReloaded,
} from './operation/workers.js'
import { loadScreener } from './screening/load.js'
import { openStore, type Store } from './store/store.js'
import type { Tokenise } from './tokeniser/tokenise.js'

// Above what is awaited: below it would not be there yet.
const OPEN =
  'No keys yet: whoever is on this machine may do everything. Make one with npm run keys -- create --tenant NAME --role admin'

try {
  const config = readConfig(process.env)
  if (config.workers > 1 && !isWorker) await startWorkers(config)
  else await start(config)
} catch (error) {
  // What was wrong, in a line for each thing: a stack would tell an operator nothing more.
  for (const line of linesOf(error)) console.error(`sekisho: ${line}`)
  process.exit(1)
}

async function startWorkers({ workers, logLevel }: Config): Promise<void> {
  const logger = pino({ level: logLevel })
  const code = await runWorkers({
    count: workers,
    onReady: announce,
    onDeath: reason => logger.error({ reason }, 'a worker died and is started again'),
  })
  process.exit(code)
}

async function start(config: Config): Promise<void> {
  const logger = pino({ level: config.logLevel, serializers: { err: withoutParameters } })
  const metrics = buildMetrics()
  // Its files are unpacked on other threads while the rest is imported and opened.
  const screening = loadScreener(config.dictDir, timedBy(metrics))
  screening.catch(() => undefined)
  const { buildApp } = await import('./app.js')
  const store = await openOrExplain(config, metrics)
  const hasKeys = await store.keys.any()
  if (config.reachable && !hasKeys) throw new ConfigError([refusalToOpen(config.host)])
  const screener = await screening
  const warn = (): void => {
    for (const warning of screener.warnings) logger.warn({ warning }, 'dictionary')
  }
  warn()
  // Loaded only where there is a collector: its packages take a third of a second.
  const tracing = config.tracing ? (await import('./operation/tracing.js')).startTracing() : undefined
  const app = await buildApp({
    tracing: tracing?.plugin,
    config: { ...config, hasKeys, isWorker },
    screener,
    onReloaded: tellReloaded,
    store,
    logger,
    metrics,
    ...(isWorker ? { scrape: scrapeAll(metrics.registry) } : {}),
  })
  const stopBackgroundTasks = startBackgroundTasks(store, config, logger)
  const reload = (): void => {
    try {
      screener.reload()
      logger.info({ ruleset: screener.ruleset }, 'dictionary reloaded')
      warn()
    } catch (error) {
      logger.error({ reason: linesOf(error).join(' ') }, 'dictionary refused, the old one stays')
    }
  }
  const skip = isWorker ? (['SIGHUP', 'SIGTERM', 'SIGINT'] as const) : (['SIGHUP'] as const)
  const { close } = closeWithGrace(
    { delay: 25_000, logger: false, skip: [...skip] },
    async ({ err, signal }) => {
      if (err) logger.fatal({ err }, 'closing after an unexpected error')
      else logger.info({ signal }, 'closing')
      await stopBackgroundTasks(() => app.close())
      await store.close()
      await tracing?.close()
    },
  )
  if (isWorker) followPrimary({ reload, close })
  else process.on('SIGHUP', reload)
  const url = await app.listen({
    host: config.host,
    port: config.port,
    listenTextResolver: () => 'listening',
  })
  if (!hasKeys && (!isWorker || cluster.worker?.id === 1)) console.log(OPEN)
  if (isWorker) tellReady(url)
  else announce(url)
}

/** What goes on beside the requests. Stops around the end of them: what they leave is still written and sent. */
function startBackgroundTasks(store: Store, config: Config, logger: Logger) {
  const stopRetention = startRetention(store, {
    days: config.retentionDays,
    onPurged: screenings => logger.debug({ screenings }, 'purged'),
    onFailure: failure => logger.error({ err: failure }, 'purge failed'),
  })
  const stopTallies = startTallies(store, failure => logger.error({ err: failure }, 'counts not written'))
  const stopWebhooks = startWebhooks(store.outbox, {
    allowPrivate: config.webhookAllowPrivate,
    onFailure: failure => logger.error({ err: failure }, 'webhooks not delivered'),
  })
  return async (endRequests: () => Promise<unknown>): Promise<void> => {
    stopRetention()
    await endRequests()
    await stopWebhooks()
    await stopTallies()
  }
}

function timedBy(metrics: Metrics) {
  return (tokenise: Tokenise): Tokenise =>
    (text, offset) => {
      const since = performance.now()
      const tokens = tokenise(text, offset)
      metrics.tokenised((performance.now() - since) / 1_000)
      return tokens
    }
}

async function openOrExplain({ database, storeText }: Config, metrics: Metrics): Promise<Store> {
  try {
    return await openStore(database, storeText, metrics.stored)
  } catch (error) {
    const place = database.kind === 'sqlite' ? database.file : 'PostgreSQL'
    throw new Error(`DATABASE_URL: the store at ${place} cannot be opened: ${linesOf(error).join(' ')}`)
  }
}

/** For the person at the terminal; everything after it is JSON, a line a request. */
function announce(url: string): void {
  console.log(`Sekisho is ready at ${url} (Swagger UI: ${url}/docs)`)
}

function linesOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [String(error)]
  // A refused connection to a name with several addresses comes as an AggregateError without a message.
  const message = error instanceof AggregateError ? error.errors.map(String).join('; ') : error.message
  if ('code' in error && error.code === 'EADDRINUSE')
    return [`PORT is in use: ${message}; stop what uses it or choose another PORT`]
  return message.split('\n').filter(line => line.trim() !== '')
}

/** Errors of databases carry parameters and rows: only their class, message and stack are logged. */
function withoutParameters(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) }
  return { type: error.name, message: error.message, stack: error.stack }
}
