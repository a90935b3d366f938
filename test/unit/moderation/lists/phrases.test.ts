import { describe, expect, test } from 'vitest'
import { buildPhraseIndex, squeeze, standsAlone } from '../../../../src/moderation/lists/phrases.js'

describe('the index', () => {
  test.each<[text: string, phrases: readonly string[], found: readonly string[]]>([
    ['特別案件のご案内', ['特別案件', 'ご案内'], ['0 特別案件', '5 ご案内']],
    ['ああああ', ['ああ', 'あああ'], ['0 ああ', '0 あああ', '1 ああ', '1 あああ', '2 ああ']],
    ['特別', ['特別案件'], []],
    ['あ', ['あ'], []],
    ['', ['特別案件'], []],
  ])('%s', (text, phrases, found) => {
    const index = buildPhraseIndex()
    for (const phrase of phrases) index.add(phrase)
    const seen: string[] = []
    index.find(text, (phrase, start) => seen.push(`${start} ${phrase}`))
    expect(seen.sort()).toEqual([...found].sort())
  })

  test('a phrase that was taken away is not found, those that begin alike still are', () => {
    const index = buildPhraseIndex()
    for (const phrase of ['特別案件', '特別報酬', '特別な案件', '特別案件']) index.add(phrase)
    index.remove('特別案件')
    index.remove('not there')
    const seen: string[] = []
    index.find('特別案件、特別報酬、特別な案件', phrase => seen.push(phrase))
    expect(seen).toEqual(['特別報酬', '特別な案件'])
  })
})

test.each<[text: string, phrase: string, alone: boolean]>([
  ['abc について', 'abc', true],
  ['abcdについて', 'abc', false],
  ['xabc', 'abc', false],
  ['ab c x', 'abcx', true],
  ['特別案件です', '別案', true],
  ['12案件', '2案件', false],
])('in %s, %s stands alone: %s', (text, phrase, alone) => {
  const squeezed = squeeze({ text })
  const at = squeezed.text.indexOf(phrase)
  expect(at).toBeGreaterThanOrEqual(0)
  expect(standsAlone(squeezed, text, at, phrase.length)).toBe(alone)
})
