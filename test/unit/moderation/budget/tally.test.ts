import { describe, expect, test } from 'vitest'
import { upperBound } from '../../../../src/moderation/budget/bound.js'
import { pathOf } from '../../../../src/moderation/budget/path.js'
import { type Closed, tallyOf } from '../../../../src/moderation/budget/tally.js'
import type { SampledMessage } from '../../../../src/store/budget-sample.js'
import { fakeScreener } from '../../../support/screener.js'

const { categories } = fakeScreener()
const path = pathOf(categories)
const DISMISSED = { isConfirmed: false, categories: [] }
const violation = (...named: string[]) => ({ isConfirmed: true, categories: named })

const passed: SampledMessage = {
  stage: 'pre_contract',
  scores: { off_platform_contact: 0.01, material_purchase: 0.02 },
  by: null,
  auditRate: 0.1,
  found: DISMISSED,
}
const flagged: SampledMessage = {
  ...passed,
  scores: { off_platform_contact: 0.01, material_purchase: 0.7 },
  by: 'rule',
  auditRate: null,
}
const LAST = path.steps - 1

function close(messages: readonly SampledMessage[], volumes = { passed: 900, flagged: 100 }): Closed {
  const tally = tallyOf(path, categories)
  for (const message of messages) tally.add(message)
  return tally.close(volumes)
}
const times = (count: number, message: SampledMessage): readonly SampledMessage[] =>
  Array(count).fill(message)

test('an audited message stands for as many as there are for it, a flagged one for itself', () => {
  const found = violation('material_purchase')
  const closed = close([
    ...times(89, passed),
    { ...passed, found },
    ...times(99, flagged),
    { ...flagged, found },
  ])
  expect(closed.sample).toEqual({
    judged: 1_000,
    passed: 900,
    flagged: 100,
    drawn: 90,
    audited: 90,
    decided: 100,
    undecided: 0,
  })
  const now = closed.measure(path.present)
  expect(now).toMatchObject({ passedShare: 0.9, missRate: 0.01 })
  // One of ninety, each for ten of a thousand.
  expect(now.upper).toBeCloseTo(0.04744, 4)
  expect(closed.measure(LAST)).toMatchObject({ passedShare: 1, missRate: 0.011 })
  expect(closed.measure(LAST).upper).toBeCloseTo(upperBound({ sum: 0.011, squares: 0.000101 }, 0.01), 9)
  expect(closed.measure(0)).toMatchObject({ passedShare: 0, missRate: 0 })
  expect(closed.least).toBeCloseTo(0.029957, 5)
})

test('where the rate was another, an audited message stands for others in number', () => {
  const rare = { ...passed, auditRate: 0.02 }
  const closed = close([...times(50, passed), ...times(7, rare), { ...rare, found: violation('mlm') }])
  // 50 for 10 each and 8 for 50 each: 900 that passed.
  expect(closed.measure(path.present).missRate).toBeCloseTo(0.05, 9)
  expect(closed.least).toBeCloseTo(0.05 * 2.9957, 4)
})

test('audits that wait are taken to be like those that were decided', () => {
  const closed = close([
    ...times(44, passed),
    { ...passed, found: violation('mlm') },
    ...times(45, { ...passed, found: null }),
  ])
  expect(closed.sample).toMatchObject({ drawn: 90, audited: 45 })
  expect(closed.measure(path.present)).toMatchObject({ passedShare: 0.9, missRate: 900 / 45 / 1_000 })
})

describe('what counts as missed once it passes', () => {
  const audits = times(90, passed)
  test.each([
    ['a violation', { found: violation('off_platform_contact') }, ['off_platform_contact'], 1],
    [
      'two at once, once',
      { found: violation('off_platform_contact', 'material_purchase') },
      ['off_platform_contact', 'material_purchase'],
      1,
    ],
    ['a caution: not', { found: violation('low_unit_price') }, [], 0],
    ['a confirmation without a word', { found: violation() }, [], 1],
    ['a category that is no more', { found: violation('gone') }, [], 1],
    ['what nobody has decided, as the likeliest', { found: null }, ['material_purchase'], 1],
    ['what is fine: not', { found: DISMISSED }, [], 0],
    ['what stays flagged: not', { found: violation('material_purchase'), by: 'list' }, [], 0],
  ] as const)('%s', (_what, more, named, count) => {
    const closed = close([...audits, { ...flagged, ...more }])
    expect(closed.measure(LAST).missRate).toBe(count / 1_000)
    expect(closed.measure(path.present).missRate).toBe(0)
    const missed = categories.filter(({ id }) => closed.missedOf(id, LAST).missRate !== 0).map(({ id }) => id)
    expect(missed.sort()).toEqual([...named].sort())
  })
})

test('without decided audits nobody knows what is missed, but how much passes is known', () => {
  const nothing = { missRate: null, upper: null }
  expect(close([flagged]).measure(path.present)).toEqual({ passedShare: 0.9, ...nothing })
  expect(close(times(90, { ...passed, found: null })).measure(path.present)).toEqual({
    passedShare: 0.9,
    ...nothing,
  })
  expect(close([flagged]).least).toBeNull()
})
