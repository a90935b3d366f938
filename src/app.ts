import { maxHeaderSize } from 'node:http'
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyPluginCallback,
  LogController,
} from 'fastify'
import type { Config } from './config.js'
import { type AnswerAll, buildAnswerAll } from './http/answers.js'
import { buildLimiter, type LimiterFor } from './http/limiters.js'
import { auth } from './http/plugins/auth.js'
import { connections } from './http/plugins/connections.js'
import { cookies } from './http/plugins/cookies.js'
import { drain } from './http/plugins/drain.js'
import { encodings } from './http/plugins/encodings.js'
import { errors, replyToUnreadable, replyToUnroutable } from './http/plugins/errors.js'
import { limits, SCREEN_BODY_LIMIT } from './http/plugins/limits.js'
import { methods } from './http/plugins/methods.js'
import { requestMetrics } from './http/plugins/metrics.js'
import { openapi } from './http/plugins/openapi.js'
import { pressure } from './http/plugins/pressure.js'
import { requestIdOf, requestLog } from './http/plugins/request-log.js'
import { security } from './http/plugins/security.js'
import { wellFormed } from './http/plugins/well-formed.js'
import { appealsRoutes } from './http/routes/appeals.js'
import { budgetRoutes } from './http/routes/budget.js'
import { campaignsRoutes } from './http/routes/campaigns.js'
import { changesRoutes } from './http/routes/changes.js'
import { consoleRoutes } from './http/routes/console.js'
import { draftsRoutes } from './http/routes/drafts.js'
import { goldenRoutes } from './http/routes/golden.js'
import { healthRoutes } from './http/routes/health.js'
import { identifiersRoutes } from './http/routes/identifiers.js'
import { keysRoutes } from './http/routes/keys.js'
import { listsRoutes } from './http/routes/lists.js'
import { metricsRoutes } from './http/routes/metrics.js'
import { moderationsRoutes } from './http/routes/moderations.js'
import { opinionsRoutes } from './http/routes/opinions.js'
import { problemsRoutes } from './http/routes/problems.js'
import { queueRoutes } from './http/routes/queue.js'
import { referenceRoutes } from './http/routes/reference.js'
import { reportsRoutes } from './http/routes/reports.js'
import { reviewsRoutes } from './http/routes/reviews.js'
import { screenRoutes } from './http/routes/screen.js'
import { screeningsRoutes } from './http/routes/screenings.js'
import { sessionRoutes } from './http/routes/session.js'
import { statementsRoutes } from './http/routes/statements.js'
import { statisticsRoutes } from './http/routes/statistics.js'
import { webhooksRoutes } from './http/routes/webhooks.js'
import { buildSharedLimiter } from './http/shared-limiter.js'
import { validatorCompiler } from './http/validation.js'
import { missedLately } from './moderation/budget/missed-lately.js'
import { buildHintDraft, noticingDrafts } from './moderation/drafts.js'
import { buildIntake } from './moderation/intake.js'
import { judgeByLists } from './moderation/lists/judge.js'
import { followLists, type ListBook } from './moderation/lists/list-book.js'
import { buildReportIntake } from './moderation/report-intake.js'
import { loadStatementWords } from './moderation/statement/words.js'
import { buildVelocity } from './moderation/velocity.js'
import type { Door } from './nats/door.js'
import type { Metrics } from './operation/metrics.js'
import type { ReloadableScreener } from './screening/reloadable.js'
import type { SharedCounts } from './store/shared-counts.js'
import type { Store } from './store/store.js'
import { version } from './version.js'

export interface AppParts {
  readonly screener: ReloadableScreener
  readonly store: Store
  readonly logger: FastifyBaseLogger
  readonly metrics: Metrics
  /** Traces requests; absent without a collector. */
  readonly tracing?: FastifyPluginCallback | undefined
  /** Called after a reload that came over the API. */
  readonly onReloaded?: () => void
  /** The dictionary that is wanted when it is another than this instance's; absent: none ever is. */
  readonly differs?: () => { readonly wanted: string; readonly reason: string } | undefined
  /** Counts of all instances; absent: limits hold for this one alone. */
  readonly counts?: SharedCounts | undefined
  /** Produces the answer of `GET /metrics`; absent: this process's own figures. */
  readonly scrape?: () => Promise<string>
  readonly config: Config & {
    /** One of several processes behind the same port: they enforce limits together. */
    readonly isWorker: boolean
    /** Whether there were keys when the store was opened. */
    readonly hasKeys: boolean
  }
}

