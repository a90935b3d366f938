import type { ModelSource } from '../../ruleset/model-schema.js'

/** Whether reading may change what rules and voice say, by the confidences (0 to 1) that they give. */
export type Gate = (scores: Readonly<Record<string, number>>) => boolean

/** Fitted by `npm run train` on messages of families that neither part had seen. Without a model everything is read. */
export function buildGate(model: ModelSource | undefined): Gate {
  if (!model?.reader) return () => true
  const { bias, weights, threshold } = model.reader.gate
  const terms = Object.entries(weights)
  return scores =>
    terms.reduce((sum, [category, weight]) => sum + weight * logOddsOf(scores[category] ?? 0), bias) >=
    threshold
}

/** Log-odds of a confidence, kept within what four decimals can tell. */
export function logOddsOf(confidence: number): number {
  const bounded = Math.min(0.9999, Math.max(0.0001, confidence))
  return Math.log(bounded / (1 - bounded))
}
