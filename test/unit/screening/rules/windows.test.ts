import { describe, expect, test } from 'vitest'
import { isLive, windowsOf, within } from '../../../../src/screening/rules/windows.js'
import { OFF, places, readingOf, ruleOf } from '../../../support/readings.js'

describe('windows of a rule', () => {
  const text = 'Aですが、はい。B。A。いいえ。'

  test.each<[scope: 'clause' | 'sentence' | 'near' | 'message', windows: readonly string[]]>([
    ['clause', ['Aですが、', 'A。']],
    ['sentence', ['Aですが、はい。', 'A。']],
    // Each sentence with a hit, with the one before it and with the one behind it.
    ['near', ['Aですが、はい。B。', 'B。A。', 'A。いいえ。']],
    ['message', [text]],
  ])('%s', (scope, windows) => {
    const found = windowsOf(ruleOf({ all: ['A'], scope }), readingOf(text))
    expect(found.map(({ start, end }) => text.slice(start, end))).toEqual(windows)
  })

  test('stand around the rarest group: there alone it can match', () => {
    const found = windowsOf(ruleOf({ all: ['A', 'B'] }), readingOf(text))
    expect(found.map(({ start, end }) => text.slice(start, end))).toEqual(['B。'])
  })

  test('or around the group that is asked for', () => {
    const found = windowsOf(ruleOf({ all: ['A', 'B'] }), readingOf(text), ['A', 'B'])
    expect(found.map(({ start, end }) => text.slice(start, end))).toEqual(['Aですが、はい。', 'B。', 'A。'])
  })

  test('are none without a hit', () => {
    expect(windowsOf(ruleOf({ all: ['C'] }), readingOf(text))).toEqual([])
  })
})

describe('hits within a window', () => {
  const reading = readingOf('AxxAAyA', { A: 'A', W: 'Ay' })

  test.each<[start: number, end: number, hits: readonly string[]]>([
    [0, 7, ['A@0-1', 'A@3-4', 'A@4-5', 'A@6-7']],
    [1, 4, ['A@3-4']],
    [3, 5, ['A@3-4', 'A@4-5']],
    [1, 3, []],
  ])('[%d, %d)', (start, end, hits) => {
    expect(places(within(reading, 'A', { start, end }))).toEqual(hits)
  })

  test('lie in it with their whole length', () => {
    expect(places(within(reading, 'W', { start: 0, end: 5 }))).toEqual([])
    expect(places(within(reading, 'W', { start: 0, end: 6 }))).toEqual(['W@4-6'])
  })

  test('of a concept that is not there are none', () => {
    expect(within(reading, 'Z', { start: 0, end: 7 })).toEqual([])
  })
})

test('a hit is live unless something turns it off', () => {
  const hit = { concept: 'A', start: 0, end: 1 }
  expect([isLive({ ...hit, off: undefined }), isLive({ ...hit, off: OFF })]).toEqual([true, false])
})
