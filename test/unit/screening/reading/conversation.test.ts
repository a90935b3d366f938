import { describe, expect, test } from 'vitest'
import { joinConversation } from '../../../../src/screening/reading/conversation.js'
import { buildNormalise } from '../../../../src/screening/text/normalise.js'
import { fixtureRuleset } from '../../../support/fixture-dictionary.js'

const normalise = buildNormalise(fixtureRuleset.language.lookAlikes)

import { conversationOf } from '../../../support/readings.js'

describe('a message alone', () => {
  test('is the whole text', () => {
    const { original, mapped, own, ownStart, segments, ownSegments } = conversationOf('はい。どうぞ')
    expect({ original, mapped: mapped.text, own: own.text, ownStart }).toEqual({
      original: 'はい。どうぞ',
      mapped: 'はい。どうぞ',
      own: 'はい。どうぞ',
      ownStart: 0,
    })
    expect(ownSegments).toEqual(segments)
  })
})

describe('a stretch of earlier messages', () => {
  const { mapped, earlierSpans } = joinConversation(
    'ID教えて',
    [
      { from: 'client', text: 'ＬＩ' },
      { from: 'worker', text: 'はい' },
      { from: 'client', text: 'NEの' },
    ],
    one => ({ mapped: normalise(one), folds: [] }),
  )
  test.each([
    [
      'lineの',
      [
        { message: 0, start: 0, end: 2 },
        { message: 2, start: 0, end: 3 },
      ],
    ],
    ['ne', [{ message: 2, start: 0, end: 2 }]],
    ['neのid', [{ message: 2, start: 0, end: 3 }]],
    ['id', []],
  ])('%s', (stretch, expected) => {
    const start = mapped.text.indexOf(stretch)
    expect(earlierSpans(start, start + stretch.length)).toEqual(expected)
  })

  test('is found behind the part that is no longer read', () => {
    const long = joinConversation('です', [{ from: 'client', text: `${'あ'.repeat(500)}LINE` }], one => ({
      mapped: normalise(one),
      folds: [],
    }))
    const start = long.mapped.text.indexOf('line')
    expect(long.earlierSpans(start, start + 4)).toEqual([{ message: 0, start: 500, end: 504 }])
  })
})

describe('a message behind others', () => {
  test('joins without a gap, oldest first, and its segments are told apart', () => {
    const { mapped, own, ownStart, segments, ownSegments } = conversationOf(
      'ID教えて。急ぎ',
      'はい。',
      'LINEの',
    )
    expect([mapped.text, own.text, ownStart]).toEqual(['はい。LINEのID教えて。急ぎ', 'ID教えて。急ぎ', 8])
    expect(segments.starts).toEqual([0, 3, 14])
    expect(ownSegments.starts).toEqual([0, 6])
  })

  test('only what the client wrote is read', () => {
    const joined = joinConversation(
      'B',
      [
        { from: 'worker', text: 'W' },
        { from: 'client', text: 'A' },
      ],
      text => ({ mapped: normalise(text), folds: [] }),
    )
    expect([joined.mapped.text, joined.ownStart]).toEqual(['ab', 1])
  })

  test('of long ones the last 400 units', () => {
    const { mapped, ownStart } = conversationOf('終', `先${'あ'.repeat(300)}`, 'い'.repeat(200))
    expect(mapped.text).toBe(`${'あ'.repeat(200)}${'い'.repeat(200)}終`)
    expect(ownStart).toBe(400)
  })

  test.each([
    ['of this message', 3, 5, [0, 2]],
    ['over the seam', 1, 4, [0, 1]],
    ['of the history', 0, 2, [0, 0]],
    ['of the last unit', 5, 6, [2, 3]],
  ])('the original stretch of a place %s', (_, start, end, original) => {
    const span = conversationOf('かきく', 'あいう').originalSpan(start, end)
    expect([span.start, span.end]).toEqual(original)
  })

  test('offsets are those of the message as it was written, whatever was folded', () => {
    const { own, ownStart, originalSpan } = joinConversation(
      '㍿のＩＤ',
      [{ from: 'client', text: '㍻' }],
      text => ({ mapped: normalise(text), folds: [] }),
    )
    const at = own.text.indexOf('id') + ownStart
    expect(originalSpan(at, at + 2)).toEqual({ start: 2, end: 4 })
  })

  test('what stood in disguise keeps its place', () => {
    const { mapped, folds } = joinConversation('ba', [{ from: 'client', text: 'aa' }], text => ({
      mapped: normalise(text),
      folds: [...text.matchAll(/a/g)].map(({ index }) => ({
        concept: 'X',
        start: index,
        end: index + 1,
        fold: 'mask',
        word: 'a',
      })),
    }))
    expect(mapped.text).toBe('aaba')
    expect(folds.map(({ start, end }) => [start, end])).toEqual([
      [0, 1],
      [1, 2],
      [3, 4],
    ])
  })
})
