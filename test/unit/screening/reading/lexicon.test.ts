import { describe, expect, test } from 'vitest'
import type { Concept } from '../../../../src/ruleset/ruleset.js'
import { buildWordFinder, type Found } from '../../../../src/screening/reading/lexicon.js'
import { conceptsOf } from '../../../support/concepts.js'

const found = (text: string, ...concepts: readonly Partial<Concept>[]): string[] =>
  buildWordFinder(conceptsOf(...concepts))(text).map(placeOf)

const placeOf = ({ concept, start, end, fold, word }: Found): string =>
  `${concept}@${start}-${end}${fold === undefined ? '' : ` ${fold} of ${word}`}`

describe('words', () => {
  test.each<[name: string, text: string, concept: Partial<Concept>, found: string[]]>([
    ['where they stand', '連絡はlineでline', { terms: ['line'] }, ['X@3-7', 'X@8-12']],
    ['kanji run on', '電話番号', { terms: ['電話'] }, ['X@0-2']],
    ['katakana does not', 'ガイドライン', { terms: ['ライン'] }, []],
    ['katakana behind', 'ラインナップ', { terms: ['ライン'] }, []],
    ['Latin letters do not', 'online', { terms: ['line'] }, []],
    ['digits do not', '100円と10', { terms: ['10'] }, ['X@5-7']],
    ['other scripts beside it', 'lineライン', { terms: ['line', 'ライン'] }, ['X@0-4', 'X@4-7']],
    [
      'not in a longer innocent word',
      'lineスタンプとline',
      { terms: ['line'], shadows: ['lineスタンプ'] },
      ['X@9-13'],
    ],
    ['not behind what is excluded', '旧電話と電話', { terms: ['電話'], notAfter: /旧$/u }, ['X@4-6']],
    ['not before what is excluded', '電話帳と電話', { terms: ['電話'], notBefore: /^帳/u }, ['X@4-6']],
  ])('%s: %s', (_, text, concept, places) => {
    expect(found(text, concept)).toEqual(places)
  })

  test('one word may belong to two concepts, and a shadow is its own concept’s', () => {
    const concepts = [
      { id: 'X', terms: ['電話'], shadows: ['電話番号'] },
      { id: 'Y', terms: ['電話'] },
    ]
    expect(found('電話番号', ...concepts)).toEqual(['Y@0-2'])
  })
})

describe('spellings in kana', () => {
  const concept = {
    terms: ['電話'],
    variants: new Map([
      ['でんわ', '電話'],
      ['電わ', '電話'],
    ]),
  }
  test.each<[name: string, text: string, found: string[]]>([
    ['at the edges', 'でんわ', ['X@0-3 kana of 電話']],
    ['between particles', 'のでんわを', ['X@1-4 kana of 電話']],
    ['beside another script', '至急でんわ下さい', ['X@2-5 kana of 電話']],
    ['mixed', '電わを', ['X@0-2 kana of 電話']],
    ['not within other hiragana', 'いでんわらう', []],
    ['the plain word is none', '電話', ['X@0-2']],
  ])('%s: %s', (_, text, places) => {
    expect(found(text, concept)).toEqual(places)
  })
})

describe('patterns', () => {
  test.each<[name: string, text: string, concept: Partial<Concept>, found: string[]]>([
    ['all matches', 'id1とid2', { patterns: [/id\d/gu] }, ['X@0-3', 'X@4-7']],
    ['several', '弐と壱', { patterns: [/壱/gu, /弐/gu] }, ['X@2-3', 'X@0-1']],
    [
      'not where it is excluded',
      '仮払い前、仮払い',
      { patterns: [/仮払い/gu], notBefore: /^前/u },
      ['X@5-8'],
    ],
    [
      'not in a longer innocent word',
      '簡単と簡単便',
      { patterns: [/簡単/gu], shadows: ['簡単便'] },
      ['X@0-2'],
    ],
    ['of nothing at all end, before an emoji too', '😀秘密😀', { patterns: [/(?=😀)|秘密/gu] }, ['X@2-4']],
  ])('%s: %s', (_, text, concept, places) => {
    expect(found(text, concept)).toEqual(places)
  })

  test('are found with and without the prefilter, text after text', () => {
    const concepts = conceptsOf({ id: 'X', patterns: [/連絡先?/gu] }, { id: 'Y', patterns: [/[★☆]{2}/gu] })
    const finders = [true, false].map(prefilter => buildWordFinder(concepts, { prefilter }))
    const texts = ['連絡先です', '★☆', '何もなし', '連絡★', '連絡先★★']
    const [fast, thorough] = finders.map(find => texts.map(text => find(text).map(placeOf)))
    expect(fast).toEqual([['X@0-3'], ['Y@0-2'], [], ['X@0-2'], ['X@0-3', 'Y@3-5']])
    expect(thorough).toEqual(fast)
  })
})
