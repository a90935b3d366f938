import type { FastifyInstance } from 'fastify'
import { buildAnswerAll } from '../http/answers.js'
import { appealsRoutes } from '../http/routes/appeals.js'
import { budgetRoutes } from '../http/routes/budget.js'
import { campaignsRoutes } from '../http/routes/campaigns.js'
import { changesRoutes } from '../http/routes/changes.js'
import { consoleRoutes } from '../http/routes/console.js'
import { draftsRoutes } from '../http/routes/drafts.js'
import { endpointsRoutes } from '../http/routes/endpoints.js'
import { goldenRoutes } from '../http/routes/golden.js'
import { healthRoutes } from '../http/routes/health.js'
import { identifiersRoutes } from '../http/routes/identifiers.js'
import { keysRoutes } from '../http/routes/keys.js'
import { listsRoutes } from '../http/routes/lists.js'
import { metricsRoutes } from '../http/routes/metrics.js'
import { moderationsRoutes } from '../http/routes/moderations.js'
import { opinionsRoutes } from '../http/routes/opinions.js'
import { problemsRoutes } from '../http/routes/problems.js'
import { queueRoutes } from '../http/routes/queue.js'
import { referenceRoutes } from '../http/routes/reference.js'
import { reportsRoutes } from '../http/routes/reports.js'
import { reviewsRoutes } from '../http/routes/reviews.js'
import { screenRoutes } from '../http/routes/screen.js'
import { screeningsRoutes } from '../http/routes/screenings.js'
import { sessionRoutes } from '../http/routes/session.js'
import { statementsRoutes } from '../http/routes/statements.js'
import { statisticsRoutes } from '../http/routes/statistics.js'
import { webhooksRoutes } from '../http/routes/webhooks.js'
import { missedLately } from '../moderation/budget/missed-lately.js'
import { loadStatementWords } from '../moderation/statement/words.js'
import { buildJudging } from './judging.js'
import { limiterFor } from './limiter-for.js'
import type { AppParts } from './parts.js'
import { openQueue } from './queue.js'
import { signInBy } from './sign-in.js'

/** Everything that is answered, and what it is answered with. */
export async function addRoutes(app: FastifyInstance, parts: AppParts): Promise<void> {
  const { screener, store, config, metrics, onReloaded = () => undefined, differs = () => undefined } = parts
  const { scrape = () => metrics.registry.metrics() } = parts
  const { lists, screenAndStore, hintDraft, receiveReport } = await buildJudging(app, parts)
  const queue = await openQueue(app, parts, buildAnswerAll(screenAndStore, screener))
  metrics.watch({
    ruleset: () => screener.ruleset,
    differs: () => differs() !== undefined,
    depths: () => store.health.depths().catch(() => undefined),
    missed: () => missedLately(parts, config).catch(() => undefined),
    incoming: () => queue?.state(),
  })
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
  await app.register(campaignsRoutes, { store, screener, categories })
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
  const { webhookAllowPrivate: allowPrivate } = config
  await app.register(webhooksRoutes, { store, allowPrivate })
  await app.register(endpointsRoutes, { store, allowPrivate, limiterFor: limiterFor(parts) })
  await app.register(keysRoutes, { store })
  await app.register(sessionRoutes, { store, signIn: await signInBy(config) })
  await app.register(consoleRoutes)
  await app.register(problemsRoutes)
  await app.register(referenceRoutes, { screener, store, onReloaded })
  await app.register(healthRoutes, { screener, store, differs, queue: () => queue?.state() })
  await app.register(metricsRoutes, { scrape, contentType: metrics.contentType })
  app.refuseOtherMethods()
}
