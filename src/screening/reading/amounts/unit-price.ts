import type { Segments } from '../../text/segment.js'
import type { Sighting } from '../lexicon.js'
import { type Quantity, quantities, quantityOf } from './numbers.js'
import { textLengths, yenAmounts } from './writing-quantities.js'

/** Yen per character at or below which a writing price is low. Source: the platform guidelines quoted in the policy; ordinary is 0.8 to 3. */
export const LOW_UNIT_PRICE = 0.5

/** Amounts that are no price for the text: hourly and monthly pay, prices of other things. */
const OTHER_PAY =
  /(?:時給|月給|月収|日給|年収|送料|交通費|手数料|図表|写真|画像|(?<!原稿用紙|用紙)1枚|1点|月(?!額)|参加費|会費|税込価格|定価|価格)(?:に)?[^、。\n\d記本]{0,6}$/u
/** 「500円のカード」: the price of a thing that is written about. */
const PRICE_OF_A_THING =
  /^の(?!報酬|固定|単価|お?支払|記事|案件|原稿|お?仕事|ライティング|予算|テスト|文字|ところ|料金|範囲|見積|換算|計算|執筆|制作|作成|依頼|作業|謝礼|契約|場合|お礼|台本|コラム|文章|ブログ|予定|単発|継続)/u
/** Lengths that are no length of the text to be written. */
const OTHER_LENGTH = /(?:分(?!量)(?:間|あたり)?|画面|見出し|タイトル|1行|引用)[^、。\n]{0,6}$/u
/** Work on a text that is there already: its price is not one for writing. */
const NOT_WRITING =
  /校正|校閲|文字起こし|素起こし|翻訳|朗読|音読|ナレーション|読み上げ|添削(?!つき|付き|あり|して|サポート|します)|誤字(?:脱字)?(?:の)?チェック|入稿だけ|コピペチェックツールに|送信代行|データの?入力/u
const WRITING =
  /執筆(?!は(?:あり|なし|不要|ござ|含ま))|台本|シナリオ|原稿を(?:書|探|お願い|作)|ライティング|ライター|記事|コラム|ブログ|書いて|書く|作文|日記|レビュー文|紹介文/u
/** Behind a unit price: a rise, or a price of the past. */
const NOT_OFFERED =
  /^\s*(?:ずつ)?(?:上げ|アップ|上乗せ|プラス|加算|増|で(?:書い|受け|やっ)て(?:い)?(?:まし|た)|でした|だった|以下の|台|[^、。]{0,14}では(?:発注|お願い|募集|依頼)(?:し|いた)[^。]{0,6}ません|の案件を受けて)/u
const TOTAL =
  /(?:まとめて|合計|総額|全部で|合わせて|トータル|計|一括|ご?予算(?:は)?|月額|毎月|まるっと|丸ごと|1冊|一冊)[^\d\n]{0,6}(?:1冊で)?$/u
/** 「10文字で4円」 */
const PRICED_AT_ONCE = /^(?:で|につき|あたり|ごとに|=)\s*\d{1,3}\s*円/u
const PER_CHARACTER = /(?:文字|字)\s*(?:単価)?[^、。\n\d]{0,8}$/u

/** Writing prices of 0.5 yen a character or less, stated (文字単価0.3円) or computed (3,000文字 900円). */
export function findLowUnitPrices(text: string, { starts, ends }: Segments): Sighting[] {
  if (!/[円¥え銭万]|コンマ|こんま/u.test(text) || !/[字じジ記稿筆単]|0\.\d/u.test(text)) return []
  if (NOT_WRITING.test(text) && !WRITING.test(text)) return []
  const amounts = yenAmounts(text)
  const stated = amounts.filter(amount => isPerCharacter(text, amount))
  const others = amounts.filter(amount => !stated.includes(amount))
  return [...lowStated(text, stated), ...lowComputed(text, others, starts, ends)]
}

function lowStated(text: string, stated: readonly Quantity[]): Sighting[] {
  return stated
    .filter(
      amount =>
        amount.high <= LOW_UNIT_PRICE &&
        amount.high > 0 &&
        !/[+＋]\s*$/u.test(text.slice(0, amount.start)) &&
        !NOT_OFFERED.test(text.slice(amount.end, amount.end + 24)),
    )
    .map((amount): Sighting => ({ finder: 'low_unit_price_stated', start: amount.start, end: amount.end }))
}

function lowComputed(
  text: string,
  amounts: readonly Quantity[],
  starts: readonly number[],
  ends: readonly number[],
): Sighting[] {
  const prices = amounts.filter(
    amount =>
      Number.isInteger(amount.high) &&
      !OTHER_PAY.test(text.slice(Math.max(0, amount.start - 12), amount.start)) &&
      !PRICE_OF_A_THING.test(text.slice(amount.end, amount.end + 6)) &&
      !text.startsWith('台', amount.end),
  )
  const lengths = textLengths(text).filter(
    length =>
      (length.low >= 100 || PRICED_AT_ONCE.test(text.slice(length.end, length.end + 10))) &&
      !/^\s*詰め?/u.test(text.slice(length.end, length.end + 3)) &&
      !OTHER_LENGTH.test(text.slice(Math.max(0, length.start - 12), length.start)) &&
      !/^[^、。\n]{0,4}(?:を読|の(?:文章|原稿)を読)/u.test(text.slice(length.end, length.end + 10)),
  )
  const found: Sighting[] = []
  for (const price of prices) {
    const length = nearest(price, lengths)
    if (!length || !(within(length, price) || (prices.length === 1 && lengths.length === 1))) continue
    const unit = price.high / (length.low * articles(text, price, length))
    if (unit > 0.0005 && unit <= LOW_UNIT_PRICE && isBestPrice(price, length)) {
      found.push({
        finder: 'low_unit_price_computed',
        start: Math.min(price.start, length.start),
        end: Math.max(price.end, length.end),
      })
    }
  }
  return found

  /** In the same sentence or line, or at most five further on: job posts give length and pay in separate bullets. */
  function within(a: Quantity, b: Quantity): boolean {
    return Math.abs(sentenceAt(a.start) - sentenceAt(b.start)) <= 5 && Math.abs(a.start - b.start) <= 240
  }
  function sentenceAt(at: number): number {
    const index = ends.findIndex(end => at < end)
    return index < 0 ? starts.length - 1 : index
  }
  /** A smaller side payment does not make the price low when a full price stands nearer to the length. */
  function isBestPrice(price: Quantity, length: Quantity): boolean {
    return !prices.some(
      other =>
        other !== price &&
        distance(other, length) <= distance(price, length) &&
        other.high / length.low > LOW_UNIT_PRICE,
    )
  }
}

