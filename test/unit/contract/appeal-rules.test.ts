import { describe, expect, test } from 'vitest'
import { appealableUntil, contestedBy } from '../../../src/contract/appeal-rules.js'

describe('what is objected to', () => {
  test.each([
    ['sender', 'pending', 'block', 'confirmed'],
    ['sender', 'pending', 'warn', 'confirmed'],
    ['sender', 'pending', 'allow', undefined],
    ['sender', 'confirmed', 'allow', 'confirmed'],
    ['sender', 'dismissed', 'block', undefined],
    ['recipient', 'pending', 'review', 'confirmed'],
    ['recipient', 'pending', 'warn', 'dismissed'],
    ['recipient', 'confirmed', 'block', 'confirmed'],
    ['recipient', 'dismissed', 'warn', 'dismissed'],
  ] as const)('by the %s of a %s message with verdict %s: %s', (side, status, verdict, contested) => {
    expect(contestedBy(side, status, verdict)).toBe(contested)
  })

  test.each([
    ['so many days after the arrival', null, 30, '2026-12-20T03:00:00.000Z'],
    ['so many days after the decision', '2026-11-22T03:00:00.000Z', 30, '2026-12-22T03:00:00.000Z'],
    ['no longer than it is kept', '2026-11-22T03:00:00.000Z', 400, '2027-05-19T03:00:00.000Z'],
  ])('%s', (_name, decidedAt, days, until) => {
    expect(appealableUntil('2026-11-20T03:00:00.000Z', decidedAt, { days, keptDays: 180 })).toBe(until)
  })
})
