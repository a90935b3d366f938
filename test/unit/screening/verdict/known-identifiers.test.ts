import { describe, expect, test } from 'vitest'
import type { KnownIdentifier } from '../../../../src/contract/known-identifier.js'
import type { ScreeningInput } from '../../../../src/contract/message.js'
import { weightOf } from '../../../../src/screening/verdict/known-identifiers.js'
import { fixtureScreener as screener } from '../../../support/fixture-dictionary.js'

const categories = ['off_platform_contact']
const often = { confirmed: 20, dismissed: 0, categories }

function recalled(input: ScreeningInput, known: KnownIdentifier | undefined) {
  const before = screener.screen(input)
  return { before, after: screener.recall(before, input, () => known) }
}

describe('the weight of a record, in log-odds', () => {
  test.each([
    [1, 0, 1.1],
    [3, 0, 1.95],
    [20, 0, 3],
    [1, 1, 0],
    [1, 5, 0],
    [9, 1, 1.85],
  ])('%i confirmed, %i dismissed: %d', (confirmed, dismissed, weight) => {
    expect(weightOf({ confirmed, dismissed, categories })).toBeCloseTo(weight, 1)
  })
})

describe('a message with an identifier that was confirmed', () => {
  const input = { text: '作業の連絡先は 090-1111-2222 です' }

  test('gains confidence in what was confirmed, and in nothing else', () => {
    const { before, after } = recalled(input, often)
    const [category = ''] = categories
    expect(after.scores[category]).toBeGreaterThan(before.scores[category] ?? 1)
    for (const [id, score] of Object.entries(before.scores))
      if (id !== category) expect(after.scores[id]).toBe(score)
  })

  test('says so where it is flagged, and is held at most', () => {
    const { after } = recalled(input, { ...often, confirmed: 1_000 })
    expect(after.verdict).not.toBe('block')
    for (const { evidence } of after.flags)
      expect(evidence).toContainEqual({
        start: 8,
        end: 21,
        text: '090-1111-2222',
        rule: 'off_platform_contact.known_identifier',
        reason: '以前に違反と確認された連絡先です',
      })
  })

  test.each<[string, ScreeningInput, KnownIdentifier | undefined]>([
    ['nobody knows it', input, undefined],
    ['it was dismissed as often', input, { ...often, dismissed: 20 }],
    ['the message holds none', { text: 'よろしくお願いします' }, often],
    ['the category is unknown', input, { ...often, categories: ['gone'] }],
    ['the platform has approved it', { ...input, outsideContactApproved: true }, often],
  ])('stays as it is when %s', (_when, message, known) => {
    const { before, after } = recalled(message, known)
    expect(after).toEqual(before)
  })

  test('that is blocked already stays blocked, with the reason beside its own', () => {
    const { before, after } = recalled(
      { text: 'LINEのIDを教えてください。私は LINE ID: abc_123 です' },
      often,
    )
    expect(before.flagged).toBe(true)
    expect(after.verdict).toBe(before.verdict)
    const rules = after.flags.flatMap(({ evidence }) => evidence.map(({ rule }) => rule))
    expect(rules).toContain('off_platform_contact.known_identifier')
    expect(rules.length).toBeGreaterThan(1)
  })
})
