import { expect, test } from 'vitest'
import { pathOf } from '../../../../src/moderation/budget/path.js'
import { fakeScreener } from '../../../support/screener.js'

const path = pathOf(fakeScreener().categories)
const message = (scores: Readonly<Record<string, number>>, by: 'rule' | 'list' | 'campaign' | null = null) =>
  path.passesFrom({ stage: 'pre_contract', scores, by })

test('the present step is the policy as it is', () => {
  const { off_platform_contact: contact, low_unit_price: price } = path.thresholdsAt(path.present)
  expect(contact?.pre_contract).toEqual({ flag: 0.5, review: 0.6, block: 0.9 })
  // Of cautions the budget does not speak.
  expect(price).toBeUndefined()
})

test('levels rise along the path, in order and in thousandths', () => {
  let before = 0
  for (let step = 0; step < path.steps; step++) {
    const { flag, review, block } = path.thresholdsAt(step).material_purchase?.contracted ?? {}
    expect(flag).toBeGreaterThanOrEqual(before)
    expect(review).toBeGreaterThanOrEqual(flag ?? 1)
    expect(block).toBeGreaterThanOrEqual(review ?? 1)
    expect(Math.round((flag ?? 0) * 1_000) / 1_000).toBe(flag)
    before = flag ?? 1
  }
  expect([path.thresholdsAt(0), path.thresholdsAt(path.steps - 1)]).toMatchObject([
    { off_platform_contact: { pre_contract: { flag: 0.002, review: 0.6, block: 0.9 } } },
    { off_platform_contact: { pre_contract: { flag: 0.998, review: 0.998, block: 0.998 } } },
  ])
})

test.each([
  ['nothing', { off_platform_contact: 0, material_purchase: 0 }, null, 'passes at the first'],
  ['less than is flagged', { off_platform_contact: 0.49 }, null, 'passes now'],
  ['what is just flagged', { off_platform_contact: 0.5 }, 'rule', 'flagged now'],
  ['the surest of two', { off_platform_contact: 0.1, material_purchase: 0.6 }, 'rule', 'flagged now'],
  ['a caution', { low_unit_price: 0.5 }, 'rule', 'never passes'],
  ['a deny list', { off_platform_contact: 0.1 }, 'list', 'never passes'],
  ['a confirmed campaign', { off_platform_contact: 0.1 }, 'campaign', 'never passes'],
  ['no score', {}, null, 'passes at the first'],
] as const)('%s', (_what, scores, by, expected) => {
  const first = message(scores, by)
  const found =
    first === 0
      ? 'passes at the first'
      : first <= path.present
        ? 'passes now'
        : first < path.steps
          ? 'flagged now'
          : 'never passes'
  expect(found).toBe(expected)
})

test('passes from the step whose level is above its score, and is flagged at the one before', () => {
  for (const score of [0.01, 0.2, 0.5, 0.731, 0.9]) {
    const first = message({ off_platform_contact: score })
    const flagAt = (step: number) => path.thresholdsAt(step).off_platform_contact?.pre_contract.flag ?? 0
    expect(flagAt(first)).toBeGreaterThan(score)
    expect(flagAt(first - 1)).toBeLessThanOrEqual(score)
  }
})
