import closeWithGrace from 'close-with-grace'
import { pino } from 'pino'
import { buildApp } from './app.js'
import { type Config, readConfig } from './config.js'
import { startRetention } from './moderation/retention.js'
import { openStore, type Store } from './moderation/store.js'
import { loadScreener } from './screening/screener.js'

try {
  await start(readConfig(process.env))
} catch (error) {
  // What was wrong, in a line for each thing: a stack would tell an operator nothing more.
  for (const line of linesOf(error)) console.error(`sekisho: ${line}`)
  process.exit(1)
}

async function start(config: Config): Promise<void> {
  const logger = pino({ level: config.logLevel, serializers: { err: wordless } })
  const screener = await loadScreener(config.dictDir)
  const store = await openOrExplain(config)
  const app = await buildApp({ config, screener, store, logger })
  const stopRetention = startRetention(store, {
    days: config.retentionDays,
    onPurged: screenings => logger.debug({ screenings }, 'purged'),
    onFailure: failure => logger.error({ err: failure }, 'purge failed'),
  })

  process.on('SIGHUP', () => {
    try {
      screener.reload()
      logger.info({ ruleset: screener.ruleset }, 'dictionary reloaded')
    } catch (error) {
      logger.error({ reason: linesOf(error).join(' ') }, 'dictionary refused, the old one stays')
    }
  })
  closeWithGrace({ delay: 25_000, logger: false, skip: ['SIGHUP'] }, async ({ err, signal }) => {
    if (err) logger.fatal({ err }, 'closing after an unexpected error')
    else logger.info({ signal }, 'closing')
    stopRetention()
    await app.close()
    await store.close()
  })
  const url = await app.listen({
    host: config.host,
    port: config.port,
    listenTextResolver: () => 'listening',
  })
  announce(url, config)
}

async function openOrExplain({ database, storeText }: Config): Promise<Store> {
  try {
    return await openStore(database, storeText)
  } catch (error) {
    const place = database.kind === 'sqlite' ? database.file : 'PostgreSQL'
    throw new Error(`DATABASE_URL: the store at ${place} cannot be opened: ${linesOf(error).join(' ')}`)
  }
}

/** For the person at the terminal; everything after it is JSON, a line a request. */
function announce(url: string, { host, openToNetwork }: Config): void {
  if (openToNetwork) {
    console.error(
      `sekisho: WARNING: ALLOW_OPEN=true: whoever reaches ${host} can judge messages and read every stored one without a key`,
    )
  }
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
function wordless(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) }
  return { type: error.name, message: error.message, stack: error.stack }
}
