import { describe, expect, test } from 'vitest'
import { segment } from '../../../../src/screening/text/segment.js'

const sentencesOf = (text: string): string[] => {
  const { starts, ends } = segment(text)
  return starts.map((start, i) => text.slice(start, ends[i]))
}
const clausesOf = (text: string): string[] =>
  segment(text).clauses.map(({ start, end }) => text.slice(start, end))

describe('sentences', () => {
  test.each<[text: string, sentences: readonly string[]]>([
    ['一つ目。二つ目!三つ目', ['一つ目。', '二つ目!', '三つ目']],
    ['見出し\n・一つ\n・二つ', ['見出し\n', '・一つ\n', '・二つ']],
    ['例の「はい。」です', ['例の「はい。」', 'です']],
    ['本当?!はい', ['本当?!', 'はい']],
    ['終わり. 次', ['終わり.', ' 次']],
    ['3.5円です', ['3.5円です']],
    ['example.com です', ['example.com です']],
    ['\n\n 。', [' 。']],
    ['', []],
    [' \n ', []],
  ])('of %j', (text, sentences) => {
    expect(sentencesOf(text)).toEqual(sentences)
  })
})

describe('clauses', () => {
  test.each<[text: string, clauses: readonly string[]]>([
    ['届きました、ご確認ください。', ['届きました、', 'ご確認ください。']],
    ['住所、氏名、電話番号です', ['住所、氏名、電話番号です']],
    ['急ぎなので,お願いします', ['急ぎなので,', 'お願いします']],
    ['話して、聞いて、書く', ['話して、', '聞いて、', '書く']],
    ['よければ、どうぞ', ['よければ、', 'どうぞ']],
    ['はい。いいえ', ['はい。', 'いいえ']],
  ])('of %j', (text, clauses) => {
    expect(clausesOf(text)).toEqual(clauses)
  })

  test('know their sentence', () => {
    expect(segment('届きました、はい。次').clauses.map(({ sentence }) => sentence)).toEqual([0, 0, 1])
  })

  test('are 128 units at most and leave nothing out', () => {
    const text = `伺いますので、ご返信ください。${'あ'.repeat(300)}`
    expect(clausesOf(text).map(({ length }) => length)).toEqual([7, 8, 128, 128, 44])
    expect(clausesOf(text).join('')).toBe(text)
  })
})
