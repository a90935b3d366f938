import { describe, expect, test } from 'vitest'
import { agreementOf, goldenFigures } from '../../../src/moderation/agreement.js'
import { type Agreed, kappaOf, shareOf } from '../../../src/moderation/intervals.js'

const rounded = (estimate: { value: number; low: number; high: number } | null) =>
  estimate && [estimate.value, estimate.low, estimate.high].map(figure => Math.round(figure * 1_000) / 1_000)

// Worked by hand from the formula; 0 of 10 and 18 of 20 stand in textbooks.
test.each<[number, number, readonly number[] | null]>([
  [0, 0, null],
  [0, 10, [0, 0, 0.278]],
  [10, 10, [1, 0.722, 1]],
  [18, 20, [0.9, 0.699, 0.972]],
  [1, 2, [0.5, 0.095, 0.905]],
])('%d of %d', (part, count, expected) => {
  expect(rounded(shareOf(part, count))).toEqual(expected)
})

test.each<[string, Agreed, number | null]>([
  ['none', { both: 0, onlyFirst: 0, onlySecond: 0, neither: 0 }, null],
  ['the usual example', { both: 20, onlyFirst: 5, onlySecond: 10, neither: 15 }, 0.4],
  ['full agreement', { both: 5, onlyFirst: 0, onlySecond: 0, neither: 5 }, 1],
  ['as chance has it', { both: 25, onlyFirst: 25, onlySecond: 25, neither: 25 }, 0],
  ['the contrary', { both: 0, onlyFirst: 5, onlySecond: 5, neither: 0 }, -1],
  ['always the same one thing', { both: 9, onlyFirst: 0, onlySecond: 0, neither: 0 }, null],
])('kappa of %s', (_name, agreed, expected) => {
  const kappa = kappaOf(agreed)
  expect(rounded(kappa)?.[0] ?? null).toBe(expected)
  if (kappa) {
    expect(kappa.low).toBeLessThanOrEqual(kappa.value)
    expect(kappa.high).toBeGreaterThanOrEqual(kappa.value)
    expect([kappa.low >= -1, kappa.high <= 1]).toEqual([true, true])
  }
})

const confirmed = (...categories: string[]) => ({ decision: 'confirmed', categories }) as const
const dismissed = { decision: 'dismissed', categories: [] } as const

describe('second opinions', () => {
  const figures = agreementOf([
    { first: confirmed('a', 'b'), second: confirmed('b', 'a'), count: 3 },
    { first: confirmed('a'), second: confirmed('b'), count: 1 },
    { first: confirmed('a'), second: dismissed, count: 2 },
    { first: dismissed, second: dismissed, count: 4 },
  ])

  test('are counted in all', () => {
    expect(figures.opinions).toBe(10)
    expect(figures.identical?.value).toBe(0.7)
    expect(figures.all).toMatchObject({ both: 4, onlyFirst: 2, onlySecond: 0, neither: 4 })
    expect(figures.all.agreement?.value).toBe(0.8)
  })

  test.each([
    ['a', { both: 3, onlyFirst: 3, onlySecond: 0, neither: 4 }],
    ['b', { both: 3, onlyFirst: 0, onlySecond: 1, neither: 6 }],
  ])('are counted by category: %s', (category, expected) => {
    expect(figures.categories.find(one => one.category === category)).toMatchObject(expected)
  })
})

test('golden results are counted by moderator and category', () => {
  const known = confirmed('a')
  const results = [
    { moderator: 'ito', known, found: confirmed('a'), count: 3 },
    { moderator: 'ito', known, found: confirmed('a', 'b'), count: 1 },
    { moderator: 'kato', known, found: dismissed, count: 2 },
  ]
  const figures = goldenFigures(results).map(({ moderator, count, right, categories }) => [
    moderator,
    [count, right],
    categories.map(one => [one.category, one.count, one.right]),
  ])
  expect(figures).toEqual([
    [
      'ito',
      [4, 3],
      [
        ['a', 4, 4],
        ['b', 1, 0],
      ],
    ],
    ['kato', [2, 0], [['a', 2, 0]]],
  ])
})
