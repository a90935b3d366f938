import { agreementOf } from '../../moderation/agreement.js'
import type { Store } from '../../store/store.js'
import { periodOf } from '../period.js'
import { FOR_READERS } from '../plugins/auth.js'
import { agreement } from '../schemas/opinions.js'
import { problems } from '../schemas/problem.js'
import { statsQuery } from '../schemas/statistics.js'
import type { Routes } from '../typed-routes.js'

interface OpinionsParts {
  readonly store: Pick<Store, 'agreement'>
}

/** Disagreements that an answer shows. */
const MOST = 100

/** How far people agree who judge the same case without knowing of each other. */
export const opinionsRoutes: Routes<OpinionsParts> = async (app, { store }) => {
  app.get(
    '/stats/agreement',
    {
      config: { access: FOR_READERS },
      schema: {
        operationId: 'getAgreement',
        tags: ['statistics'],
        summary: '担当者どうしの一致度を見る',
        description:
          '判定済みの件の一部（SECOND_REVIEW_RATE）は、最初の判定を見せずに、別の担当者に next で渡されます。その意見（期間中に得られたもの）と最初の判定の一致を、全体とカテゴリごとに返します。意見は最初の判定を変えません。食い違った件の担当者の名前は、admin にだけ示します。',
        querystring: statsQuery,
        response: { 200: agreement.describe('一致度'), ...problems(400) },
      },
    },
    async ({ caller: { tenant, role }, query }) => {
      const period = periodOf(query)
      const pairs = await store.agreement.pairs(tenant, period)
      const disagreements = await store.agreement.disagreements(tenant, period, MOST)
      const named = role === 'admin'
      return {
        from: period.from.toISOString(),
        to: period.to.toISOString(),
        ...agreementOf(pairs),
        disagreements: disagreements.map(({ first, second, ...one }) => ({
          ...one,
          first: { ...first, by: named ? first.by : null },
          second: { ...second, by: named ? second.by : null },
        })),
      }
    },
  )
}
