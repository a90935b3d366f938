import type { Screener } from '../contract/screener.js'

/** Of each way through the method: nothing to see, a channel, a disguise, data, prices. */
const TEXTS = [
  'はじめまして。紹介記事（2,000文字、1本4,000円）の執筆をお願いします。構成案はこちらで用意します。',
  '詳細はLINEでお話しします。ID: abc123 を追加してください。',
  '連絡はラ○ンでお願いできますか？　０９０の1234の5678です。',
  'お名前・ご住所・電話番号をこのメッセージにご返信ください。',
  '誰でも簡単に月50万円。最初に19,800円の教材をご購入いただきます。',
] as const

/** Milliseconds that a start may take longer for it. */
const LONGEST = 500
const ROUNDS = 20

/** Judges until the code is compiled and the reader has run, so that the first who asks does not wait for it. Rejects when judging fails. */
export async function warm(screener: Pick<Screener, 'screen'>): Promise<void> {
  const end = performance.now() + LONGEST
  for (let round = 0; round < ROUNDS; round++)
    for (const text of TEXTS) {
      await screener.screen({ text })
      if (performance.now() > end) return
    }
}
