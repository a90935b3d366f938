import { describe, expect, test } from 'vitest'
import { intervalOf, type Ratio, resample } from '../../../tools/quality/bootstrap.js'
import { measure } from '../../../tools/quality/figures.js'
import { answered, categories } from '../../support/answered.js'

/** A hundred texts with the label, `found` of them flagged; `perFamily` of them share a family. */
const hundred = (found: number, perFamily = 1) =>
  [...Array(100)].map((_, i) =>
    answered('mlm', i < found ? 'mlm' : '', { text: `${i}`, family: `f${Math.floor(i / perFamily)}` }),
  )
const recallOf = (judged: ReturnType<typeof hundred>) => measure(judged, categories).violations.margins.recall
const widthOf = (judged: ReturnType<typeof hundred>): number => {
  const { low, high } = recallOf(judged) ?? { low: 0, high: 0 }
  return high - low
}

describe('intervals', () => {
  test('are the same every time', () => {
    expect(measure(hundred(70), categories)).toEqual(measure(hundred(70), categories))
  })

  test.each([
    [100, 1, 1],
    [50, 0.4, 0.6],
    [90, 0.84, 0.96],
  ])('of %i found in a hundred are about those of the binomial: %d to %d', (found, low, high) => {
    const recall = recallOf(hundred(found))
    expect(Math.abs((recall?.low ?? 9) - low)).toBeLessThan(0.03)
    expect(Math.abs((recall?.high ?? 9) - high)).toBeLessThan(0.03)
  })

  test('are wider where texts stand and fall by families', () => {
    expect(widthOf(hundred(50, 10))).toBeGreaterThan(2 * widthOf(hundred(50)))
  })

  test('are none where nothing was there to be found', () => {
    const { margins } = measure([answered('', '')], categories).violations
    expect(margins).toEqual({ precision: undefined, recall: undefined, f1: undefined })
  })
})

test('rounds draw as many units as there are, and leave out what they do not define', () => {
  const rounds = resample([new Map([[0, 1]]), new Map([[1, 1]])], 2)
  expect(rounds).toHaveLength(500)
  expect(new Set(rounds.map(([a = 0, b = 0]) => a + b))).toEqual(new Set([2]))
  const alwaysHalf: Ratio = ([a = 0]) => [a / 2, a]
  expect(intervalOf(rounds, alwaysHalf)).toEqual({ low: 0.5, high: 0.5 })
})
