import type { ModelSource } from '../../src/ruleset/model-schema.js'
import type { Ruleset } from '../../src/ruleset/ruleset.js'
import { ANY_RULE, gateTerms } from '../../src/screening/model/gate.js'
import { thresholdsOf } from '../../src/screening/verdict/decide.js'
import { type Fit, short } from './fit.js'
import { fitLogistic } from './logistic.js'
import { FOLDS, labelOf, type Prepared } from './prepare.js'

type Fits = readonly (readonly [category: string, fit: Fit])[]
type ReaderShare = NonNullable<ModelSource['reader']>

/** Of a hundred flags that block without a rule, as many have to be right. */
const SURE = 0.98
/** Fewer flags prove nothing. */
const ENOUGH_FLAGS = 40
/** Share of what reading mends that the gate may not lose. */
const KEPT = 0.9

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
 * When reading is worth its time: a logistic model over what rules and voice say, of whether the reader mends the judgement,
 * by a flag that was missed or one that was wrong.
 */
export function fitGate(
  ruleset: Ruleset,
  prepared: readonly Prepared[],
  votes: readonly (readonly number[])[],
  alone: Fits,
  all: Fits,
) {
  const names = [...alone.map(([category]) => category), ANY_RULE]
  const mistakes = (fits: Fits, { item, seen }: Prepared, i: number): number =>
    fits.filter(([category, { outOfFold }]) => {
      const label = labelOf(item, category)
      const flagged = (outOfFold[i] ?? 0) >= thresholdsOf(ruleset.policy, category, seen.stage).flag
      return label !== undefined && flagged !== label
    }).length
  const rows = prepared.flatMap((row, i) => {
    const { fold, item } = row
    if (all.some(([, { outOfFold }]) => outOfFold[i] === undefined)) return []
    const voteOf = (name: string): number => votes[i]?.[names.indexOf(name)] ?? 0
    const values = [...gateTerms(names, voteOf, row.seen.matches)]
    return [
      {
        fold,
        values,
        mends: mistakes(all, row, i) < mistakes(alone, row, i),
        isInnocent: item.labels.length === 0,
      },
    ]
  })
  const options = { l2: 1, nonNegative: names.map(() => true) }
  const fitOn = (some: typeof rows) =>
    fitLogistic(
      some.map(({ values }) => values),
      some.map(({ mends }) => mends),
      options,
    )
  const folds = Array.from({ length: FOLDS }, (_, fold) => fitOn(rows.filter(row => row.fold !== fold)))
  const sums = rows.map(({ fold, values }) => {
    const fitted = folds[fold]
    return values.reduce((sum, value, j) => sum + value * (fitted?.weights[j] ?? 0), fitted?.bias ?? 0)
  })
  const mending = sums.filter((_, i) => rows[i]?.mends).sort((a, b) => a - b)
  const thresholdFor = (kept: number): number =>
    mending[Math.floor((1 - kept) * mending.length)] ?? Number.NEGATIVE_INFINITY
  const threshold = thresholdFor(KEPT)
  const { bias, weights } = fitOn(rows)
  const innocent = rows.flatMap(({ isInnocent }, i) => (isInnocent ? [sums[i] ?? 0] : []))
  return {
    gate: {
      bias: short(bias),
      weights: Object.fromEntries(names.map((name, j) => [name, short(weights[j] ?? 0)])),
      threshold: short(threshold),
    } satisfies ReaderShare['gate'],
    /** What is skipped at what price: shares of what reading mends, of all texts, and of the innocent ones. */
    frontier: [0.99, 0.97, 0.95, KEPT, 0.85, 0.8].map(kept => ({
      kept,
      skipped: shareBelow(sums, thresholdFor(kept)),
      skippedInnocent: shareBelow(innocent, thresholdFor(kept)),
    })),
  }
}

const shareBelow = (sums: readonly number[], threshold: number): number =>
  sums.filter(sum => sum < threshold).length / Math.max(1, sums.length)
