import { z } from 'zod'
import { isScreeningId } from '../../contract/ids.js'
import { goldenFigures } from '../../moderation/agreement.js'
import type { Store } from '../../store/store.js'
import { periodOf } from '../period.js'
import { FOR_ADMIN, FOR_AUDITORS } from '../plugins/auth.js'
import { Problem } from '../problems.js'
import {
  goldenItem,
  goldenPage,
  goldenParams,
  goldenQuery,
  goldenRequest,
  goldenStatistics,
} from '../schemas/opinions.js'
import { problems } from '../schemas/problem.js'
import { statsQuery } from '../schemas/statistics.js'
import type { Routes } from '../typed-routes.js'

interface GoldenParts {
  readonly store: Pick<Store, 'golden'>
}

/** Cases whose decision is known, hidden among the others to see how people judge. For admins: nobody else is to know them. */
export const goldenRoutes: Routes<GoldenParts> = async (app, { store: { golden } }) => {
  const config = { access: FOR_ADMIN }

  app.post(
    '/golden',
    {
      config,
      schema: {
        operationId: 'markGolden',
        tags: ['operation'],
        summary: '判定済みの件を正解として登録する',
        description:
          '登録した件は、next で渡す件の一部（GOLDEN_RATE）として、まだ判定していない担当者に、最初の判定を見せずに渡されます。その回答は結果として残り、最初の判定は変わりません。もう一度登録すると覚え書きだけが変わります。件を差し戻すか消去すると、登録も結果もなくなります。',
        body: goldenRequest,
        response: { 201: goldenItem.describe('登録した件'), ...problems(400, 404, 409, 413, 415) },
      },
    },
    async ({ body: { id, note }, caller: { tenant, actor } }, reply) => {
      const marked = isScreeningId(id) ? await golden.mark(tenant, id, actor, note) : undefined
      if (marked === undefined || marked.kind === 'missing')
        throw new Problem('not_found', 'No such screening is stored.')
      if (marked.kind === 'not_decided')
        throw new Problem('not_decided', 'It is pending: there is no decision to be known as right.')
      return reply.code(201).send(marked.item)
    },
  )

  app.get(
    '/golden',
    {
      config: { access: FOR_AUDITORS },
      schema: {
        operationId: 'listGolden',
        tags: ['operation'],
        summary: '正解として登録した件を一覧する',
        description: '件の新しい順に返します。続きは nextCursor を cursor に渡して取得します。',
        querystring: goldenQuery,
        response: { 200: goldenPage.describe('1 ページ分の一覧'), ...problems(400) },
      },
    },
    async ({ query, caller: { tenant } }) => golden.list(tenant, query),
  )

  app.delete(
    '/golden/:id',
    {
      config,
      schema: {
        operationId: 'unmarkGolden',
        tags: ['operation'],
        summary: '正解の登録を外す',
        description: '登録と、その件の結果を消します。件の判定は変わりません。',
        params: goldenParams,
        response: { 204: z.null().describe('外した'), ...problems(404) },
      },
    },
    async ({ params: { id }, caller: { tenant, actor } }, reply) => {
      const unmarked = isScreeningId(id) && (await golden.unmark(tenant, id, actor))
      if (!unmarked) throw new Problem('not_found', 'No such golden item is stored.')
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/stats/golden',
    {
      config: { access: FOR_AUDITORS },
      schema: {
        operationId: 'getGoldenStats',
        tags: ['statistics'],
        summary: '正解のある件での担当者ごとの正答率を見る',
        description:
          '正解として登録した件を、期間中に各担当者がどう判定したかを返します。判定とカテゴリがすべて同じなら正解です。件数が少ないうちは区間が広く、人を比べる根拠にはなりません。',
        querystring: statsQuery,
        response: { 200: goldenStatistics.describe('担当者ごとの結果'), ...problems(400) },
      },
    },
    async ({ query, caller: { tenant } }) => {
      const period = periodOf(query)
      const moderators = goldenFigures(await golden.results(tenant, period))
      return { from: period.from.toISOString(), to: period.to.toISOString(), moderators: [...moderators] }
    },
  )
}
