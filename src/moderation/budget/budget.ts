import type { BudgetSample, Whose } from '../../store/budget-sample.js'
import type { Store } from '../../store/store.js'
import { RULE_OF_THREE } from './bound.js'
import { type CategoryPolicy, type Path, pathOf, type Thresholds } from './path.js'
import { type Closed, type Measured, type Missed, type Sample, tallyOf } from './tally.js'

interface Policy extends Measured {
  readonly thresholds: Thresholds
}

/** Why there is no proposal. */
interface Reason {
  /**
   * `too_few_audited`: even if nothing had been missed, so few cannot show it; `too_many_missed`: something was missed that
   * hardly any threshold would have shown; `nothing_judged`.
   */
  readonly code: 'nothing_judged' | 'too_few_audited' | 'too_many_missed'
  /** Audited messages that have to be decided, with nothing missed among them. */
  readonly needed: number
}

export interface Budget {
  /** What the figures cover: whole days (UTC), from the first on which messages were drawn. ISO 8601. */
  readonly from: string
  readonly to: string
  readonly maxMissRate: number
  readonly sample: Sample
  readonly now: Policy
  /** The policy of the path that lets most pass and whose bound is within the budget; null: see `reason`. */
  readonly proposal: Policy | null
  readonly reason: Reason | null
  /** The bound of the present policy is above the budget, and the sample is large enough to have shown the contrary. */
  readonly isBroken: boolean
  readonly byCategory: readonly {
    readonly category: string
    readonly now: Missed
    readonly proposal: Missed | null
  }[]
}

export interface BudgetParts {
  readonly store: Pick<Store, 'budgetSample'>
  readonly categories: readonly CategoryPolicy[]
}

/** How many violations pass without anybody being shown them, and how much more may. */
export async function budgetOf(
  { store: { budgetSample }, categories }: BudgetParts,
  whose: Whose,
  maxMissRate: number,
): Promise<Budget> {
  const period = await covered(budgetSample, whose)
  const path = pathOf(categories)
  const tally = tallyOf(path, categories)
  for await (const page of budgetSample.messages(period)) for (const message of page) tally.add(message)
  const closed = tally.close(await budgetSample.volumes(period))
  const step = proposedStep(path, closed, maxMissRate)
  const policyAt = (at: number): Policy => ({ thresholds: path.thresholdsAt(at), ...closed.measure(at) })
  const now = policyAt(path.present)
  const isEnough = closed.least !== null && closed.least <= maxMissRate
  return {
    from: period.from.toISOString(),
    to: period.to.toISOString(),
    maxMissRate,
    sample: closed.sample,
    now,
    proposal: step === null ? null : policyAt(step),
    reason: step === null ? reasonFor(closed, isEnough, maxMissRate) : null,
    isBroken: isEnough && now.upper !== null && now.upper > maxMissRate,
    byCategory: Object.keys(now.thresholds).map(category => ({
      category,
      now: closed.missedOf(category, path.present),
      proposal: step === null ? null : closed.missedOf(category, step),
    })),
  }
}

/**
 * The last step up to which every bound is within the budget; of the steps at which the same messages pass, the one nearest
 * to the present. What passes only grows along the path, so the bound of each step holds for the one that is chosen: S. Bates
 * and others, Distribution-free, risk-controlling prediction sets, Journal of the ACM 68, 2021.
 */
export function proposedStep(
  path: Pick<Path, 'steps' | 'present'>,
  closed: Pick<Closed, 'measure'>,
  maxMissRate: number,
): number | null {
  const isSafe = (step: number): boolean => (closed.measure(step).upper ?? 1) <= maxMissRate
  let last = -1
  while (last + 1 < path.steps && isSafe(last + 1)) last++
  if (last < 0) return null
  const { passedShare } = closed.measure(last)
  const isSame = (step: number): boolean => closed.measure(step).passedShare === passedShare
  while (last > path.present && isSame(last - 1)) last--
  return last
}

/** Each of them stands for passed ÷ audited messages; none missed, the bound is three times that of all. */
function reasonFor({ sample }: Closed, isEnough: boolean, maxMissRate: number): Reason {
  if (sample.judged === 0) return { code: 'nothing_judged', needed: 0 }
  const needed = Math.ceil((RULE_OF_THREE * sample.passed) / (sample.judged * maxMissRate))
  return { code: isEnough ? 'too_many_missed' : 'too_few_audited', needed }
}

const DAY = 24 * 60 * 60 * 1_000

/** Messages that passed are counted by the day, and those of days on which none was drawn were looked at by nobody. */
async function covered(sample: BudgetSample, whose: Whose): Promise<Whose> {
  const from = startOf(whose.from)
  const to = new Date(startOf(new Date(whose.to.getTime() - 1)).getTime() + DAY)
  const first = await sample.firstAudit({ ...whose, from, to })
  return { ...whose, from: first === undefined ? from : startOf(first), to }
}

const startOf = (time: Date): Date => new Date(Math.floor(time.getTime() / DAY) * DAY)