/** The service, ready to listen or to be injected into. Closing it leaves the store open: that is the caller's to close. */
export async function buildApp(parts: AppParts): Promise<FastifyInstance> {
  const app = buildServer(parts)
  await addPlugins(app, parts)
  await addRoutes(app, parts)
  return app
}

/** Milliseconds between two looks for connections whose header fields are late. */
const CHECKING_INTERVAL = 5_000

function buildServer({ logger, config }: AppParts): FastifyInstance {
  const { trustProxy, requestTimeout, idleTimeout } = config
  const app = Fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: requestIdOf,
    trustProxy: trustProxy ? [...trustProxy] : false,
    connectionTimeout: idleTimeout,
    // The well-formed plugin answers a missing Host with a problem document.
    http: {
      requireHostHeader: false,
      headersTimeout: requestTimeout,
      connectionsCheckingInterval: Math.min(requestTimeout, CHECKING_INTERVAL),
      requestTimeout: 0,
    },
    // The router would refuse long ids before the key is looked at, so it leaves them to the limits plugin.
    routerOptions: { maxParamLength: maxHeaderSize },
    bodyLimit: SCREEN_BODY_LIMIT,
    // No limit for the whole request: the connections plugin times bodies, and a stream may go on for hours.
    requestTimeout: 0,
    // Requests that are already on the wire when closing begins are still answered.
    return503OnClosing: false,
    frameworkErrors: replyToUnroutable,
    clientErrorHandler: replyToUnreadable,
  })
  app.setValidatorCompiler(validatorCompiler)
  // Response schemas are documentation only: replies are not filtered through them, but the tests validate replies by them.
  app.setSerializerCompiler(() => reply => JSON.stringify(reply))
  return app
}

async function addPlugins(app: FastifyInstance, parts: AppParts): Promise<void> {
  const { config, store, metrics, tracing } = parts
  if (tracing) await app.register(tracing)
  await app.register(requestLog)
  await app.register(requestMetrics, { metrics })
  await app.register(security, { corsOrigins: config.corsOrigins })
  await app.register(wellFormed)
  await app.register(errors)
  await app.register(drain)
  await app.register(connections, config)
  const { hasKeys, rateLimitMax, corsOrigins, isWorker: shared, signIn } = config
  await app.register(cookies, { publicUrl: signIn?.publicUrl })
  const { keys } = store
  const sessions = signIn && store.sessions
  await app.register(auth, {
    keys,
    sessions,
    hasKeys: hasKeys || signIn !== undefined,
    shared,
    metrics,
    corsOrigins,
  })
  // Behind the keys: whoever has none is told so, however much there is to do.
  await app.register(pressure, { maxDelay: config.maxDelay, metrics })
  await app.register(limits, { rateLimitMax, limiterFor: limiterFor(parts) })
  await app.register(encodings)
  await app.register(methods)
  await app.register(openapi, { version, categories: parts.screener.categories.map(({ id }) => id) })
}

