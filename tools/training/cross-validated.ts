import { expectedCalibrationError, qualityOf, reliability, sumCounts } from '../quality/metrics.js'
import type { Parts } from './fit.js'
import { labelOf, type Prepared } from './prepare.js'

/** How good the parts are on families that they have not seen. */

/** Confidence of every message by category, from models that had not seen its family; undefined where none read it. */
export type Predictions = ReadonlyMap<string, readonly (number | undefined)[]>

const FLAG = 0.5

/** What was predicted of a message where there is something to be right about. */
function judged(
  prepared: readonly Prepared[],
  category: string,
  confidences: readonly (number | undefined)[],
) {
  return prepared.flatMap(({ item }, i) => {
    const confidence = confidences[i]
    const label = labelOf(item, category)
    return confidence === undefined || label === undefined ? [] : [{ item, confidence, label }]
  })
}

function countsOf(prepared: readonly Prepared[], predicted: Predictions) {
  return [...predicted].map(([category, confidences]) => {
    const rows = judged(prepared, category, confidences)
    const count = (flag: boolean, wanted: boolean): number =>
      rows.filter(({ confidence, label }) => confidence >= FLAG === flag && label === wanted).length
    return { category, tp: count(true, true), fp: count(true, false), fn: count(false, true) }
  })
}

function innocentsFlagged(prepared: readonly Prepared[], predicted: Predictions): string {
  const read = (i: number): boolean => [...predicted.values()].every(row => row[i] !== undefined)
  const innocent = prepared.flatMap(({ item }, i) => (item.labels.length === 0 && read(i) ? [i] : []))
  const flagged = innocent.filter(i =>
    [...predicted].some(
      ([category, row]) => (row[i] ?? 0) >= FLAG && !prepared[i]?.item.optional.includes(category),
    ),
  )
  const share = (100 * flagged.length) / Math.max(1, innocent.length)
  return `${flagged.length} of ${innocent.length} (${share.toFixed(1)}%)`
}

export function report(prepared: readonly Prepared[], predicted: Predictions): void {
  const counts = countsOf(prepared, predicted)
  const bands = reliability(
    [...predicted].flatMap(([category, confidences]) =>
      judged(prepared, category, confidences).map(({ confidence, label }) => ({ confidence, right: label })),
    ),
  )
  const lines = [
    `cross-validated on the corpus, at confidence ${FLAG}`,
    'category                 precision recall     F1  support',
    ...counts.map(entry => line(entry.category, qualityOf(entry))),
    line('micro', qualityOf(sumCounts(counts))),
    `innocent texts flagged: ${innocentsFlagged(prepared, predicted)}`,
    `expected calibration error: ${expectedCalibrationError(bands).toFixed(4)}`,
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}

/** What each part is worth without the others, and together. On the texts that the part has read. */
export function reportParts(
  title: string,
  parts: readonly Parts[],
  prepared: readonly Prepared[],
  predictions: (part: Parts) => Predictions,
): void {
  const lines = [
    `${title.padEnd(24)} precision recall     F1  support  innocent texts flagged`,
    ...parts.map(part => {
      const predicted = predictions(part)
      const quality = qualityOf(sumCounts(countsOf(prepared, predicted)))
      return `${line(part, quality)}  ${innocentsFlagged(prepared, predicted)}`
    }),
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}

const line = (name: string, { precision, recall, f1, support }: ReturnType<typeof qualityOf>): string =>
  `${name.padEnd(24)} ${precision.toFixed(3).padStart(9)} ${recall.toFixed(3)}  ${f1.toFixed(3)} ${String(support).padStart(8)}`

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
