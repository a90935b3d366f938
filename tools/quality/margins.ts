import { type Interval, intervalOf, type Ratio, resample, type Unit } from './bootstrap.js'
import {
  type Answered,
  type Category,
  cautionsOf,
  isLegitimate,
  isWronglyFlagged,
  isWronglyHeld,
  outcomeOf,
} from './tally.js'

/** How far the figures of a set of categories may be off by the luck of the draw. */
export interface Margins {
  readonly precision: Interval | undefined
  readonly recall: Interval | undefined
  readonly f1: Interval | undefined
}

export interface AllMargins {
  /** Of the summed counts of the categories that are named. */
  readonly of: (ids: readonly string[]) => Margins
  readonly flagged: Interval | undefined
  readonly held: Interval | undefined
}

/** Margins of every figure, by resampling the families. */
export function marginsOf(answered: readonly Answered[], categories: readonly Category[]): AllMargins {
  // Three counts a category, then the legitimate texts: how many, flagged, held.
  const places = new Map(categories.map(({ id }, c) => [id, 3 * c]))
  const legitimate = 3 * categories.length
  const rounds = resample(unitsOf(answered, categories), legitimate + 3)
  const share = (at: number): Ratio => {
    return sums => [sums[at] ?? 0, sums[legitimate] ?? 0]
  }
  return {
    of: ids => {
      const starts = ids.flatMap(id => places.get(id) ?? [])
      const sum = (sums: Float64Array, offset: number): number =>
        starts.reduce((total, start) => total + (sums[start + offset] ?? 0), 0)
      const ratio = (figure: (tp: number, fp: number, fn: number) => readonly [number, number]) =>
        intervalOf(rounds, sums => figure(sum(sums, 0), sum(sums, 1), sum(sums, 2)))
      return {
        precision: ratio((tp, fp) => [tp, tp + fp]),
        recall: ratio((tp, _, fn) => [tp, tp + fn]),
        f1: ratio((tp, fp, fn) => [2 * tp, 2 * tp + fp + fn]),
      }
    },
    flagged: intervalOf(rounds, share(legitimate + 1)),
    held: intervalOf(rounds, share(legitimate + 2)),
  }
}

const OFFSET = { tp: 0, fp: 1, fn: 2 } as const

/** The counts of each family. A text without one is its own. */
function unitsOf(answered: readonly Answered[], categories: readonly Category[]): Unit[] {
  const cautions = cautionsOf(categories)
  const legitimate = 3 * categories.length
  const units = new Map<string, Map<number, number>>()
  for (const entry of answered) {
    const unit = units.get(entry.item.family) ?? new Map<number, number>()
    units.set(entry.item.family, unit)
    const add = (place: number): unknown => unit.set(place, (unit.get(place) ?? 0) + 1)
    for (const [c, { id }] of categories.entries()) {
      const outcome = outcomeOf(entry, id)
      if (outcome !== undefined) add(3 * c + OFFSET[outcome])
    }
    if (!isLegitimate(entry)) continue
    add(legitimate)
    if (isWronglyFlagged(entry)) add(legitimate + 1)
    if (isWronglyHeld(entry, cautions)) add(legitimate + 2)
  }
  return [...units.values()]
}
