import { describe, expect, test } from 'vitest'
import type { Judgement } from '../../../../src/contract/judgement.js'
import { inOriginal, neutralise } from '../../../../src/moderation/lists/neutral.js'

const TEXT = '詳細は https://ok.example/a を。LINEで連絡を'
const span = (word: string) => ({ start: TEXT.indexOf(word), end: TEXT.indexOf(word) + word.length })
const link = { ...span('https://ok.example/a'), as: 'link' as const }

describe('what is allowed is read as a word of its kind', () => {
  test.each([
    ['a link', [link], '詳細は サイト を。LINEで連絡を'],
    [
      'a phrase',
      [{ ...span('LINE'), as: 'phrase' as const }],
      '詳細は https://ok.example/a を。品物で連絡を',
    ],
    [
      'two that overlap are one',
      [link, { ...span('ok.example/a を'), as: 'phrase' as const }],
      '詳細は サイト。LINEで連絡を',
    ],
    ['nothing', [], TEXT],
  ])('%s', (_, stretches, text) => {
    expect(neutralise(TEXT, stretches).text).toBe(text)
  })
})

describe('a stretch of the neutral text stands in the original', () => {
  const neutral = neutralise(TEXT, [link])
  test.each([
    ['詳細は', '詳細は'],
    ['LINE', 'LINE'],
    ['サイト', 'https://ok.example/a'],
    ['サ', 'https://ok.example/a'],
    ['は サイト を。LINE', 'は https://ok.example/a を。LINE'],
  ])('%s', (word, original) => {
    const start = neutral.text.indexOf(word)
    const found = neutral.originalSpan(start, start + word.length)
    expect(TEXT.slice(found.start, found.end)).toBe(original)
  })

  test('with the evidence and its text; one that is not in the text stays where it is', () => {
    const start = neutral.text.indexOf('LINE')
    const evidence = [
      { start, end: start + 4, text: 'LINE', rule: 'r', reason: '' },
      { start: 0, end: 0, text: '', rule: 'r', reason: '' },
    ]
    const judgement: Judgement = {
      verdict: 'block',
      flagged: true,
      confidence: 1,
      flags: [{ category: 'c', label: 'c', severity: 'violation', confidence: 1, evidence, advice: [] }],
      decidedBy: null,
      scores: {},
      ruleset: { version: '0', hash: '' },
      identifiers: [],
    }
    expect(inOriginal(judgement, neutral, TEXT).flags[0]?.evidence).toMatchObject([
      { ...span('LINE'), text: 'LINE' },
      { start: 0, end: 0, text: '' },
    ])
  })
})
