/** Counts of one category: true and false positives, false negatives. */
export interface Counts {
  readonly tp: number
  readonly fp: number
  readonly fn: number
}

export interface Quality extends Counts {
  readonly precision: number
  readonly recall: number
  readonly f1: number
  readonly support: number
}

export function qualityOf({ tp, fp, fn }: Counts): Quality {
  const precision = tp + fp === 0 ? 0 : tp / (tp + fp)
  const recall = tp + fn === 0 ? 0 : tp / (tp + fn)
  const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall)
  return { tp, fp, fn, precision, recall, f1, support: tp + fn }
}

export const sumCounts = (all: readonly Counts[]): Counts =>
  all.reduce((sum, { tp, fp, fn }) => ({ tp: sum.tp + tp, fp: sum.fp + fp, fn: sum.fn + fn }), {
    tp: 0,
    fp: 0,
    fn: 0,
  })

/** A band of confidence: how many flags fell in it, their mean confidence, and the share that was right. */
export interface Band {
  readonly from: number
  readonly to: number
  readonly count: number
  readonly confidence: number
  readonly right: number
}

/** Ten bands of equal width over 0 to 1. */
export function reliability(
  predictions: readonly { readonly confidence: number; readonly right: boolean }[],
): Band[] {
  return Array.from({ length: 10 }, (_, i) => {
    const from = i / 10
    const inside = predictions.filter(
      ({ confidence }) => confidence >= from && (confidence < from + 0.1 || i === 9),
    )
    const count = inside.length
    return {
      from,
      to: from + 0.1,
      count,
      confidence: count === 0 ? 0 : inside.reduce((sum, { confidence }) => sum + confidence, 0) / count,
      right: count === 0 ? 0 : inside.filter(({ right }) => right).length / count,
    }
  })
}

/** Expected calibration error: the mean gap between confidence and share right, weighted by count. Guo et al. 2017. */
export function expectedCalibrationError(bands: readonly Band[]): number {
  const total = bands.reduce((sum, { count }) => sum + count, 0)
  return total === 0
    ? 0
    : bands.reduce(
        (sum, { count, confidence, right }) => sum + (count / total) * Math.abs(confidence - right),
        0,
      )
}
