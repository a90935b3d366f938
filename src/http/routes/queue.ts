import { z } from 'zod'
import { isScreeningId, type ScreeningId } from '../../contract/ids.js'
import { type CaseParts, withCircumstances } from '../../moderation/case.js'
import type { Store } from '../../store/store.js'
import { filterOf } from '../case-filter.js'
import { FOR_MODERATORS } from '../plugins/auth.js'
import { openedScreening } from '../schemas/opened-screening.js'
import { problems } from '../schemas/problem.js'
import {
  bulkReopened,
  bulkReopenRequest,
  bulkReviewed,
  bulkReviewRequest,
  nextRequest,
} from '../schemas/reviews.js'
import type { Routes } from '../typed-routes.js'

export interface QueueParts {
  readonly store: CaseParts['store'] & Pick<Store, 'queue'>
  readonly screener: CaseParts['screener']
  readonly categories: readonly string[]
}

/** The desk: the next case for whoever is free, and decisions on many at once. */
export const queueRoutes: Routes<QueueParts> = async (app, { store, screener, categories }) => {
  const { queue } = store
  const config = { access: FOR_MODERATORS }

  app.post(
    '/screenings/next',
    {
      config,
      schema: {
        operationId: 'nextScreening',
        tags: ['review'],
        summary: '次の 1 件を受け取る',
        description:
          '条件に合う未確認の件のうち、順番が最も先のものを開き、指定した分数だけ自分の担当にします。同じ件がほかの担当者に渡ることはありません。自分の担当のままの件があれば、まずそれを返します。期限が過ぎた担当は外れ、件は列に戻ります。延ばすには claim、返すには release を使います。異議の申し立てがある判定済みの件は、判定していない人にまず渡します（status は判定のまま、答えは POST /appeals/{id}/decide）。順番は、待った時間に、害の大きさに応じた時間を足して決まり、理由は order にあります。開いたことは claimed として記録されます。判定済みの件が、その判定を見せずに未確認として渡されることがあります（2 人目の意見と、正解のある件）。その判定は別に残り、最初の判定も通知も変わりません。',
        body: nextRequest(categories),
        response: {
          200: openedScreening.describe('担当した件の全体'),
          204: z.null().describe('残りはない'),
          ...problems(400, 413, 415),
        },
      },
    },
    async ({ body, caller }, reply) => {
      const { sort, skip, minutes, includeTests, ...filter } = body
      const wish = { filter: filterOf(filter, caller), sort, skip, includeTests }
      const found = await queue.next(caller.tenant, caller.actor, wish, minutes)
      const opened = found && (await store.screenings.find(caller.tenant, found.id, caller.actor))
      if (opened === undefined) return reply.code(204).send(null)
      return withCircumstances({ store, screener }, caller.tenant, opened, caller.actor)
    },
  )

  app.post(
    '/screenings/review',
    {
      config,
      schema: {
        operationId: 'reviewScreenings',
        tags: ['review'],
        summary: 'まとめて判定する',
        description:
          '1,000 件までを一度に判定します。結果は件ごとに返します。判定済みの件と、ほかの担当者が見ている件は変わりません。監査記録には、件数とともに 1 行だけ残ります。通知と統計は 1 件ずつの判定と同じです。',
        body: bulkReviewRequest(categories),
        response: { 200: bulkReviewed.describe('件ごとの結果'), ...problems(400, 413, 415) },
      },
    },
    async ({ body, caller }) => {
      const { ids, ...review } = body
      const step = await queue.reviewAll(caller.tenant, ids.filter(isScreeningId), caller.actor, review)
      return { results: resultsOf(ids, step.done, step.missing, 'decided') }
    },
  )

  app.post(
    '/screenings/reopen',
    {
      config,
      schema: {
        operationId: 'reopenScreenings',
        tags: ['review'],
        summary: 'まとめて判定を取り消す',
        description:
          '1,000 件までの判定を一度に取り消し、未確認に戻します。結果は件ごとに返します。未確認の件は変わりません。監査記録には、件数とともに 1 行だけ残ります。',
        body: bulkReopenRequest,
        response: { 200: bulkReopened.describe('件ごとの結果'), ...problems(400, 413, 415) },
      },
    },
    async ({ body: { ids }, caller }) => {
      const step = await queue.reopenAll(caller.tenant, ids.filter(isScreeningId), caller.actor)
      return { results: resultsOf(ids, step.done, step.missing, 'reopened') }
    },
  )
}

function resultsOf<const Done extends string>(
  ids: readonly string[],
  done: readonly { readonly id: ScreeningId }[],
  missing: readonly string[],
  word: Done,
) {
  const taken = new Set<string>(done.map(({ id }) => id))
  const gone = new Set(missing)
  return ids.map(id => ({
    id,
    status: taken.has(id) ? word : gone.has(id) ? ('not_found' as const) : ('conflict' as const),
  }))
}