function isPerCharacter(text: string, amount: Quantity): boolean {
  const before = text.slice(Math.max(0, amount.start - 14), amount.start)
  const behind = text.slice(amount.end, amount.end + 6)
  if (/\d{2,}\s*(?:文字|字)(?:で|につき|あたり|ごとに|=)\s*$/u.test(before)) return false
  return (
    (PER_CHARACTER.test(before) &&
      (/(?:単価|たんか)/u.test(before) || /(?:1|一|いち)\s*(?:文字|字|もじ)/u.test(before))) ||
    /(?:文字|字|もじ|モジ)\s*(?:たんか|タンカ|単価)[^。\n\d]{0,6}$/u.test(before) ||
    /^\s*[/／×]\s*(?:1?\s*文字|1?\s*字)/u.test(behind) ||
    (isFractionOfYen(amount) && WRITING_PRICE.test(text) && !OTHER_UNIT.test(before))
  )
}

/** Nothing but a character is paid with a fraction of a yen, where writing is the subject. */
const isFractionOfYen = ({ low, high }: Quantity): boolean => high < 1 && low > 0
const WRITING_PRICE =
  /文字|単価|執筆|ライティング|ライター|記事|原稿|台本|字|スタート|統一|(?:ご)?希望(?:は|の)|から始め|月に?\d+本/u
const OTHER_UNIT =
  /(?:枚|件|個|通|クリック|回|再生|表示|pv|タップ|画像|写真|行|セル|ドル|ユーロ)[^、。\n\d]{0,6}$/u

const distance = (a: Quantity, b: Quantity): number => (a.start < b.start ? b.start - a.end : a.start - b.end)

function nearest(price: Quantity, lengths: readonly Quantity[]): Quantity | undefined {
  return lengths.reduce<Quantity | undefined>(
    (best, length) => (best && distance(price, best) <= distance(price, length) ? best : length),
    undefined,
  )
}

const ARTICLE_UNITS = '記事|本|件|通|章|商品|作品|星座|スポット|店舗|店|県|駅'
const ARTICLES = quantityOf(ARTICLE_UNITS)
/** 「×5記事」 behind a length. */
const TIMES_ARTICLES = quantityOf(ARTICLE_UNITS, '[×x*✕]\\s*')
/** 「5本×」 before a length. */
const ARTICLES_TIMES = quantityOf(`(?:${ARTICLE_UNITS})\\s*[×x*✕]\\s*$`)
/** 「10本分」 behind a price. */
const ARTICLES_COVERED = quantityOf(`(?:${ARTICLE_UNITS})分`)
/** 「20記事で」 before a price. */
const ARTICLES_FOR = quantityOf(
  `(?:${ARTICLE_UNITS})(?:分)?(?:で|、|を|の|セットで|まとめて|合計|計)?[^\\d\\n]{0,3}$`,
)
/** 「件数：50」 */
const LABELLED_COUNT = quantityOf('(?=\\D|$)', '(?:件数|本数|記事数|数量)\\s*[:は】]?\\s*')
const DAYS = quantityOf('日(?:間|分)')
const WEEKS = quantityOf('週(?:間|分)?(?!\\s*\\d)')

/** Number of articles that a total covers: 「2,000文字×5記事で3,000円」「20記事で4000円」. 1 when the price is for one. */
function articles(text: string, price: Quantity, length: Quantity): number {
  const before = text.slice(Math.max(0, price.start - 14), price.start)
  const times = quantities(text.slice(length.end, length.end + 12), TIMES_ARTICLES)[0]
  if (times && length.start < price.start) return times.high
  const lot = quantities(text.slice(Math.max(0, length.start - 10), length.start), ARTICLES_TIMES)[0]
  if (lot) return lot.high
  const covered = quantities(text.slice(price.end, price.end + 12), ARTICLES_COVERED)[0]
  if (covered) return covered.high
  const direct = quantities(before, ARTICLES_FOR)[0]
  if (direct) return Math.max(1, direct.high)
  if (!TOTAL.test(before)) return 1
  const counts = [...quantities(text, ARTICLES), ...quantities(text, LABELLED_COUNT)]
  return counts.reduce((most, { high }) => Math.max(most, high), 1) * periods(text)
}

/** 「毎日1本を30日間」「週5本×4週」: how often the number of articles is due. */
function periods(text: string): number {
  const days = /毎日|1日(?:に)?\d/u.test(text) ? quantities(text, DAYS)[0] : undefined
  const weeks = /週(?:に)?\s*\d+\s*本|毎週/u.test(text) ? quantities(text, WEEKS)[0] : undefined
  return Math.max(1, days?.high ?? 1, weeks?.high ?? 1)
}
