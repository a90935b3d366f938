import { gammaQuantile } from './gamma.js'

/** Independent rare events, each of which stands for so many: the sum of their weights, and of the squares of these. */
export interface Weighted {
  readonly sum: number
  readonly squares: number
}

/** How sure the bound is. */
const CONFIDENCE = 0.95

/**
 * The one-sided 95% upper bound of the expected sum of weights; `largest` is what one event more could weigh. It is the gamma
 * bound of M. P. Fay and E. J. Feuer (Confidence intervals for directly standardized rates, Statistics in Medicine 16, 1997).
 * With equal weights it is Garwood's exact bound of a Poisson count, which is Clopper and Pearson's for rare events, a little
 * above it; with no event at all it is the rule of three: -ln 0.05 times the largest weight.
 */
export function upperBound({ sum, squares }: Weighted, largest: number): number {
  const mean = sum + largest
  const variance = squares + largest ** 2
  return (variance / mean) * gammaQuantile(CONFIDENCE, mean ** 2 / variance)
}

/** The bound of no event of weight one, -ln 0.05: about three. */
export const RULE_OF_THREE = -Math.log(1 - CONFIDENCE)
