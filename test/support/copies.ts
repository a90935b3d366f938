import type { IncomingMessage } from '../../src/contract/message.js'
import type { NewScreening } from '../../src/store/screening.js'
import { fakeScreener } from './screener.js'
import { judged } from './screenings.js'

const { fingerprint } = fakeScreener()

/** A message as it comes to the store, with what copies of it are known by. */
export const copy = (message: IncomingMessage): NewScreening => ({
  ...judged(message),
  fingerprint: fingerprint(message.text),
})

/** Copies of one text: another name, amount, date and id in each. */
export const lureOf = (number: number): string =>
  `はじめまして、${['佐藤', '鈴木', '高橋'][number % 3]}と申します。データ入力のお仕事を${number + 2}万円でお願いできる方を探しております。` +
  `くわしい流れはLINEでご説明しますので、ID: desk${number}x を追加してください。${(number % 12) + 1}月${(number % 27) + 1}日で締め切ります。`

/** The same matter in other words. */
export const OTHER_LURE =
  '動画の編集ができる方に長くお付き合いいただきたいと考えています。素材が大きく添付できないため、やり取りはLINEに切り替えさせてください。見本もそちらでお見せします。'
