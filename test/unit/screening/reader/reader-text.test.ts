import { describe, expect, test } from 'vitest'
import { readerText } from '../../../../src/screening/reader/reader-text.js'
import { originalSpan } from '../../../../src/screening/text/mapped-text.js'

describe('the text that is read', () => {
  test.each([
    ['as it is written', 'LINEで話そう！', 'LINEで話そう!'],
    ['with full-width letters made narrow, and their case kept', 'ＬｉＮＥ', 'LiNE'],
    ['without what cannot be seen', 'L\u200bI\u00adN\ufe0fE', 'LINE'],
    ['with one blank for a run, and none at the ends', '\n a \n\t b　c \r\n', 'a b c'],
    ['with voiced half-width kana as one', 'ﾊﾞｲﾄ', 'バイト'],
    ['with a lone surrogate left alone', 'a\ud800b', 'a\ud800b'],
    ['empty', ' \n', ''],
  ])('is %s', (_, original, expected) => {
    expect(readerText(original).text).toBe(expected)
  })

  test('leads back to what the sender wrote', () => {
    const original = '  ﾗｲﾝで　　ﾊﾞｲﾄ'
    const mapped = readerText(original)
    const at = mapped.text.indexOf('バイト')
    const { start, end } = originalSpan(mapped, at, at + 3)
    expect(original.slice(start, end)).toBe('ﾊﾞｲﾄ')
  })

  test('composed across characters it is the same, and its place is the whole', () => {
    const jamo = '\u1112\u1161\u11ab'
    expect(readerText(jamo).text).toBe(jamo.normalize('NFKC'))
  })
})
