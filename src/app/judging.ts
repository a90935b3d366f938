import type { FastifyInstance } from 'fastify'
import { buildHintDraft, type HintDraft, noticingDrafts } from '../moderation/drafts.js'
import { buildIntake, type Intake } from '../moderation/intake.js'
import { judgeByLists } from '../moderation/lists/judge.js'
import { followLists, type ListBook } from '../moderation/lists/list-book.js'
import { buildReportIntake, type ReportIntake } from '../moderation/report-intake.js'
import { buildVelocity } from '../moderation/velocity.js'
import type { Store } from '../store/store.js'
import type { AppParts } from './parts.js'

/** The ways in which something is judged, on one set of lists. */
export interface Judging {
  readonly lists: ListBook
  readonly screenAndStore: Intake
  readonly hintDraft: HintDraft
  readonly receiveReport: ReportIntake
}

export async function buildJudging(
  app: FastifyInstance,
  { screener, store, config, metrics }: AppParts,
): Promise<Judging> {
  const lists = await openLists(app, store)
  const judge = judgeByLists(screener, lists)
  const judging = {
    screener,
    store,
    judge,
    lists,
    onStoreFailure: config.onStoreFailure,
    onUnkept: (failure: unknown) => app.log.error({ err: failure }, 'answered without the store'),
  }
  const intake = buildIntake({
    ...judging,
    velocity: buildVelocity({ screener, contacts: store.contacts, limit: config.velocityLimit }),
    clientMemory: config.clientMemory,
    onJudged: metrics.judged,
  })
  return {
    lists,
    screenAndStore: noticingDrafts(intake, judging),
    hintDraft: buildHintDraft(judging),
    receiveReport: buildReportIntake({ screener, judge, lists, store }),
  }
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
