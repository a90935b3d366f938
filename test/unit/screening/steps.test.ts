import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { findIncome } from '../../../src/screening/reading/amounts/income.js'
import { parseNumber } from '../../../src/screening/reading/amounts/numbers.js'
import { findRewardCuts } from '../../../src/screening/reading/amounts/reward-cut.js'
import { readModality } from '../../../src/screening/reading/modality.js'
import { normalise } from '../../../src/screening/text/normalise.js'
import { segment } from '../../../src/screening/text/segment.js'

describe('modality', () => {
  const table: readonly (readonly [text: string, word: string, reason: string])[] = parse(
    readFileSync(new URL('modality.yaml', import.meta.url), 'utf8'),
  )
  it.each(table)('%s: %s', (original, word, reason) => {
    const { text } = normalise(original)
    const start = text.indexOf(word)
    expect(readModality(text, segment(text)).offAt(start, start + word.length, true) ?? '').toBe(reason)
  })
})

describe('numbers', () => {
  const table: readonly (readonly [source: string, value: number])[] = [
    ['3,000', 3_000],
    ['0.3', 0.3],
    ['1.5万', 15_000],
    ['三千五百', 3_500],
    ['二〇〇〇', 2_000],
    ['5千', 5_000],
    ['1万2千', 12_000],
    ['十', 10],
    ['百二十', 120],
    ['一億', 100_000_000],
    ['3k', 3_000],
    ['1万5000', 15_000],
  ]
  it.each(table)('%s is %d', (source, value) => {
    expect(parseNumber(source)).toBe(value)
  })
})

describe('incomes', () => {
  const table: readonly (readonly [text: string, concepts: readonly string[]])[] = [
    ['月収100万円', ['EXTREME_INCOME']],
    ['月30万円', ['HIGH_INCOME']],
    ['日給2万円', ['HIGH_INCOME']],
    ['15分で1万円', ['EXTREME_INCOME']],
    ['月給5万円~600万円', ['EXTREME_INCOME']],
    ['月額8万円', []],
    ['時給1,500円', []],
    ['1件15円', []],
    ['総額350,000円', []],
  ]
  it.each(table)('%s', (text, concepts) => {
    expect(findIncome(text).map(({ concept }) => concept)).toEqual(concepts)
  })
})

describe('reward cuts', () => {
  const table: readonly (readonly [text: string, cuts: readonly string[]])[] = [
    ['5万円を3万円にしてください', ['5万円を3万円']],
    ['20,000円から12,000円に変更します', ['20,000円から12,000円']],
    ['3万円のところ2万円でお願いします', ['3万円のところ2万円']],
    ['30,000円から36,000円に増やしました', []],
    ['1本7,000円を9,000円にします', []],
    ['3,000円の記事と2,000円の記事です', []],
  ]
  it.each(table)('%s', (text, cuts) => {
    const found = findRewardCuts(text).map(({ concept, start, end }) => [concept, text.slice(start, end)])
    expect(found).toEqual(cuts.map(cut => ['REWARD_CUT', cut]))
  })
})
