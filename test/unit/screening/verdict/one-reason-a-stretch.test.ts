import { describe, expect, test } from 'vitest'
import type { Flag } from '../../../../src/contract/judgement.js'
import { oneReasonAStretch } from '../../../../src/screening/verdict/one-reason-a-stretch.js'

type Span = readonly [number, number]

describe('a stretch is shown once in an answer', () => {
  test.each<[string, readonly (readonly Span[])[], readonly (readonly Span[])[], readonly number[]]>([
    ['nothing shared', [[[0, 2]], [[2, 4]]], [[[0, 2]], [[2, 4]]], [0, 0]],
    [
      'shared, and another there',
      [
        [[0, 2]],
        [
          [0, 2],
          [4, 6],
        ],
      ],
      [[[0, 2]], [[4, 6]]],
      [0, 1],
    ],
    [
      'overlapping counts as shared',
      [
        [[0, 4]],
        [
          [3, 6],
          [7, 8],
        ],
      ],
      [[[0, 4]], [[7, 8]]],
      [0, 1],
    ],
    ['shared, and nothing else: a flag keeps a ground', [[[0, 2]], [[0, 2]]], [[[0, 2]], [[0, 2]]], [0, 0]],
    ['by the client: none', [[[0, 2]], []], [[[0, 2]], []], [0, 0]],
  ])('%s', (_name, given, expected, more) => {
    const { flags, besides = [] } = oneReasonAStretch(given.map(flagOf))
    expect(flags.map(({ evidence }) => evidence.map(({ start, end }) => [start, end]))).toEqual(expected)
    expect(flags.map(({ moreEvidence = 0 }) => moreEvidence)).toEqual(more)
    expect(besides).toHaveLength(more.reduce((sum, count) => sum + count, 0))
  })

  test('what is hidden is added to what was not shown before, and its rule still counts', () => {
    const [first, second] = [
      flagOf([[0, 2]], 0),
      flagOf(
        [
          [0, 2],
          [4, 6],
        ],
        1,
      ),
    ]
    const { flags, besides } = oneReasonAStretch([first, { ...second, moreEvidence: 3 }])
    expect(flags[1]?.moreEvidence).toBe(4)
    expect(besides).toEqual([{ category: 'c1', rule: 'c1.0' }])
  })
})

function flagOf(spans: readonly Span[], at: number): Flag {
  return {
    category: `c${at}`,
    label: '',
    severity: 'violation',
    confidence: 0.9 - at / 10,
    evidence: spans.map(([start, end]) => ({ start, end, text: '', rule: `c${at}.${start}`, reason: '' })),
    advice: [],
  }
}
