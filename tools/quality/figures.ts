import type { Judgement } from '../../src/contract/judgement.js'
import type { Severity } from '../../src/contract/words.js'
import type { Prediction } from './curve.js'
import type { Case } from './dataset.js'
import { expectedCalibrationError, qualityOf, reliability, sumCounts } from './metrics.js'

/** A labelled message and what the screener said of it. */
export interface Judged {
  readonly item: Case
  readonly judgement: Judgement
}

/** All figures of an evaluation. Shares are of 1; micro figures sum the counts of their categories first. */
export type Figures = ReturnType<typeof measure>

export function measure(
  judged: readonly Judged[],
  categories: readonly { readonly id: string; readonly severity: Severity }[],
) {
  const counts = categories.map(({ id, severity }) => ({
    id,
    severity,
    counts: judged.reduce(
      (sum, { item, judgement }) => {
        const flagged = judgement.flags.some(flag => flag.category === id)
        const labelled = item.labels.includes(id)
        return {
          tp: sum.tp + Number(flagged && labelled),
          fp: sum.fp + Number(flagged && !labelled),
          fn: sum.fn + Number(!flagged && labelled),
        }
      },
      { tp: 0, fp: 0, fn: 0 },
    ),
  }))
  const perCategory = counts.map(({ id, severity, counts }) => ({
    category: id,
    severity,
    ...qualityOf(counts),
  }))
  const of = (severity: Severity) =>
    qualityOf(sumCounts(counts.filter(entry => entry.severity === severity).map(entry => entry.counts)))
  const supported = perCategory.filter(({ support }) => support > 0)
  const innocent = judged.filter(({ item }) => item.labels.length === 0)
  const violating = judged.filter(({ item }) => item.labels.length > 0)
  const flags = judged.flatMap(({ item, judgement }) =>
    judgement.flags
      .filter(flag => flag.category !== 'client_risk')
      .map(flag => ({ confidence: flag.confidence, right: item.labels.includes(flag.category) })),
  )
  const scores = judged.flatMap(({ item, judgement }) =>
    categories.map(({ id }) => ({ confidence: judgement.scores[id] ?? 0, right: item.labels.includes(id) })),
  )
  const held = ({ judgement }: Judged): boolean =>
    judgement.verdict === 'review' || judgement.verdict === 'block'
  return {
    messages: judged.length,
    perCategory,
    micro: qualityOf(sumCounts(counts.map(entry => entry.counts))),
    violations: of('violation'),
    cautions: of('caution'),
    macroF1: supported.reduce((sum, { f1 }) => sum + f1, 0) / Math.max(1, supported.length),
    innocent: {
      count: innocent.length,
      flagged: innocent.filter(({ judgement }) => judgement.flagged).length,
      held: innocent.filter(held).length,
    },
    violating: {
      count: violating.length,
      flagged: violating.filter(({ judgement }) => judgement.flagged).length,
      held: violating.filter(held).length,
    },
    reliability: reliability(flags),
    calibrationError: expectedCalibrationError(reliability(scores)),
    flagCalibrationError: expectedCalibrationError(reliability(flags)),
  }
}

/** Every message's confidence by category, and whether the label is there: what curves are drawn from. */
export function predictionsOf(
  judged: readonly Judged[],
  categories: readonly { readonly id: string }[],
): ReadonlyMap<string, readonly Prediction[]> {
  return new Map(
    categories.map(({ id }) => [
      id,
      judged.map(({ item, judgement }) => ({
        confidence: judgement.scores[id] ?? 0,
        right: item.labels.includes(id),
      })),
    ]),
  )
}
