import { describe, expect, test } from 'vitest'
import { buildPieces, type Cut } from '../../../../src/screening/reader/pieces.js'
import { windowsOf } from '../../../../src/screening/reader/windows.js'

const names = ['<s>', '<pad>', '</s>', '<unk>', '契約', '完了', '求人', '前']
const pieces = buildPieces({ pieces: names, scores: names.map(() => 0), bos: 0, pad: 1, eos: 2, unk: 3 })
const cut = (length: number): Cut => {
  const ids = Array.from({ length }, (_, at) => 100 + at)
  return { ids, starts: ids.map((_, at) => at), ends: ids.map((_, at) => at + 1) }
}
const nothing = cut(0)

describe('an input', () => {
  test.each([
    ['a message before the contract', 'pre_contract', 'message', nothing, [0, 100, 101, 2]],
    ['a running contract', 'contracted', 'message', nothing, [0, 4, 2, 100, 101, 2]],
    ['a delivered job post', 'delivered', 'job_post', nothing, [0, 5, 6, 2, 100, 101, 2]],
    ['a history', 'pre_contract', 'message', cut(1), [0, 7, 100, 2, 100, 101, 2]],
  ] as const)('shows %s', (_, stage, kind, history, ids) => {
    expect(windowsOf(pieces, cut(2), { stage, kind, history })).toEqual([
      { ids, offset: ids.length - 3, first: 0, count: 2 },
    ])
  })

  test('shows the last 48 pieces of a long history', () => {
    const [window] = windowsOf(pieces, cut(1), { stage: 'pre_contract', kind: 'message', history: cut(60) })
    expect(window?.ids.slice(1, 3)).toEqual([7, 112])
    expect(window?.offset).toBe(51)
  })
})

describe('a long text', () => {
  const context = { stage: 'pre_contract', kind: 'message', history: nothing } as const
  test.each([
    [0, [[0, 0]]],
    [254, [[0, 254]]],
    [
      255,
      [
        [0, 254],
        [190, 65],
      ],
    ],
    [
      444,
      [
        [0, 254],
        [190, 254],
      ],
    ],
    [
      445,
      [
        [0, 254],
        [190, 254],
        [380, 65],
      ],
    ],
  ])('of %d pieces is read in overlapping windows', (length, expected) => {
    const windows = windowsOf(pieces, cut(length), context)
    expect(windows.map(({ first, count }) => [first, count])).toEqual(expected)
    expect(windows.every(({ ids }) => ids.length <= 256)).toBe(true)
  })
})
