import { expect, test } from 'vitest'
import type { Report } from '../../../console/api/shapes.js'
import { isComplaint, isUpheld } from '../../../console/state/reported.js'
import { isAppealed, isWaiting } from '../../../console/state/waiting.js'

test.each([
  ['pending', 0, { waits: true, appealed: false }],
  ['pending', 1, { waits: true, appealed: false }],
  ['confirmed', 1, { waits: true, appealed: true }],
  ['dismissed', 2, { waits: true, appealed: true }],
  ['confirmed', 0, { waits: false, appealed: false }],
  // As an older instance answers.
  ['dismissed', undefined, { waits: false, appealed: false }],
] as const)('%s with %s open objections', (status, openAppeals, expected) => {
  const one = { status, ...(openAppeals !== undefined && { openAppeals }) }
  expect({ waits: isWaiting(one), appealed: isAppealed(one) }).toEqual(expected)
})

const report: Report = { id: 'rep_1', at: '2026-11-20T02:15:00.000Z', category: null, reason: null }

test.each([
  [undefined, 'pending', null],
  ['violation', 'confirmed', true],
  ['violation', 'dismissed', false],
  [undefined, 'confirmed', true],
  ['not_a_violation', 'confirmed', false],
  ['not_a_violation', 'dismissed', true],
] as const)('a report of %s, and the case is %s', (kind, status, expected) => {
  expect(isUpheld({ ...report, ...(kind && { kind }) }, { status })).toBe(expected)
})

test('who says that all is fine does not complain', () => {
  expect([isComplaint(report), isComplaint({ ...report, kind: 'not_a_violation' })]).toEqual([true, false])
})
