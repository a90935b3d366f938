import { type Quality, qualityOf } from './metrics.js'

export interface Prediction {
  readonly confidence: number
  readonly right: boolean
}

export interface CurvePoint extends Quality {
  readonly threshold: number
}

/** Precision, recall and F1 of one category at each threshold: what a change of `dict/policy.yaml` would cost and bring. */
export function curve(predictions: readonly Prediction[], thresholds: readonly number[]): CurvePoint[] {
  const positives = predictions.filter(({ right }) => right).length
  return thresholds.map(threshold => {
    const flagged = predictions.filter(({ confidence }) => confidence >= threshold)
    const tp = flagged.filter(({ right }) => right).length
    return { threshold, ...qualityOf({ tp, fp: flagged.length - tp, fn: positives - tp }) }
  })
}

const CURVE_THRESHOLDS = [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95] as const

/** A row a category, a column a threshold: precision/recall/F1 in per cent. */
export function renderCurves(byCategory: ReadonlyMap<string, readonly Prediction[]>): string {
  const head = `${'precision/recall/F1 at'.padEnd(24)}${CURVE_THRESHOLDS.map(threshold => threshold.toFixed(2).padStart(12)).join('')}`
  const rows = [...byCategory].map(([category, predictions]) => {
    const cells = curve(predictions, CURVE_THRESHOLDS).map(({ precision, recall, f1 }) =>
      [precision, recall, f1]
        .map(share => Math.round(100 * share))
        .join('/')
        .padStart(12),
    )
    return `${category.padEnd(24)}${cells.join('')}`
  })
  return `${[head, ...rows].join('\n')}\n`
}
