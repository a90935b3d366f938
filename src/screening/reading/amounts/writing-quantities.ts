import { labelledQuantity, type Quantity, quantities, quantityOf } from './numbers.js'

/** Amounts of yen and lengths of texts, in every way in which a job post writes them. Offsets in the normalised text. */

const YEN = quantityOf('円|えん|圓|¥')
const SEN = quantityOf('銭(?!湯)')
const CHARACTERS = quantityOf('文字|字(?!幕|体|形)|もじ|モジ|moji')
const SHEETS = quantityOf('枚', '原稿用紙(?:換算)?(?:で|にして)?\\s*')
const YEN_SIGN = labelledQuantity('[¥\\\\]\\s*')
const BUDGET = labelledQuantity('(?:で|予算は?|報酬は?|総額|合計|計|まとめて)\\s*', '(?=[\\s、。!,)]|で|$)')
const SECOND_FRACTION = labelledQuantity('(?<![\\d.])(?=0\\.\\d)', '(?=まで|から)')
const LENGTH_LABEL = labelledQuantity(
  '(?:文字数|字数|分量|ボリューム)[^\\d\\n]{0,8}?',
  '(?!\\s*(?:円|文字|字|本|件|記事|枚|分|日|%))',
)
/** Characters on a sheet of Japanese manuscript paper (原稿用紙). */
const SHEET = 400
const TENTH_DIGITS = [
  ['一', 'イチ', 'いち'],
  ['二', 'ニ', 'に'],
  ['三', 'サン', 'さん'],
  ['四', 'ヨン', 'よん'],
  ['五', 'ゴ', 'ご'],
  ['六', 'ロク', 'ろく'],
  ['七', 'ナナ', 'なな'],
  ['八', 'ハチ', 'はち'],
  ['九', 'キュウ', 'きゅう'],
] as const
const TENTHS = new RegExp(
  `(?:[〇零0]|レイ|れい|ゼロ|ぜろ)\\s*(?:[・.点]|テン|てん)\\s*(${TENTH_DIGITS.flat().join('|')})\\s*(?:円|えん|エン)`,
  'gu',
)

/** Spoken: 「ゼロコンマ4」「コンマ五円」. The yen goes without saying. */
const SPOKEN_TENTHS = new RegExp(
  `(?:[〇零0]|レイ|れい|ゼロ|ぜろ)?\\s*(?:コンマ|こんま)\\s*(${TENTH_DIGITS.flat().join('|')}|[1-9])(?!\\d)\\s*(?:円|えん|エン)?`,
  'gu',
)

export function yenAmounts(text: string): Quantity[] {
  return distinct([
    ...tenths(text),
    ...sen(text),
    ...decimalCommas(text),
    ...quantities(text, YEN),
    ...quantities(text, YEN_SIGN),
    // 「予算6万」「100記事で6万」: the yen goes without saying.
    ...quantities(text, BUDGET).filter(({ high }) => high >= 1_000 && high % 1_000 === 0),
    // 「0.1円スタート、実績で0.3まで」: a second fraction beside one that is named in yen.
    ...(/(?<!\d)0\.\d+\s*円/u.test(text) ? quantities(text, SECOND_FRACTION) : []),
  ])
}

export function textLengths(text: string): Quantity[] {
  return distinct([
    ...quantities(text, CHARACTERS),
    ...quantities(text, SHEETS).map(sheets => ({
      ...sheets,
      low: sheets.low * SHEET,
      high: sheets.high * SHEET,
    })),
    ...quantities(text, LENGTH_LABEL),
  ])
}

/** 「1文字40銭」: a hundredth of a yen each. */
function sen(text: string): Quantity[] {
  return quantities(text, SEN).map(amount => ({
    ...amount,
    low: amount.low / 100,
    high: amount.high / 100,
  }))
}

/** 「〇・四円」「零点三円」「レイテンゴ円」 */
function tenths(text: string): Quantity[] {
  return [...text.matchAll(TENTHS), ...text.matchAll(SPOKEN_TENTHS)].map(match => {
    const word = TENTH_DIGITS.findIndex(names => names.some(name => name === match[1])) + 1
    const value = (word || Number(match[1])) / 10
    return { low: value, high: value, start: match.index, end: match.index + match[0].length }
  })
}

/** 「0,5円」: a comma for the point. */
function decimalCommas(text: string): Quantity[] {
  return [...text.matchAll(/(?<![\d,])0,(\d{1,2})\s*円/gu)].map(match => {
    const value = Number(`0.${match[1]}`)
    return { low: value, high: value, start: match.index, end: match.index + match[0].length }
  })
}

/** In the order of the text; what overlaps an earlier find is the same number read twice. */
function distinct(found: readonly Quantity[]): Quantity[] {
  const kept: Quantity[] = []
  for (const quantity of found) {
    if (!kept.some(other => quantity.start < other.end && other.start < quantity.end)) kept.push(quantity)
  }
  return kept.sort((a, b) => a.start - b.start)
}
