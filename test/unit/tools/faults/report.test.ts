import { expect, test } from 'vitest'
import { countOf } from '../../../../tools/faults/report.js'
import type { Tally } from '../../../../tools/faults/tally.js'

type Row = Tally['rows'][number]

const row = (fault: string, said: Partial<Pick<Row, 'wrong' | 'late'>>): Row => ({
  fault,
  rounds: 1,
  silence: 0,
  recovery: 0,
  acknowledged: 1,
  erased: 0,
  kept: 1,
  lost: 0,
  doubled: 0,
  refused: 0,
  unanswered: 0,
  unreachable: 0,
  slowestWebhook: 0,
  wrong: [],
  late: [],
  ...said,
})

test.each([
  [true, { passed: 1, failed: 2 }],
  [false, { passed: 2, failed: 1 }],
])('what is wrong has always failed, what is late where the clock counts (%s)', (clock, expected) => {
  const rows = [
    row('calm', {}),
    row('late', { late: ['3 without an answer'] }),
    row('wrong', { wrong: ['1 lost'] }),
  ]
  expect(countOf([{ rows, findings: [], repeatedEvents: 0 }], { clock })).toEqual(expected)
})
