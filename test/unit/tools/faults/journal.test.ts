import { expect, test } from 'vitest'
import { buildJournal } from '../../../../tools/faults/journal.js'

const message = { tenant: 'acme', token: 't1', text: 'x t1', messageId: 'm-1', during: 'calm' }

test('an answer given again is one acknowledgement, another id is a second', () => {
  const journal = buildJournal()
  journal.sent(message)
  expect(journal.messages.get('t1')?.ids.size).toBe(0)
  for (const id of ['scr_1', 'scr_1', 'scr_2']) journal.acknowledged(message, { id, flagged: true })
  expect([...(journal.messages.get('t1')?.ids ?? [])]).toEqual(['scr_1', 'scr_2'])
})

test('a step that was asked for may be done or not, until it is acknowledged', () => {
  const journal = buildJournal()
  journal.acknowledged(message, { id: 'scr_1', flagged: true })
  journal.asked('scr_1', 'confirmed')
  journal.asked('scr_1', 'confirmed')
  expect([...(journal.cases.get('scr_1')?.possible ?? [])]).toEqual(['pending', 'confirmed'])
  journal.enter('restart')
  journal.done('scr_1', 'confirmed')
  expect(journal.cases.get('scr_1')).toMatchObject({
    possible: new Set(['confirmed']),
    during: 'restart',
    decisions: { asked: 2, acknowledged: 1 },
    reopenings: { asked: 0, acknowledged: 0 },
  })
})

test('failures are counted by the fault during which it was sent', () => {
  const journal = buildJournal()
  journal.failed('refused', 'restart')
  journal.failed('refused', 'restart')
  journal.failed('unanswered', 'calm')
  expect(journal.failuresOf('restart')).toEqual({ refused: 2, unanswered: 0, unreachable: 0 })
  expect(journal.failuresOf('calm')).toEqual({ refused: 0, unanswered: 1, unreachable: 0 })
})

test('a step with what was never acknowledged is a mistake of the bench', () => {
  expect(() => buildJournal().asked('scr_9', 'erased')).toThrow('never acknowledged')
})
