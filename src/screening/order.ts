/** Searches in what is in order. */

/** Number of the first that starts at or behind a place; the length when none does. */
export function firstAtOrBehind(sorted: readonly { readonly start: number }[], at: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle]?.start ?? 0) < at) low = middle + 1
    else high = middle
  }
  return low
}

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
