/** Lanczos' approximation of the gamma function's logarithm, with the coefficients of Numerical Recipes (1992), 6.1. */
const LANCZOS = [
  76.18009172947146, -86.50532032941678, 24.01409824083091, -1.231739572450155, 1.208650973866179e-3,
  -5.395239384953e-6,
]

function logGamma(x: number): number {
  const near = x + 5.5
  const series = LANCZOS.reduce((sum, coefficient, at) => sum + coefficient / (x + at + 1), 1.00000000019)
  return (x + 0.5) * Math.log(near) - near + Math.log((2.506628274631001 * series) / x)
}

/** The regularised lower incomplete gamma function P(shape, x), by its series (Abramowitz and Stegun, 6.5.29). */
function gammaBelow(shape: number, x: number): number {
  if (x <= 0) return 0
  let term = 1 / shape
  let sum = term
  for (let n = 1; term > sum * 1e-14; n++) {
    term *= x / (shape + n)
    sum += term
  }
  return Math.exp(shape * Math.log(x) - x - logGamma(shape)) * sum
}

/**
 * The point below which a gamma distribution of this shape (above 0) and scale 1 lies with a probability below 1. No library
 * for it: those that are kept well bring some two hundred packages, or no licence.
 */
export function gammaQuantile(probability: number, shape: number): number {
  let low = 0
  let high = shape + 10 * Math.sqrt(shape) + 10
  while (gammaBelow(shape, high) < probability) high *= 2
  while (high - low > 1e-10 * high) {
    const middle = (low + high) / 2
    if (gammaBelow(shape, middle) < probability) low = middle
    else high = middle
  }
  return high
}
