import { mulberry32 } from '../training/random.js'

/** 95 of a hundred such collections of texts would give a figure from `low` to `high`. */
export interface Interval {
  readonly low: number
  readonly high: number
}

/** A figure as a share of sums: precision is tp of tp + fp. */
export type Ratio = (sums: Float64Array) => readonly [part: number, whole: number]

/** Counts of one unit by their place among the sums; what is not named is zero. */
export type Unit = ReadonlyMap<number, number>

const ROUNDS = 500
const SEED = 20_261_125

/**
 * Sums over units drawn with replacement, once a round: all figures are taken from the same draws. A unit is a family,
 * since its texts are right or wrong together. The same units give the same sums on every machine. Efron 1979.
 */
export function resample(units: readonly Unit[], width: number): Float64Array[] {
  const random = mulberry32(SEED)
  const counts = units.map(unit => [...unit])
  return Array.from({ length: ROUNDS }, () => {
    const sums = new Float64Array(width)
    for (let drawn = 0; drawn < counts.length; drawn++)
      for (const [place, count] of counts[Math.floor(random() * counts.length)] ?? [])
        sums[place] = (sums[place] ?? 0) + count
    return sums
  })
}

/** The middle 95% of a figure over the rounds. Rounds that do not define it are left out; undefined when none does. */
export function intervalOf(rounds: readonly Float64Array[], ratio: Ratio): Interval | undefined {
  const values = rounds
    .map(ratio)
    .flatMap(([part, whole]) => (whole === 0 ? [] : [part / whole]))
    .sort((a, b) => a - b)
  const at = (share: number): number | undefined => values[Math.round(share * (values.length - 1))]
  const low = at(0.025)
  const high = at(0.975)
  return low === undefined || high === undefined ? undefined : { low, high }
}
