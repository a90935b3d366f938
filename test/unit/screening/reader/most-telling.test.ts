import { expect, test } from 'vitest'
import { mostTelling } from '../../../../src/screening/reader/most-telling.js'

/** Eight windows of ten pieces; a piece is one character. */
const length = 80
const at = Array.from({ length }, (_, i) => i)
const text = { ids: at, starts: at, ends: at.map(i => i + 1) }
const form = { text: 'あ'.repeat(length), starts: Int32Array.from(at), ends: Int32Array.from(text.ends) }
const windows = Array.from({ length: 8 }, (_, w) => ({ ids: [w], offset: 0, first: w * 10, count: 10 }))
const chosen = (some: typeof windows, ...focus: readonly number[]) =>
  mostTelling(
    some,
    text,
    form,
    focus.map(start => ({ start, end: start + 3 })),
  ).map(({ ids }) => ids[0])

test.each([
  ['a short text is read whole', windows.slice(0, 3), [], [0, 1, 2]],
  ['without a hint the beginning, the end and what follows the beginning', windows, [], [0, 1, 7]],
  ['what was found comes first', windows, [55], [0, 5, 7]],
  ['the strongest of many finds', windows, [31, 55, 32, 48, 62, 71], [3, 4, 5]],
  ['a find outside every window is no hint', windows, [200], [0, 1, 7]],
] as const)('%s', (_, some, focus, expected) => {
  expect(chosen([...some], ...focus)).toEqual(expected)
})
