import type { Screener } from '../../contract/screener.js'
import { type BudgetParts, budgetOf } from './budget.js'

const LATELY = 30 * 24 * 60 * 60 * 1_000

/** Of the last thirty days and all tenants; undefined where nothing is audited and there is no budget. */
export async function missedLately(
  {
    store,
    screener: { categories },
  }: Pick<BudgetParts, 'store'> & { screener: Pick<Screener, 'categories'> },
  { auditRate, missBudget }: { readonly auditRate: number; readonly missBudget?: number | undefined },
) {
  if (auditRate === 0 && missBudget === undefined) return undefined
  const to = new Date()
  const period = { from: new Date(to.getTime() - LATELY), to }
  // Without a budget nothing is broken, and the bound is the same with any.
  const { now, isBroken } = await budgetOf({ store, categories }, period, missBudget ?? 1)
  return { upper: now.upper, isBroken: missBudget === undefined ? undefined : isBroken }
}
