import { expect, test } from 'vitest'
import { shareOut } from '../../../src/delivery/shares.js'

const well = (tenant: string) => ({ tenant, isTroubled: false })
const troubled = (tenant: string) => ({ tenant, isTroubled: true })

test.each([
  ['one alone gets its share, not all', [well('a')], {}, 64, { a: 8 }],
  ['what it has under way counts', [well('a')], { a: 6 }, 64, { a: 2 }],
  ['its share is full', [well('a')], { a: 8 }, 64, {}],
  [
    'everybody gets one before anybody gets two',
    [well('a'), well('b'), well('c')],
    {},
    4,
    { a: 2, b: 1, c: 1 },
  ],
  ['who has none under way comes first', [well('a'), well('b')], { a: 1 }, 1, { b: 1 }],
  ['the longest waiting come first', [well('a'), well('b'), well('c')], {}, 2, { a: 1, b: 1 }],
  ['one at a time where the last one failed', [troubled('a'), well('b')], {}, 64, { a: 1, b: 8 }],
  ['and none while that one is under way', [troubled('a')], { a: 1 }, 64, {}],
  ['nothing is free', [well('a')], {}, 0, {}],
  ['nobody waits', [], {}, 64, {}],
])('%s', (_name, waiting, underWay, free, expected) => {
  expect(Object.fromEntries(shareOut(waiting, new Map(Object.entries(underWay)), free))).toEqual(expected)
})
