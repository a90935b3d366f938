import { describe, expect, test } from 'vitest'
import { loadRuleset } from '../../src/ruleset/load.js'
import { buildNormalise } from '../../src/screening/text/normalise.js'
import { buildSkeletons } from '../../src/screening/text/skeleton.js'
import { buildUnmask } from '../../src/screening/reading/unmask.js'

const { concepts, language } = loadRuleset('dict')
const normalise = buildNormalise(language.lookAlikes)
const unmask = buildUnmask(concepts, buildSkeletons(language.lookAlikes))

describe('what follows reads the plain word where a known one stands in disguise', () => {
  test.each([
    ['続きはラ○ンでお話ししましょう', '続きはラインでお話ししましょう'],
    ['て数料がもったいないので', '手数料がもったいないので'],
    ['入.会.金をお支払いください', '入会金をお支払いください'],
    ['むしょうのてすとを一本', '無償のテストを一本'],
    ['ほうしゅうは L*NE で', '報酬は line で'],
  ])('%s', (text, plain) => {
    expect(unmask(normalise(text)).mapped.text).toBe(plain)
  })

  test.each([
    'オンラインで受講できます',
    '○印を付けてください',
    '工場と倉庫の二か所です',
    '力仕事のある現場です',
    // The dictionary has this word in both kana: neither is a disguise of the other.
    'エスクローは使わない方針です',
  ])('ordinary text stays as it is: %s', text => {
    const mapped = normalise(text)
    expect(unmask(mapped)).toEqual({ mapped, folds: [] })
  })

  test('each plain word maps back to the stretch that was written', () => {
    const text = '連絡はＬ*ＮＥか、て数料のことで'
    const { mapped, folds } = unmask(normalise(text))
    const written = folds.map(({ start, end, word, fold }) => [
      word,
      fold,
      text.slice(mapped.starts[start], mapped.ends[end - 1]),
    ])
    expect(written).toContainEqual(['line', 'mask', 'Ｌ*ＮＥ'])
    expect(written).toContainEqual(['手数料', 'kana', 'て数料'])
    for (const { start, end, word } of folds) expect(mapped.text.slice(start, end)).toBe(word)
  })
})
