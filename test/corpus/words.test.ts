import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
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
  type Row = [text: string, word: string, fold: string, concept: string, stretch: string]
  const { found, plain }: { found: Row[]; plain: string[] } = read('disguise.yaml')

  it.each(found)('%s is %s by %s', (original, word, fold, concept, stretch) => {
    const { text } = normalise(original)
    const hits = [...findDisguised(text), ...findWords(text).filter(hit => hit.fold)]
    const start = text.indexOf(stretch)
    expect(hits).toContainEqual({ concept, start, end: start + stretch.length, fold, word })
  })

  it.each(plain)('nothing in %s', text => {
    expect(findDisguised(normalise(text).text)).toEqual([])
  })
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
