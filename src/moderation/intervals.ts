/** A figure with the bounds of its 95% interval. */
export interface Estimate {
  readonly value: number
  readonly low: number
  readonly high: number
}

/** The standard normal's 97.5% point. */
const Z = 1.959964

/**
 * A share of so many, with Wilson's score interval (E. B. Wilson, Probable inference, the law of succession, and statistical
 * inference, JASA 22, 1927); null of none. Unlike the usual one it says something of few cases and of none or all.
 */
export function shareOf(part: number, count: number): Estimate | null {
  if (count === 0) return null
  const value = part / count
  const scale = 1 + Z ** 2 / count
  const centre = (value + Z ** 2 / (2 * count)) / scale
  const margin = (Z / scale) * Math.sqrt((value * (1 - value)) / count + Z ** 2 / (4 * count ** 2))
  // Exact at both ends, where rounding would leave a little.
  return {
    value,
    low: part === 0 ? 0 : centre - margin,
    high: part === count ? 1 : centre + margin,
  }
}

/** How often two said that something is so. */
export interface Agreed {
  readonly both: number
  readonly onlyFirst: number
  readonly onlySecond: number
  readonly neither: number
}

/**
 * Cohen's kappa (J. Cohen, A coefficient of agreement for nominal scales, 1960): 1 is full agreement, 0 as much as chance
 * brings about. The interval follows from Wilson's of the observed agreement, with the agreement by chance as it was found,
 * as in Cohen's own standard error. Null where chance alone would agree always: both always said the same one thing.
 */
export function kappaOf({ both, onlyFirst, onlySecond, neither }: Agreed): Estimate | null {
  const count = both + onlyFirst + onlySecond + neither
  const observed = shareOf(both + neither, count)
  if (observed === null) return null
  const first = (both + onlyFirst) / count
  const second = (both + onlySecond) / count
  const chance = first * second + (1 - first) * (1 - second)
  if (chance === 1) return null
  const beyondChance = (agreement: number): number => (agreement - chance) / (1 - chance)
  return {
    value: beyondChance(observed.value),
    low: Math.max(-1, beyondChance(observed.low)),
    high: beyondChance(observed.high),
  }
}
