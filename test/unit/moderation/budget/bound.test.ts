import { describe, expect, test } from 'vitest'
import { upperBound } from '../../../../src/moderation/budget/bound.js'
import { gammaQuantile } from '../../../../src/moderation/budget/gamma.js'

/** Of the printed tables: half the 95% and 97.5% points of chi-squared with twice as many degrees of freedom. */
test.each([
  [0.95, 0.5, 3.841],
  [0.95, 1, 5.991],
  [0.95, 1.5, 7.815],
  [0.975, 2.5, 12.833],
  [0.95, 5, 18.307],
  [0.95, 15, 43.773],
  [0.95, 50, 124.342],
  [0.05, 1, 0.103],
])('the %f point of a gamma distribution of shape %f', (probability, shape, chiSquared) => {
  expect(gammaQuantile(probability, shape) * 2).toBeCloseTo(chiSquared, 3)
})

test('holds far out, where the series is long', () => {
  // Wilson and Hilferty's approximation is good to a thousandth there.
  const shape = 5_000
  const approximately = shape * (1 - 1 / (9 * shape) + 1.644854 * Math.sqrt(1 / (9 * shape))) ** 3
  expect(gammaQuantile(0.95, shape) / approximately).toBeCloseTo(1, 4)
})

describe('the bound of what is counted', () => {
  // Garwood's upper limits of a Poisson count, one-sided 95%.
  test.each([
    [0, 2.996],
    [1, 4.744],
    [2, 6.296],
    [10, 16.962],
  ])('%i events of weight 1', (events, expected) => {
    expect(upperBound({ sum: events, squares: events }, 1)).toBeCloseTo(expected, 3)
  })

  test('grows with the weights', () => {
    const alone = upperBound({ sum: 0.02, squares: 2 * 0.01 ** 2 }, 0.01)
    expect(alone).toBeCloseTo(0.06296, 5)
    expect(upperBound({ sum: 0.02 + 0.001, squares: 2 * 0.01 ** 2 + 0.001 ** 2 }, 0.01)).toBeGreaterThan(
      alone,
    )
  })
})
