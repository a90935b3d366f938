import { describe, expect, test } from 'vitest'
import { findVerbs, stemFinder, verbIndex } from '../../../../src/screening/reading/verbs.js'
import { conceptsOf } from '../../../support/concepts.js'
import { fakeTokenise } from '../../../support/fake-tokeniser.js'

const verbs = verbIndex(
  conceptsOf(
    { id: 'TELL', verbs: ['教える', '送る'] },
    { id: 'SEND', verbs: ['送る'] },
    { id: 'WRITE', verbs: ['書く'] },
  ),
)

describe('verbs by the tokens', () => {
  const tokenise = fakeTokenise({
    教え: '教える',
    送っ: '送る',
    お: 'お',
    ご: 'ご',
    書き: '書き',
    送り: '送り',
  })
  test.each<[text: string, found: readonly string[]]>([
    ['教えて', ['TELL@10-12']],
    ['送って', ['TELL@10-12', 'SEND@10-12']],
    // Behind お the tokenizer takes the stem for a noun.
    ['お書きください', ['WRITE@11-13']],
    ['お送りください', ['TELL@11-13', 'SEND@11-13']],
    ['書き方', []],
  ])('%s', (text, found) => {
    expect(
      findVerbs(tokenise(text, 10), verbs).map(({ concept, start, end }) => `${concept}@${start}-${end}`),
    ).toEqual(found)
  })
})

describe('stems that a text must hold for a verb to be in it', () => {
  const holds = stemFinder(['教える', '書く', '購入'])
  test.each([
    ['教えて', true],
    ['教えられ', true],
    ['書いて', true],
    ['書こう', true],
    ['書類', false],
    ['購入する', true],
    ['教室', false],
  ])('%s: %s', (text, expected) => {
    expect(holds.test(text)).toBe(expected)
  })
})