async function addRoutes(app: FastifyInstance, parts: AppParts): Promise<void> {
  const { screener, store, config, metrics, onReloaded = () => undefined, differs = () => undefined } = parts
  const { scrape = () => metrics.registry.metrics() } = parts
  const lists = await openLists(app, store)
  const judge = judgeByLists(screener, lists)
  const judging = {
    screener,
    store,
    judge,
    onStoreFailure: config.onStoreFailure,
    onUnkept: (failure: unknown) => app.log.error({ err: failure }, 'answered without the store'),
  }
  const intake = buildIntake({
    ...judging,
    velocity: buildVelocity({ screener, contacts: store.contacts, limit: config.velocityLimit }),
    clientMemory: config.clientMemory,
    onJudged: metrics.judged,
  })
  const screenAndStore = noticingDrafts(intake, judging)
  const queue = await openQueue(app, parts, buildAnswerAll(screenAndStore, screener))
  metrics.watch({
    ruleset: () => screener.ruleset,
    differs: () => differs() !== undefined,
    depths: () => store.health.depths().catch(() => undefined),
    missed: () => missedLately(parts, config).catch(() => undefined),
    incoming: () => queue?.state(),
  })
  const hintDraft = buildHintDraft(judging)
  const receiveReport = buildReportIntake({ screener, judge, store })
  const categories = screener.categories.map(({ id }) => id)

  app.get('/', { schema: { hide: true } }, (_request, reply) => reply.redirect('/docs'))
  await app.register(screenRoutes, { screenAndStore, screener, idleTimeout: config.idleTimeout })
  await app.register(moderationsRoutes, { screenAndStore, screener })
  await app.register(draftsRoutes, {
    hintDraft,
    store,
    draftLimitMax: config.draftLimitMax,
    limiterFor: limiterFor(parts),
  })
  await app.register(screeningsRoutes, { store, screener, categories })
  await app.register(changesRoutes, { changes: store.changes, idleTimeout: config.idleTimeout })
  await app.register(queueRoutes, { store, screener, categories })
  await app.register(reviewsRoutes, { store, categories })
  await app.register(campaignsRoutes, { store, categories })
  await app.register(reportsRoutes, { receiveReport, categories })
  await app.register(listsRoutes, { store, screener, lists, categories })
  const term = { days: config.appealDays, keptDays: config.retentionDays }
  await app.register(appealsRoutes, { store, categories, term })
  const words = loadStatementWords(config.statementWords)
  await app.register(statementsRoutes, { store, screener, words, term })
  await app.register(statisticsRoutes, { store })
  await app.register(identifiersRoutes, { store, screener })
  await app.register(opinionsRoutes, { store })
  await app.register(goldenRoutes, { store })
  await app.register(budgetRoutes, { store, screener, auditRate: config.auditRate })
  await app.register(webhooksRoutes, { store, allowPrivate: config.webhookAllowPrivate })
  await app.register(keysRoutes, { store })
  await app.register(sessionRoutes, { store, signIn: await signInBy(config) })
  await app.register(consoleRoutes)
  await app.register(problemsRoutes)
  await app.register(referenceRoutes, { screener, store, onReloaded })
  await app.register(healthRoutes, { screener, store, differs, queue: () => queue?.state() })
  await app.register(metricsRoutes, { scrape, contentType: metrics.contentType })
  app.refuseOtherMethods()
}

/** Limits hold for all instances where there are counts of all. */
function limiterFor({ counts, config, logger, metrics }: AppParts): LimiterFor {
  return (name, most) => {
    const alone = buildLimiter(name, most, config.isWorker)
    if (counts === undefined) return alone
    const onReach = (isReached: boolean, failure?: unknown): void => {
      metrics.limitsAlone(name, !isReached)
      if (isReached) logger.info({ limit: name }, 'limits hold for all instances again')
      else logger.warn({ limit: name, err: failure }, 'limits hold for this instance alone')
    }
    return buildSharedLimiter({ name, most, counts, alone, onReach })
  }
}

/** The library is imported only where people sign in. */
async function signInBy({ signIn }: AppParts['config']) {
  if (!signIn) return undefined
  const { buildSignIn } = await import('./access/sign-in.js')
  const { label, publicUrl, hours } = signIn
  return { provider: buildSignIn(signIn), label, publicUrl, hours }
}

/** Messages are taken from the queue while the service listens, and no more as soon as it closes. */
async function openQueue(app: FastifyInstance, { config, metrics }: AppParts, answerAll: AnswerAll) {
  const { queue } = config
  if (!queue) return undefined
  // The library is imported only where there is a queue.
  const { openDoor } = await import('./nats/door.js')
  let door: Door | undefined
  app.addHook('onListen', async () => {
    door = openDoor({ config: queue, answerAll, log: app.log, onSettled: metrics.incoming })
  })
  app.addHook('preClose', async () => door?.close())
  return { state: () => door?.state() }
}

/** Known before the first message is judged, and followed until the service closes. */
async function openLists(app: FastifyInstance, { lists }: Store): Promise<ListBook> {
  const book = followLists({
    lists,
    onFailure: failure => app.log.warn({ err: failure }, 'lists not looked up'),
  })
  app.addHook('onClose', async () => book.stop())
  await book.look()
  return book
}
