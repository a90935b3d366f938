import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyPluginCallback,
  LogController,
} from 'fastify'
import { auth } from './http/plugins/auth.js'
import { drain } from './http/plugins/drain.js'
import { errors, replyToUnreadable, replyToUnroutable } from './http/plugins/errors.js'
import { IDLE_TIMEOUT, limits, SCREEN_BODY_LIMIT } from './http/plugins/limits.js'
import { methods } from './http/plugins/methods.js'
import { requestMetrics } from './http/plugins/metrics.js'
import { openapi } from './http/plugins/openapi.js'
import { pressure } from './http/plugins/pressure.js'
import { requestIdOf, requestLog } from './http/plugins/request-log.js'
import { security } from './http/plugins/security.js'
import { consoleRoutes } from './http/routes/console.js'
import { healthRoutes } from './http/routes/health.js'
import { metricsRoutes } from './http/routes/metrics.js'
import { referenceRoutes } from './http/routes/reference.js'
import { reportsRoutes } from './http/routes/reports.js'
import { reviewsRoutes } from './http/routes/reviews.js'
import { screenRoutes } from './http/routes/screen.js'
import { screeningsRoutes } from './http/routes/screenings.js'
import { statisticsRoutes } from './http/routes/statistics.js'
import { webhooksRoutes } from './http/routes/webhooks.js'
import { validatorCompiler } from './http/validation.js'
import { buildIntake } from './moderation/intake.js'
import { buildReportIntake } from './moderation/report-intake.js'
import type { Metrics } from './operation/metrics.js'
import type { ReloadableScreener } from './screening/load.js'
import type { Store } from './store/store.js'
import { version } from './version.js'

export interface AppParts {
  readonly screener: ReloadableScreener
  readonly store: Store
  readonly logger: FastifyBaseLogger
  readonly metrics: Metrics
  /** Follows requests for a collector; absent: nobody does. */
  readonly tracing?: FastifyPluginCallback | undefined
  /** Told when a caller had the dictionary read again. */
  readonly onReloaded?: () => void
  /** What `GET /metrics` answers; absent: this process's own figures. */
  readonly scrape?: () => Promise<string>
  readonly config: {
    readonly rateLimitMax: number
    readonly maxDelay: number
    readonly corsOrigins: readonly string[]
    /** Addresses or networks of proxies whose X-Forwarded-For is believed. */
    readonly trustProxy: readonly string[] | undefined
    /** One of several processes behind the same port: what is counted is counted together. */
    readonly isWorker: boolean
    readonly onStoreFailure: 'refuse' | 'answer'
    readonly clientMemory: boolean
    /** Whether there were keys when the store was opened. */
    readonly hasKeys: boolean
  }
}

/** The service, ready to listen or to be injected into. Whoever opened the store closes it. */
export async function buildApp(parts: AppParts): Promise<FastifyInstance> {
  const app = buildServer(parts)
  await addPlugins(app, parts)
  await addRoutes(app, parts)
  return app
}

function buildServer({ logger, config: { trustProxy } }: AppParts): FastifyInstance {
  const app = Fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: requestIdOf,
    // Whether X-Forwarded-For is believed, and of whom.
    trustProxy: trustProxy ? [...trustProxy] : false,
    connectionTimeout: IDLE_TIMEOUT,
    bodyLimit: SCREEN_BODY_LIMIT,
    // Of the header fields. Bodies have the limits plugin's clock: a stream may take as long as it takes.
    requestTimeout: 0,
    // While closing, what is already on the wire is answered, not refused.
    return503OnClosing: false,
    frameworkErrors: replyToUnroutable,
    clientErrorHandler: replyToUnreadable,
  })
  app.removeContentTypeParser('text/plain')
  app.setValidatorCompiler(validatorCompiler)
  // Replies are sent as they are: the response schemas document them and the tests hold replies against them.
  app.setSerializerCompiler(() => reply => JSON.stringify(reply))
  return app
}

async function addPlugins(app: FastifyInstance, parts: AppParts): Promise<void> {
  const { config, store, metrics, tracing } = parts
  if (tracing) await app.register(tracing)
  await app.register(requestLog)
  await app.register(requestMetrics, { metrics })
  await app.register(errors)
  await app.register(drain)
  await app.register(security, { corsOrigins: config.corsOrigins })
  await app.register(pressure, { maxDelay: config.maxDelay, metrics })
  const { hasKeys, rateLimitMax, isWorker: shared } = config
  await app.register(auth, { keys: store.keys, hasKeys, shared, metrics })
  await app.register(limits, { rateLimitMax, shared })
  await app.register(methods)
  await app.register(openapi, { version })
}

async function addRoutes(app: FastifyInstance, parts: AppParts): Promise<void> {
  const { screener, store, config, metrics, onReloaded = () => undefined } = parts
  const { scrape = () => metrics.registry.metrics() } = parts
  metrics.watch({
    ruleset: () => screener.ruleset,
    depths: () => store.health.depths().catch(() => undefined),
  })
  const screenAndStore = buildIntake({
    screener,
    store,
    onStoreFailure: config.onStoreFailure,
    clientMemory: config.clientMemory,
    onJudged: metrics.judged,
    onUnkept: failure => app.log.error({ err: failure }, 'answered without the store'),
  })
  const receiveReport = buildReportIntake({ screener, store })
  const categories = screener.categories.map(({ id }) => id)

  app.get('/', { schema: { hide: true } }, (_request, reply) => reply.redirect('/docs'))
  await app.register(screenRoutes, { screenAndStore })
  await app.register(screeningsRoutes, { store, categories })
  await app.register(reviewsRoutes, { store, categories })
  await app.register(reportsRoutes, { receiveReport, categories })
  await app.register(statisticsRoutes, { store })
  await app.register(webhooksRoutes, { store })
  await app.register(consoleRoutes, { screener })
  await app.register(referenceRoutes, { screener, store, onReloaded })
  await app.register(healthRoutes, { screener, store })
  await app.register(metricsRoutes, { scrape, contentType: metrics.contentType })
  app.refuseOtherMethods()
}
