import type { Judgement } from '../../src/contract/judgement.js'
import type { Severity, Verdict } from '../../src/contract/words.js'
import type { Case } from './dataset.js'
import { type Counts, type Quality, qualityOf, sumCounts } from './metrics.js'

/** As much of a judgement as right and wrong are told from. */
export interface Answer {
  readonly verdict: Verdict
  readonly flags: readonly { readonly category: string }[]
}

/** A labelled message and what was answered. */
export interface Answered {
  readonly item: Case
  readonly judgement: Answer
}

/** A labelled message and what the screener said of it. */
export interface Judged extends Answered {
  readonly judgement: Judgement
}

export interface Category {
  readonly id: string
  readonly severity: Severity
}

/** Where careful readers split, no answer is right or wrong: the pair of message and category is left out of measuring. */
export const isOptional = ({ labels, optional }: Case, category: string): boolean =>
  optional.includes(category) && !labels.includes(category)

export type Outcome = 'tp' | 'fp' | 'fn'

/** What the answer is worth in one category; undefined where nothing is to be said. */
export function outcomeOf({ item, judgement }: Answered, category: string): Outcome | undefined {
  if (isOptional(item, category)) return undefined
  const flagged = judgement.flags.some(flag => flag.category === category)
  if (item.labels.includes(category)) return flagged ? 'tp' : 'fn'
  return flagged ? 'fp' : undefined
}

export function countsOf(answered: readonly Answered[], category: string): Counts {
  const counts = { tp: 0, fp: 0, fn: 0 }
  for (const entry of answered) {
    const outcome = outcomeOf(entry, category)
    if (outcome !== undefined) counts[outcome]++
  }
  return counts
}

export const isLegitimate = ({ item }: Answered): boolean => item.labels.length === 0

export const isHeld = ({ judgement }: Answered): boolean =>
  judgement.verdict === 'review' || judgement.verdict === 'block'

/** A flag that no careful reader would raise. */
export const isUnfounded = ({ labels, optional }: Case, category: string): boolean =>
  !labels.includes(category) && !optional.includes(category)

export const isWronglyFlagged = ({ item, judgement }: Answered): boolean =>
  judgement.flags.some(({ category }) => isUnfounded(item, category))

/** Held, and not only for what readers split over. Cautions never hold. */
export const isWronglyHeld = (entry: Answered, cautions: ReadonlySet<string>): boolean =>
  isHeld(entry) &&
  entry.judgement.flags.some(({ category }) => !cautions.has(category) && isUnfounded(entry.item, category))

export const cautionsOf = (categories: readonly Category[]): ReadonlySet<string> =>
  new Set(categories.filter(({ severity }) => severity === 'caution').map(({ id }) => id))

/** What is said of any set of messages. Micro figures: the counts of the categories are summed first. */
export interface Totals {
  readonly messages: number
  readonly violations: Quality
  readonly cautions: Quality
  /** Texts without a label: how many there are, are flagged all the same, and are not delivered. */
  readonly innocent: { readonly count: number; readonly flagged: number; readonly held: number }
}

export function totalsOf(answered: readonly Answered[], categories: readonly Category[]): Totals {
  const of = (severity: Severity): Quality =>
    qualityOf(
      sumCounts(
        categories.filter(category => category.severity === severity).map(({ id }) => countsOf(answered, id)),
      ),
    )
  const innocent = answered.filter(isLegitimate)
  const cautions = cautionsOf(categories)
  return {
    messages: answered.length,
    violations: of('violation'),
    cautions: of('caution'),
    innocent: {
      count: innocent.length,
      flagged: innocent.filter(isWronglyFlagged).length,
      held: innocent.filter(entry => isWronglyHeld(entry, cautions)).length,
    },
  }
}
