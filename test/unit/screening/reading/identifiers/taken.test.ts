import { expect, test } from 'vitest'
import { Taken } from '../../../../../src/screening/reading/identifiers/taken.js'

const between = (start: number, end: number) => ({ start, end })

test('a stretch overlaps what is taken when they share a place, and not when they only touch', () => {
  const taken = new Taken()
  expect(taken.overlaps(between(0, 100))).toBe(false)
  taken.add(between(10, 20))
  taken.add(between(30, 31))
  expect(
    [between(0, 10), between(9, 11), between(12, 13), between(19, 40), between(20, 30), between(31, 99)].map(
      stretch => taken.overlaps(stretch),
    ),
  ).toEqual([false, true, true, true, false, false])
})
