import { describe, expect, test } from 'vitest'
import { firstAt, firstAtOrBehind, lastAtOrBefore } from '../../../../src/screening/text/sorted-search.js'

const starts = [3, 5, 5, 9]
const startOf = (i: number): number => starts[i] ?? 0

describe('searches in starts of 3, 5, 5, 9', () => {
  test.each([
    { at: 0, first: 0, last: 0 },
    { at: 3, first: 0, last: 0 },
    { at: 4, first: 1, last: 0 },
    { at: 5, first: 1, last: 2 },
    { at: 6, first: 3, last: 2 },
    { at: 9, first: 3, last: 3 },
    { at: 10, first: 4, last: 3 },
  ])('at $at: the first at or behind is $first, the last at or before $last', ({ at, first, last }) => {
    expect(firstAt(starts.length, startOf, at)).toBe(first)
    expect(
      firstAtOrBehind(
        starts.map(start => ({ start })),
        at,
      ),
    ).toBe(first)
    expect(lastAtOrBefore(starts.length, startOf, at)).toBe(last)
  })

  test('and in none', () => {
    expect([firstAt(0, startOf, 5), lastAtOrBefore(0, startOf, 5)]).toEqual([0, 0])
  })
})
