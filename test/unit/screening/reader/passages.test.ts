import { describe, expect, test } from 'vitest'
import { passageOf } from '../../../../src/screening/reader/passages.js'

/** Ten pieces of two units each, behind one mark; one category besides another. */
const text = {
  ids: Array.from({ length: 10 }, (_, at) => at),
  starts: Array.from({ length: 10 }, (_, at) => at * 2),
  ends: Array.from({ length: 10 }, (_, at) => at * 2 + 2),
}
const window = { ids: [], offset: 1, first: 0, count: 10 }
const output = (added: readonly number[]) => ({
  logits: new Float32Array(2),
  contributions: Float32Array.from([0, 9, ...added.flatMap(value => [0, value]), 0, 9]),
})

describe('the passage that carried a category', () => {
  test.each([
    ['one strong piece', [0, 0, 3, 0, 0, 0, 0, 0, 0, 0], { start: 4, end: 6 }],
    ['neighbours, with a weak one between', [0, 2, 0, 3, 1, 0, 0, 0, 0, 0], { start: 2, end: 10 }],
    ['the run with the larger sum', [3, 0, 0, 0, 0, 2, 2, 0, 0, 0], { start: 10, end: 14 }],
    ['nothing but what speaks against it', [-1, -2, 0, 0, 0, 0, 0, 0, 0, 0], undefined],
  ])('%s', (_, added, expected) => {
    expect(passageOf(text, window, output(added), 1)).toEqual(expected)
  })
})
