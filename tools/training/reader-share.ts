import type { ModelSource } from '../../src/ruleset/model-schema.js'
import type { Ruleset } from '../../src/ruleset/ruleset.js'
import { thresholdsOf } from '../../src/screening/verdict/decide.js'
import { priceOfReading } from '../../src/screening/verdict/worth-reading.js'
import { type Fit, short } from './fit.js'
import { labelOf, type Prepared } from './prepare.js'

type Fits = readonly (readonly [category: string, fit: Fit])[]
type ReaderShare = NonNullable<ModelSource['reader']>

/** Of a hundred flags that block without a rule, as many have to be right. */
const SURE = 0.98
/** Fewer flags prove nothing. */
const ENOUGH_FLAGS = 40
/** Share of what reading mends that READER=uncertain may not lose. */
const KEPT = 0.85

/**
 * For each category the confidence from which it may block without a rule: the lowest above which the flags of families
 * that were not learnt from were right often enough.
 */
export function blocksAlone(
  ruleset: Ruleset,
  prepared: readonly Prepared[],
  fits: Fits,
): ReaderShare['blocksAlone'] {
  const violations = new Set(
    ruleset.categories.filter(({ severity }) => severity === 'violation').map(({ id }) => id),
  )
  return Object.fromEntries(
    fits.flatMap(([category, { outOfFold }]) => {
      if (!violations.has(category)) return []
      const alone = prepared
        .flatMap(({ item, seen }, i) => {
          const confidence = outOfFold[i]
          const right = labelOf(item, category)
          const hasRule = seen.matches.signals.some(({ rule }) => rule.category === category)
          return confidence === undefined || right === undefined || hasRule ? [] : [{ confidence, right }]
        })
        .sort((a, b) => b.confidence - a.confidence)
      const lowest = lowestSure(alone)
      return lowest === undefined ? [] : [[category, short(lowest)]]
    }),
  )
}

function lowestSure(
  sorted: readonly { readonly confidence: number; readonly right: boolean }[],
): number | undefined {
  let right = 0
  let lowest: number | undefined
  for (const [i, one] of sorted.entries()) {
    if (one.right) right++
    if (i + 1 >= ENOUGH_FLAGS && right / (i + 1) >= SURE) lowest = one.confidence
  }
  return lowest
}

/**
 * How near to its flag's threshold a category has to be for a message to be worth reading: the price, log-odds, that has to
 * be paid so that so large a share is read of the messages whose judgement reading mends, by a flag that was missed or one
 * that was wrong.
 */
export function fitReadWithin(ruleset: Ruleset, prepared: readonly Prepared[], alone: Fits, all: Fits) {
  const flagOf = (category: string, { seen }: Prepared): number =>
    thresholdsOf(ruleset.policy, category, seen.stage).flag
  const mistakes = (fits: Fits, row: Prepared, i: number): number =>
    fits.filter(([category, { outOfFold }]) => {
      const label = labelOf(row.item, category)
      return label !== undefined && (outOfFold[i] ?? 0) >= flagOf(category, row) !== label
    }).length
  const rows = prepared.flatMap((row, i) => {
    if (all.some(([, { outOfFold }]) => outOfFold[i] === undefined)) return []
    const found = ruleset.categories.map(category => ({
      category,
      confidence: alone.find(([id]) => id === category.id)?.[1].outOfFold[i] ?? 0,
    }))
    return [
      {
        price: priceOfReading(found, ruleset.policy, row.item.input.text, row.seen.stage),
        mends: mistakes(all, row, i) < mistakes(alone, row, i),
        isInnocent: row.item.labels.length === 0,
      },
    ]
  })
  const mending = rows.flatMap(({ mends, price }) => (mends ? [price] : [])).sort((a, b) => a - b)
  const within = (kept: number): number => mending[Math.ceil(kept * mending.length) - 1] ?? 1
  const skipped = (some: typeof rows, limit: number): number =>
    some.filter(({ price }) => price > limit).length / Math.max(1, some.length)
  const innocent = rows.filter(({ isInnocent }) => isInnocent)
  return {
    readWithin: short(within(KEPT)),
    /** What is skipped at what price: shares of what reading mends, of all texts, and of the innocent ones. */
    frontier: [0.99, 0.97, 0.95, 0.9, KEPT, 0.8].map(kept => ({
      kept,
      within: short(within(kept)),
      skipped: skipped(rows, within(kept)),
      skippedInnocent: skipped(innocent, within(kept)),
    })),
  }
}
