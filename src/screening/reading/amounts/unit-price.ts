import type { AmountsLanguage } from '../../../ruleset/language/amounts.js'
import { patternIn } from '../../../ruleset/language/named-pattern.js'
import type { Segments } from '../../text/segment.js'
import type { Sighting } from '../lexicon.js'
import { buildCountArticles } from './articles.js'
import type { Quantities, Quantity } from './numbers.js'
import { buildWritingQuantities } from './writing-quantities.js'

/** Further apart, in UTF-16 units or in sentences, a length and a price do not belong together. */
const FURTHEST = 240
const FURTHEST_SENTENCES = 5
/** More yen than this nobody pays for a character: 「1,500文字 単価600円」 is the price of the article. */
const HIGHEST_CHARACTER_PRICE = 50
/** A shorter length is none that an article has. */
const SHORTEST_LENGTH = 100

/** Writing prices of 0.5 yen a character or less, stated (文字単価0.3円) or computed (3,000文字 900円). */
export function buildFindLowUnitPrices(
  language: AmountsLanguage,
  quantities: Quantities,
): (text: string, segments: Segments) => Sighting[] {
  const { patterns, low_unit_price, no_price } = language
  const { yenAmounts, textLengths } = buildWritingQuantities(language, quantities)
  const countArticles = buildCountArticles(language, quantities)
  const isPerCharacter = buildIsPerCharacter(language)
  const pattern = patternIn(patterns)
  const mayHoldPrice = pattern('may_hold_price')
  const mayHoldLength = pattern('may_hold_length')
  const notWriting = pattern('not_writing')
  const writing = pattern('writing')
  const plus = pattern('plus')
  const notOffered = pattern('not_offered')
  const otherPay = pattern('other_pay')
  const monthly = pattern('monthly')
  const perMonth = pattern('per_month')
  const priceOfAThing = pattern('price_of_a_thing')
  const fromAbout = pattern('from_about')
  const pricedAtOnce = pattern('priced_at_once')
  const sheetSize = pattern('sheet_size')
  const otherLength = pattern('other_length')
  const lengthToRead = pattern('length_to_read')

  return (text, segments) => {
    if (!mayHoldPrice.test(text) || !mayHoldLength.test(text)) return []
    if (notWriting.test(text) && !writing.test(text)) return []
    const amounts = yenAmounts(text)
    const stated = amounts.filter(amount => isPerCharacter(text, amount))
    const others = amounts.filter(amount => !stated.includes(amount))
    return [...lowStated(text, stated), ...lowComputed(text, others, segments)]
  }

  function lowStated(text: string, stated: readonly Quantity[]): Sighting[] {
    return stated
      .filter(
        amount =>
          amount.high <= low_unit_price &&
          amount.high > 0 &&
          !plus.test(text.slice(0, amount.start)) &&
          !notOffered.test(text.slice(amount.end, amount.end + 24)),
      )
      .map((amount): Sighting => ({ finder: 'low_unit_price_stated', start: amount.start, end: amount.end }))
  }

  function lowComputed(text: string, amounts: readonly Quantity[], segments: Segments): Sighting[] {
    const prices = amounts.filter(
      amount =>
        Number.isInteger(amount.high) &&
        !isOtherPay(text, amount) &&
        !priceOfAThing.test(text.slice(amount.end, amount.end + 6)) &&
        !fromAbout.test(text.slice(amount.end, amount.end + 6)),
    )
    const lengths = textLengths(text).filter(
      length =>
        (length.low >= SHORTEST_LENGTH || pricedAtOnce.test(text.slice(length.end, length.end + 10))) &&
        !sheetSize.test(text.slice(length.end, length.end + 3)) &&
        !otherLength.test(text.slice(Math.max(0, length.start - 12), length.start)) &&
        !lengthToRead.test(text.slice(length.end, length.end + 10)),
    )
    return prices.flatMap((price): Sighting[] => {
      const length = nearest(price, lengths)
      const isOnlyPair = prices.length === 1 && lengths.length === 1
      if (!length || !(isOnlyPair || areNear(length, price, segments))) return []
      const unit = price.high / (length.low * countArticles(text, price, length))
      if (unit <= no_price || unit > low_unit_price || !isBestPrice(price, length, prices)) return []
      return [
        {
          finder: 'low_unit_price_computed',
          start: Math.min(price.start, length.start),
          end: Math.max(price.end, length.end),
        },
      ]
    })
  }

  /** Pay for something else than a text. What is paid a month for so many articles a month is pay for texts. */
  function isOtherPay(text: string, { start }: Quantity): boolean {
    const before = text.slice(Math.max(0, start - 12), start)
    return otherPay.test(before) && !(monthly.test(before) && perMonth.test(text))
  }

  /** A smaller side payment does not make the price low when a full price stands nearer to the length. */
  function isBestPrice(price: Quantity, length: Quantity, prices: readonly Quantity[]): boolean {
    return !prices.some(
      other =>
        other !== price &&
        distance(other, length) <= distance(price, length) &&
        other.high / length.low > low_unit_price,
    )
  }
}

/** Whether an amount is named as the price of one character. */
function buildIsPerCharacter({ patterns }: AmountsLanguage): (text: string, amount: Quantity) => boolean {
  const pattern = patternIn(patterns)
  const severalCharacters = pattern('several_characters')
  const perCharacter = pattern('per_character')
  const priceLabel = pattern('price_label')
  const oneCharacter = pattern('one_character')
  const characterPrice = pattern('character_price')
  const slashCharacter = pattern('slash_character')
  const writingPrice = pattern('writing_price')
  const otherUnit = pattern('other_unit')
  return (text, amount) => {
    const before = text.slice(Math.max(0, amount.start - 14), amount.start)
    const behind = text.slice(amount.end, amount.end + 6)
    if (amount.low > HIGHEST_CHARACTER_PRICE || severalCharacters.test(before)) return false
    return (
      (perCharacter.test(before) && (priceLabel.test(before) || oneCharacter.test(before))) ||
      characterPrice.test(before) ||
      slashCharacter.test(behind) ||
      (isFractionOfYen(amount) && writingPrice.test(text) && !otherUnit.test(before))
    )
  }
}

/** Nothing but a character is paid with a fraction of a yen, where writing is the subject. */
const isFractionOfYen = ({ low, high }: Quantity): boolean => high < 1 && low > 0

/** In the same sentence or line, or a few further on: job posts give length and pay in separate bullets. */
function areNear(a: Quantity, b: Quantity, { starts, ends }: Segments): boolean {
  const sentenceAt = (at: number): number => {
    const index = ends.findIndex(end => at < end)
    return index < 0 ? starts.length - 1 : index
  }
  return (
    Math.abs(sentenceAt(a.start) - sentenceAt(b.start)) <= FURTHEST_SENTENCES &&
    Math.abs(a.start - b.start) <= FURTHEST
  )
}

const distance = (a: Quantity, b: Quantity): number => (a.start < b.start ? b.start - a.end : a.start - b.end)

function nearest(price: Quantity, lengths: readonly Quantity[]): Quantity | undefined {
  return lengths.reduce<Quantity | undefined>(
    (best, length) => (best && distance(price, best) <= distance(price, length) ? best : length),
    undefined,
  )
}
