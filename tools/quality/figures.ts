import type { Flag } from '../../src/contract/judgement.js'
import type { Severity } from '../../src/contract/words.js'
import type { Prediction } from './curve.js'
import { groupsOf, type PartAnswers } from './groups.js'
import { marginsOf } from './margins.js'
import { expectedCalibrationError, qualityOf, reliability, sumCounts } from './metrics.js'
import {
  type Category,
  countsOf,
  isHeld,
  isLegitimate,
  isOptional,
  isUnfounded,
  type Judged,
  totalsOf,
} from './tally.js'

/** All figures of an evaluation. Shares are of 1; micro figures sum the counts of their categories first. */
export type Figures = ReturnType<typeof measure>

/** What the judgements are worth. `parts` holds what each part alone says of the same messages. */
export function measure(
  judged: readonly Judged[],
  categories: readonly Category[],
  parts: readonly PartAnswers[] = [],
) {
  const counts = categories.map(({ id, severity }) => ({ id, severity, counts: countsOf(judged, id) }))
  const margins = marginsOf(judged, categories)
  const idsOf = (severity: Severity): string[] =>
    categories.filter(category => category.severity === severity).map(({ id }) => id)
  const perCategory = counts.map(({ id, severity, counts }) => ({
    category: id,
    severity,
    ...qualityOf(counts),
    margins: margins.of([id]),
  }))
  const supported = perCategory.filter(({ support }) => support > 0)
  const totals = totalsOf(judged, categories)
  const violating = judged.filter(entry => !isLegitimate(entry))
  const flags = judged.flatMap(({ item, judgement }) =>
    judgement.flags
      .filter(({ category }) => categories.some(({ id }) => id === category) && !isOptional(item, category))
      .map(flag => ({ confidence: flag.confidence, right: item.labels.includes(flag.category) })),
  )
  const scores = [...predictionsOf(judged, categories).values()].flat()
  return {
    messages: totals.messages,
    perCategory,
    micro: {
      ...qualityOf(sumCounts(counts.map(entry => entry.counts))),
      margins: margins.of(categories.map(({ id }) => id)),
    },
    violations: { ...totals.violations, margins: margins.of(idsOf('violation')) },
    cautions: { ...totals.cautions, margins: margins.of(idsOf('caution')) },
    macroF1: supported.reduce((sum, { f1 }) => sum + f1, 0) / Math.max(1, supported.length),
    innocent: { ...totals.innocent, margins: { flagged: margins.flagged, held: margins.held } },
    violating: {
      count: violating.length,
      flagged: violating.filter(({ judgement }) => judgement.flagged).length,
      held: violating.filter(isHeld).length,
    },
    reliability: reliability(flags),
    calibrationError: expectedCalibrationError(reliability(scores)),
    flagCalibrationError: expectedCalibrationError(reliability(flags)),
    unknownLabels: unknownLabelsOf(judged, categories),
    groups: groupsOf(judged, categories, parts),
  }
}

/** Labels that no category bears: misspelt, or of another policy. They are in no figure, so they have to be told. */
function unknownLabelsOf(judged: readonly Judged[], categories: readonly Category[]) {
  const labels = judged
    .flatMap(({ item }) => item.labels)
    .filter(label => categories.every(({ id }) => id !== label))
  return [...new Set(labels)].map(label => ({
    label,
    count: labels.filter(other => other === label).length,
  }))
}

/** The labels that were not found. */
export const missesOf = ({ item, judgement }: Judged): string[] =>
  item.labels.filter(label => !judgement.flags.some(({ category }) => category === label))

/** The flags that no label supports. */
export const extrasOf = ({ item, judgement }: Judged): readonly Flag[] =>
  judgement.flags.filter(({ category }) => isUnfounded(item, category))

/** Every message's confidence by category, and whether the label is there: what curves are drawn from. */
export function predictionsOf(
  judged: readonly Judged[],
  categories: readonly { readonly id: string }[],
): ReadonlyMap<string, readonly Prediction[]> {
  return new Map(
    categories.map(({ id }) => [
      id,
      judged
        .filter(({ item }) => !isOptional(item, id))
        .map(({ item, judgement }) => ({
          confidence: judgement.scores[id] ?? 0,
          right: item.labels.includes(id),
        })),
    ]),
  )
}
