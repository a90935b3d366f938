import { expect, test } from 'vitest'
import { shareOut } from '../../../src/delivery/shares.js'

const well = (key: string) => ({ key, isTroubled: false })
const troubled = (key: string) => ({ key, isTroubled: true })

const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`x${at}`, 8]))

test.each([
  ['one alone gets its share, not all', [well('a')], {}, { a: 8 }],
  ['what it has under way counts', [well('a')], { a: 6 }, { a: 2 }],
  ['its share is full', [well('a')], { a: 8 }, {}],
  [
    'everybody gets one before anybody gets two',
    [well('a'), well('b'), well('c')],
    { ...many(7), y: 4 },
    { a: 2, b: 1, c: 1 },
  ],
  ['who has none under way comes first', [well('a'), well('b')], { ...many(7), y: 6, a: 1 }, { b: 1 }],
  ['the longest waiting come first', [well('a'), well('b')], { ...many(7), y: 5 }, { a: 2, b: 1 }],
  ['one at a time where the last one failed', [troubled('a'), well('b')], {}, { a: 1, b: 8 }],
  ['and none while that one is under way', [troubled('a')], { a: 1 }, {}],
  ['nothing is free but the first of each', [well('a'), well('b')], { ...many(8), b: 1 }, { a: 1 }],
  ['nor that, at the end', [well('a')], many(64), {}],
  ['nobody waits', [], {}, {}],
])('%s', (_name, waiting, underWay, expected) => {
  expect(Object.fromEntries(shareOut(waiting, new Map(Object.entries(underWay))))).toEqual(expected)
})
