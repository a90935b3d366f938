import type { Ruleset } from '../../src/ruleset/ruleset.js'
import { thresholdsOf } from '../../src/screening/verdict/decide.js'
import {
  expectedCalibrationError,
  type Quality,
  qualityOf,
  reliability,
  sumCounts,
} from '../quality/metrics.js'
import type { Table } from '../quality/table.js'
import type { Parts } from './fit.js'
import { labelOf, type Prepared } from './prepare.js'

/** How good the parts are on families that they have not seen. */

/** Confidence of every message by category, from models that had not seen its family; undefined where none read it. */
export type Predictions = ReadonlyMap<string, readonly (number | undefined)[]>

/** What was predicted of a message where there is something to be right about. */
function judged(
  prepared: readonly Prepared[],
  category: string,
  confidences: readonly (number | undefined)[],
) {
  return prepared.flatMap(({ item, seen }, i) => {
    const confidence = confidences[i]
    const label = labelOf(item, category)
    return confidence === undefined || label === undefined
      ? []
      : [{ item, confidence, label, stage: seen.stage }]
  })
}

function countsOf({ policy }: Ruleset, prepared: readonly Prepared[], predicted: Predictions) {
  return [...predicted].map(([category, confidences]) => {
    const rows = judged(prepared, category, confidences).map(({ confidence, label, stage }) => ({
      flagged: confidence >= thresholdsOf(policy, category, stage).flag,
      label,
    }))
    const count = (flag: boolean, wanted: boolean): number =>
      rows.filter(({ flagged, label }) => flagged === flag && label === wanted).length
    return { category, tp: count(true, true), fp: count(true, false), fn: count(false, true) }
  })
}

function innocentsFlagged(
  { policy }: Ruleset,
  prepared: readonly Prepared[],
  predicted: Predictions,
): string {
  const read = (i: number): boolean => [...predicted.values()].every(row => row[i] !== undefined)
  const innocent = prepared.flatMap((one, i) => (one.item.labels.length === 0 && read(i) ? [{ one, i }] : []))
  const flagged = innocent.filter(({ one: { item, seen }, i }) =>
    [...predicted].some(
      ([category, row]) =>
        (row[i] ?? 0) >= thresholdsOf(policy, category, seen.stage).flag && !item.optional.includes(category),
    ),
  )
  const share = (100 * flagged.length) / Math.max(1, innocent.length)
  return `${flagged.length} of ${innocent.length} (${share.toFixed(1)}%)`
}

const HEADS = ['precision', 'recall', 'F1', 'cases']

/** By category, at the thresholds of the policy. */
export function byCategory(ruleset: Ruleset, prepared: readonly Prepared[], predicted: Predictions): Table {
  const counts = countsOf(ruleset, prepared, predicted)
  const isViolation = new Set(
    ruleset.categories.filter(({ severity }) => severity === 'violation').map(({ id }) => id),
  )
  const sum = (some: typeof counts) => qualityOf(sumCounts(some))
  return {
    heads: ['category', ...HEADS],
    rows: [
      ...counts.map(entry => [entry.category, ...cells(qualityOf(entry))]),
      ['violations (micro)', ...cells(sum(counts.filter(({ category }) => isViolation.has(category))))],
      ['cautions (micro)', ...cells(sum(counts.filter(({ category }) => !isViolation.has(category))))],
      ['all (micro)', ...cells(sum(counts))],
    ],
  }
}

/** Innocent texts that were flagged, and how far confidences are from shares. */
export function besides(ruleset: Ruleset, prepared: readonly Prepared[], predicted: Predictions): string {
  const bands = reliability(
    [...predicted].flatMap(([category, confidences]) =>
      judged(prepared, category, confidences).map(({ confidence, label }) => ({ confidence, right: label })),
    ),
  )
  const error = expectedCalibrationError(bands).toFixed(4)
  return `Innocent texts flagged: ${innocentsFlagged(ruleset, prepared, predicted)}. Calibration error over all scores: ${error}.`
}

/** What each part is worth without the others, and together: all categories, on the texts that the part has read. */
export function byPart(
  ruleset: Ruleset,
  parts: readonly Parts[],
  prepared: readonly Prepared[],
  predictions: (part: Parts) => Predictions,
): Table {
  return {
    heads: ['part', ...HEADS, 'innocent texts flagged'],
    rows: parts.map(part => {
      const predicted = predictions(part)
      const quality = qualityOf(sumCounts(countsOf(ruleset, prepared, predicted)))
      return [part, ...cells(quality), innocentsFlagged(ruleset, prepared, predicted)]
    }),
  }
}

const cells = ({ precision, recall, f1, support }: Quality): readonly string[] => [
  precision.toFixed(3),
  recall.toFixed(3),
  f1.toFixed(3),
  support.toLocaleString('en'),
]

/** `--doubts`: texts whose label the model, which has not seen them, contradicts most loudly. Labels err, too. */
export function listDoubts(prepared: readonly Prepared[], predicted: Predictions): void {
  const doubts = [...predicted].flatMap(([category, confidences]) =>
    judged(prepared, category, confidences).map(({ item, confidence, label }) => ({
      category,
      item,
      label,
      confidence,
      gap: Math.abs(confidence - Number(label)),
    })),
  )
  for (const { category, item, label, confidence } of doubts.sort((a, b) => b.gap - a.gap).slice(0, 200)) {
    process.stdout.write(
      `${label ? 'MISS ' : 'EXTRA'} ${category} ${confidence.toFixed(2)} ${item.id} [${item.labels.join(' ')}] ${item.text.replaceAll('\n', '⏎').slice(0, 160)}\n`,
    )
  }
}
