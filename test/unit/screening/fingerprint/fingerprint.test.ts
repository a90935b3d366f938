import { expect, test } from 'vitest'
import { buildFingerprint } from '../../../../src/screening/fingerprint/fingerprint.js'
import { fixtureReadMessage, fixtureRuleset } from '../../../support/fixture-dictionary.js'

const fingerprint = buildFingerprint(fixtureRuleset.language, fixtureReadMessage.clean)

/** Pairs of texts that are the same but for what a sender changes from copy to copy. */
test.each([
  ['a name', '佐藤さん、写真を送ってください', '高橋さん、写真を送ってください'],
  ['a company', '株式会社サクラの案件です', '株式会社モミジの案件です'],
  ['an amount', '月に5万円になります', '月に120,000円になります'],
  ['a date', '3月4日まで募集', '12月24日まで募集'],
  ['a link', 'こちら https://a.example.com/x1 から', 'こちら https://b.example.com/yy から'],
  ['an id', 'ID: desk-1 を追加', 'ID: abc_99 を追加'],
  ['an address', 'mail@a.example.com まで', 'other@b.example.com まで'],
  ['a number', '090-0000-1234 まで', '080-9999-4321 まで'],
  ['emoji and signs', '写真を😊送ってください！', '「写真」を送ってください。'],
  ['width and blanks', '写真を ABC に送って', '写真を　ＡＢＣに送って'],
  ['kana', 'シャシンをおくって', 'しゃしんをおくって'],
  ['a greeting', 'はじめまして。写真を送ってください', '写真を送ってください'],
])('%s is no difference', (_what, one, other) => {
  expect(fingerprint(one).whole).toBe(fingerprint(other).whole)
})

test.each([
  ['写真を送ってください', '教材を買ってください'],
  ['写真を送ってください', '写真は送らないでください'],
])('%s is not %s', (one, other) => {
  expect(fingerprint(one).whole).not.toBe(fingerprint(other).whole)
})

test('sentences stand where the sender wrote them', () => {
  const text = '写真を送って。😊ＬＩＮＥ で！'
  const { sentences } = fingerprint(text)
  expect(sentences.map(({ start, end }) => text.slice(start, end))).toEqual([
    '写真を送って。',
    '😊ＬＩＮＥ で！',
  ])
})

test.each(['', '。', '\ud83d', '😊'])('%j has one too', text => {
  expect(fingerprint(text).shingles).toHaveLength(0)
})
