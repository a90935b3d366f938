import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadRuleset } from '../../../../src/ruleset/load.js'
import { buildFoldCluster } from '../../../../src/screening/text/characters.js'
import { originalSpan } from '../../../../src/screening/text/mapped-text.js'
import { buildNormalise, staysAsItIs } from '../../../../src/screening/text/normalise.js'

const { lookAlikes } = loadRuleset('dict').language
const normalise = buildNormalise(lookAlikes)
const foldCluster = buildFoldCluster(lookAlikes)

describe('normalise', () => {
  it('passes over no character that a fold would change', () => {
    const passed = Array.from({ length: 0x10000 }, (_, code) => code).filter(staysAsItIs)
    expect(passed.length).toBeGreaterThan(20_000)
    expect(
      passed.filter(code => foldCluster(String.fromCharCode(code)) !== String.fromCharCode(code)),
    ).toEqual([])
  })

  it.each([
    ['whole', 'オ仕事ハLINEデオ願イシマス', 'お仕事はlineでお願いします'],
    [
      'among hiragana',
      'いつもありがとうございます。ラインノアイディーオシエテクダサイ',
      'いつもありがとうございます。らいんのあいでぃーおしえてください',
    ],
    [
      'not a name or a term',
      'カスタマーサポートセンターのシフトです',
      'カスタマーサポートセンターのシフトです',
    ],
    ['not a few letters', 'メールデ送ってクダサイ', 'メールデ送ってクダサイ'],
  ])('reads what is written in katakana instead of hiragana: %s', (_, text, plain) => {
    expect(normalise(text).text).toBe(plain)
  })

  it('maps every unit back into the text, in order, for any string of UTF-16 units', () => {
    const anyUnits = fc
      .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 60 })
      .map(units => String.fromCharCode(...units))
    const awkward = fc
      .array(
        fc.constantFrom(
          'L',
          'ラ',
          '゙',
          '\u200b',
          '\ud83d',
          '\udc4d',
          '👍',
          'ﾞ',
          'か',
          '\u3099',
          '①',
          '㍿',
          '\n',
          '\0',
          '\u0336',
        ),
      )
      .map(parts => parts.join(''))
    fc.assert(
      fc.property(fc.oneof(anyUnits, awkward), text => {
        const mapped = normalise(text)
        let last = 0
        for (let i = 0; i < mapped.text.length; i++) {
          const { start, end } = originalSpan(mapped, i, i + 1)
          expect(start).toBeGreaterThanOrEqual(last)
          expect(end).toBeGreaterThan(start)
          expect(end).toBeLessThanOrEqual(text.length)
          last = start
        }
        expect(mapped.text).not.toMatch(/[\ud800-\udfff]/)
      }),
      { numRuns: 2_000 },
    )
  })
})
