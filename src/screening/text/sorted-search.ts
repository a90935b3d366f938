/** Searches in what is in order. */

/** Number of the first of `length` that starts at or behind a place; `length` when none does. */
export function firstAt(length: number, startOf: (i: number) => number, at: number): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >> 1
    if (startOf(middle) < at) low = middle + 1
    else high = middle
  }
  return low
}

/** The same among things that have a start. */
export const firstAtOrBehind = (sorted: readonly { readonly start: number }[], at: number): number =>
  firstAt(sorted.length, i => sorted[i]?.start ?? 0, at)

/** Number of the last of `length` that starts at or before a place; 0 when none does. */
export function lastAtOrBefore(length: number, startOf: (i: number) => number, at: number): number {
  let low = 0
  let high = length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (startOf(middle) <= at) low = middle
    else high = middle - 1
  }
  return low
}
