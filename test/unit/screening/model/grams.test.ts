import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { gramsOf, runsOf } from '../../../../src/screening/model/grams.js'
import { conversationOf, readingOf } from '../../../support/readings.js'

const BUCKETS = 1 << 16

describe('windows of a message', () => {
  const windowsOf = (text: string, ...earlier: string[]): string[] => {
    const conversation = conversationOf(text, ...earlier)
    return runsOf(conversation).flatMap(({ start, ends }) =>
      ends.map(end => conversation.mapped.text.slice(start, end)),
    )
  }
  const long = `${'あ'.repeat(79)}。`

  test.each<[name: string, text: string, windows: readonly string[]]>([
    ['nothing has none', '', []],
    ['a sentence', 'はい', ['はい']],
    [
      'every run of sentences',
      '一。二。三。',
      ['一。', '一。二。', '一。二。三。', '二。', '二。三。', '三。'],
    ],
    ['of at most 150 units', `${long}${long}終。`, [long, long, `${long}終。`, '終。']],
    ['but every sentence, however long', 'あ'.repeat(200), ['あ'.repeat(200)]],
  ])('%s', (_, text, windows) => {
    expect(windowsOf(text)).toEqual(windows)
  })

  test('a run is of four sentences at most', () => {
    expect(runsOf(conversationOf('一。二。三。四。五。')).map(({ ends }) => ends.length)).toEqual([
      4, 4, 3, 2, 1,
    ])
  })

  test('the end of the message before is read on into the first sentence', () => {
    expect(windowsOf('教えて。急ぎ', 'LINEのIDを')).toEqual([
      '教えて。',
      '教えて。急ぎ',
      '急ぎ',
      'LINEのIDを教えて。',
    ])
    expect(windowsOf('終', 'あ'.repeat(50)).at(-1)).toBe(`${'あ'.repeat(30)}終`)
  })
})

describe('what a window holds', () => {
  const gramsIn = (text: string, words: Readonly<Record<string, string>> = {}): number[][] =>
    gramsOf(readingOf(text, words), conversationOf(text), BUCKETS)
  const [only, ...none] = [gramsIn('ab')].flat()

  test('one, two and three characters, the edges among them, each once', () => {
    // (a (b and so on: edge; edge a, a, edge a b, a b, b; edge; b edge, a b edge.
    expect([only?.length, none]).toEqual([9, []])
    expect(gramsIn('abab')[0]?.length).toBe(9 + 3)
  })

  test.each([
    ['digits are alike', '3円', '4500円'],
    ['blanks say nothing', 'a b', 'ab'],
    ['placeholders say nothing', 'a〓b', 'ab'],
  ])('%s: %s as %s', (_, text, other) => {
    expect(gramsIn(text)).toEqual(gramsIn(other))
  })

  test('concepts, and pairs of them whichever comes first', () => {
    const plain = new Set(gramsIn('甲乙丙').flat())
    const added = (words: Readonly<Record<string, string>>) =>
      gramsIn('甲乙丙', words)
        .flat()
        .filter(gram => !plain.has(gram))
        .sort()
    expect(added({ A: '甲' })).toHaveLength(1)
    expect(added({ A: '甲', B: '乙' })).toHaveLength(3)
    expect(added({ A: '乙', B: '甲' })).toEqual(added({ A: '甲', B: '乙' }))
    expect(added({ A: '甲', B: '乙', C: '丙' })).toHaveLength(6)
  })

  test('a concept that is turned off is another one', () => {
    const asked = readingOf('甲', { CHANNEL: '甲' })
    const denied = { ...asked, hits: asked.hits.map(hit => ({ ...hit, off: '否定' })) }
    const plain = new Set(gramsIn('甲').flat())
    const [live = [], dead = []] = [asked, denied].map(reading =>
      gramsOf(reading, conversationOf('甲'), BUCKETS)
        .flat()
        .filter(gram => !plain.has(gram)),
    )
    expect([live.length, dead.length]).toEqual([1, 1])
    expect(live).not.toEqual(dead)
  })

  test('a concept counts in the windows that hold it whole', () => {
    const counts = (words: Readonly<Record<string, string>>) =>
      gramsIn('甲。乙。', words).map(grams => grams.length)
    const [first = 0, both = 0, second = 0] = counts({})
    expect(counts({ A: '甲' })).toEqual([first + 1, both + 1, second])
    expect(counts({ A: '。乙' })).toEqual([first, both + 1, second])
  })

  test('always distinct buckets, for any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 40 }),
        fc.constantFrom(16, 256, BUCKETS),
        (text, buckets) => {
          for (const grams of gramsOf(readingOf(text), conversationOf(text), buckets)) {
            expect(new Set(grams).size).toBe(grams.length)
            expect(grams.every(gram => Number.isInteger(gram) && gram >= 0 && gram < buckets)).toBe(true)
          }
        },
      ),
      { numRuns: 100 },
    )
  })
})
