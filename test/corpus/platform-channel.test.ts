import { describe, expect, it } from 'vitest'
import { realReadMessage } from '../support/real-screener.js'

/** Whether a rule stands that the message asks for contact outside the platform. */
const asksOutside = (text: string): boolean =>
  realReadMessage({ text }).matches.signals.some(({ rule }) => rule.category === 'off_platform_contact')

describe("the platform's own channel", () => {
  it.each([
    'サイトのメッセージだと見落とすのでLINEで',
    'サイトのメッセージは不便なのでLINEでやり取りしましょう。ID: abc123',
    'このサイトのメッセージではなくLINEでやり取りしましょう。ID: abc123',
    'サイトのメッセージは通知が来ないので、LINEでお願いします',
    'ここだと話しにくいので、LINEでお話しませんか',
    'こちらのチャットでは書けないことがあるので電話でお話しします',
    'こちらのメッセージで日程を決めてから、LINEで続きを話しましょう',
    'サイトのメッセージは1日1回しか見ないので、急ぎはインスタにご連絡ください',
    'この画面は文字が小さいので、メールでご連絡ください',
    'サイト内のメッセージはここまでにして、続きはZoomで説明します',
    'このサイトのメッセージ、来月から見なくなるので、別の場所で連絡を取りましょう',
    'ショートメッセージのみで連絡してください',
    'このメッセージにご連絡先を書いて送ってください',
  ])('is left: %s', text => {
    expect(asksOutside(text)).toBe(true)
  })

  it.each([
    'LINEではなくサイトのメッセージで',
    'LINEではなくサイトのメッセージでお願いします',
    '本サイトのメッセージのみでやり取りし、電話やメールは使いません',
    'ご連絡はメールではなくこの画面でお願いします',
    '打ち合わせはサイトの通話機能でお願いします',
    'LINEスタンプの件、サイトのメッセージでご相談ください',
    'お電話のほうが早いとのことですが、こちらのメッセージでお願いします',
    '電話での打ち合わせに代えて、サイト内のビデオ通話を使わせてください',
  ])('is proposed: %s', text => {
    expect(asksOutside(text)).toBe(false)
  })
})
