import { readFileSync } from 'node:fs'
import { describe, expect, it, test } from 'vitest'
import { parse } from 'yaml'
import { loadRuleset } from '../../src/ruleset/load.js'
import { buildDisguiseFinder } from '../../src/screening/reading/disguise.js'
import { buildFindEntities } from '../../src/screening/reading/entities.js'
import { buildWordFinder } from '../../src/screening/reading/lexicon.js'
import { buildNormalise } from '../../src/screening/text/normalise.js'
import { buildSkeletons } from '../../src/screening/text/skeleton.js'

const read = (name: string) => parse(readFileSync(new URL(name, import.meta.url), 'utf8'))
const { concepts, language } = loadRuleset('dict')
const findDisguised = buildDisguiseFinder(concepts, buildSkeletons(language.lookAlikes))
const findEntities = buildFindEntities(language.digits)
const normalise = buildNormalise(language.lookAlikes)
const findWords = buildWordFinder(concepts)

describe('disguised words', () => {
  const { found, plain }: { found: [string, string, string][]; plain: string[] } = read('disguise.yaml')

  it.each(found)('%s', (text, word, fold) => {
    const normalised = normalise(text).text
    const hits = [...findDisguised(normalised), ...findWords(normalised).filter(hit => hit.fold)]
    expect(hits).toContainEqual(expect.objectContaining({ word, fold }))
  })

  it.each(plain)('nothing in %s', text => {
    expect(findDisguised(normalise(text).text).filter(hit => hit.concept === 'CHANNEL')).toEqual([])
  })
})

test('a pattern that matches nothing at all ends, before an emoji too', () => {
  const [concept] = [...concepts.values()]
  if (!concept) throw new Error('no concepts')
  const find = buildWordFinder(new Map([['X', { ...concept, terms: [], patterns: [/(?=😀)|秘密/gu] }]]))
  expect(find('😀秘密😀')).toEqual([expect.objectContaining({ start: 2, end: 4 })])
})

describe('telephone numbers, mail addresses and links', () => {
  const found: readonly (readonly [text: string, concept: string, seen: string])[] = [
    ['090-1234-5678までお願いします', 'PHONE_NUMBER', '090-1234-5678'],
    ['〇九〇の一二三四の五六七八まで', 'PHONE_NUMBER', '〇九〇の一二三四の五六七八'],
    [
      'ぜろきゅうぜろ、よんさんにーいち、はちななろくごー に電話',
      'PHONE_NUMBER',
      'ぜろきゅうぜろ、よんさんにーいち、はちななろくごー',
    ],
    ['０８０　１１１１　２２２２です', 'PHONE_NUMBER', '080 1111 2222'],
    ['連絡先はinfo@example.jpです', 'MAIL_ADDRESS', 'info@example.jp'],
    ['詳細はhttps://example.com/abを見てください', 'URL', 'https://example.com/ab'],
    ['example.comを参考に', 'URL', 'example.com'],
  ]

  it.each(found)('%s', (text, concept, seen) => {
    const normalised = normalise(text).text
    const hits = findEntities(normalised).map(hit => [hit.concept, normalised.slice(hit.start, hit.end)])
    expect(hits).toContainEqual([concept, seen])
  })

  it.each(['納期は10月20日です', '商品番号は0012345です', '1,000円から2,000円', '部屋は三〇四号室です'])(
    'no number in %s',
    text => {
      expect(findEntities(normalise(text).text).filter(hit => hit.concept === 'PHONE_NUMBER')).toEqual([])
    },
  )
})
