import { describe, expect, test } from 'vitest'
import type { Flag } from '../../../console/api/shapes.js'
import { linesOf, markOf, piecesOf } from '../../../console/views/case/stretches.js'

const flag = (...stretches: readonly (readonly [start: number, end: number, reason?: string])[]): Flag => ({
  category: 'mlm',
  label: 'ねずみ講',
  severity: 'violation',
  confidence: 0.9,
  advice: [],
  evidence: stretches.map(([start, end, reason = 'r']) => ({ start, end, text: '', rule: 'mlm.x', reason })),
})

describe('the text is cut at the borders of its marks', () => {
  test.each([
    ['no mark', 'あいう', [], ['あいう']],
    ['one', 'あいうえ', [flag([1, 3])], ['あ', '<いう>', 'え']],
    ['those that overlap are one', 'あいうえ', [flag([0, 2], [1, 3])], ['<あいう>', 'え']],
    ['those that touch are one', 'あいう', [flag([0, 1], [1, 2])], ['<あい>', 'う']],
    [
      'of several categories, in any order',
      'あいうえ',
      [flag([3, 4]), flag([0, 1])],
      ['<あ>', 'いう', '<え>'],
    ],
    ['beyond the end', 'あい', [flag([1, 9], [7, 9])], ['あ', '<い>']],
    ['offsets are UTF-16 units', '👍あ', [flag([2, 3])], ['👍', '<あ>']],
  ] as const)('%s', (_name, text, flags, expected) => {
    const shown = piecesOf(text, flags).map(({ text, mark }) => (mark === null ? text : `<${text}>`))
    expect(shown).toEqual(expected)
  })
})

test('a line of evidence knows its mark', () => {
  const flags = [flag([4, 6]), flag([0, 2])]
  expect([0, 1, 4, 5].map(start => markOf({ start }, 'あいうえおか', flags))).toEqual([0, 0, 1, 1])
})

test('one line a stretch, with its first reason', () => {
  const lines = linesOf(flag([0, 4, '強い理由'], [0, 4, '弱い理由'], [5, 6, 'ほか']))
  expect(lines.map(({ reason }) => reason)).toEqual(['強い理由', 'ほか'])
})
