import { type BudgetParts, budgetOf } from '../../moderation/budget/budget.js'
import { periodOf } from '../period.js'
import { FOR_READERS } from '../plugins/auth.js'
import { budgetQuery, missBudget } from '../schemas/budget.js'
import { problems } from '../schemas/problem.js'
import type { Routes } from '../typed-routes.js'

interface Parts extends Pick<BudgetParts, 'store'> {
  /** Whose categories are those of the dictionary as it is then. */
  readonly screener: Pick<BudgetParts, 'categories'>
  readonly auditRate: number
}

/** How much may pass without a person. */
export const budgetRoutes: Routes<Parts> = async (app, { store, screener, auditRate }) => {
  app.get(
    '/stats/budget',
    {
      config: { access: FOR_READERS },
      schema: {
        operationId: 'getMissBudget',
        tags: ['statistics'],
        summary: '人の目を通らずに届いた違反の上限と、しきい値の案を見る',
        description:
          '要確認にならなかったメッセージの一部（AUDIT_RATE）は、それと分からない形で担当者に渡されます。その判定と要確認の件の判定から、誰にも見せずに届けた違反の割合を、抜き取りの確率の逆数で重みづけて推定し、その 95% 片側上限が maxMissRate に収まるしきい値のうち、もっとも多く届けられるものを示します。データが足りないときは、必要な件数を返します。しきい値は変わりません。',
        querystring: budgetQuery,
        response: { 200: missBudget.describe('見逃しの上限'), ...problems(400) },
      },
    },
    async ({ caller: { tenant }, query }) => {
      const whose = { tenant, ...periodOf(query) }
      const { categories } = screener
      const {
        isBroken: _,
        sample,
        ...budget
      } = await budgetOf({ store, categories }, whose, query.maxMissRate)
      return { ...budget, sample: { ...sample, auditRate } }
    },
  )
}
