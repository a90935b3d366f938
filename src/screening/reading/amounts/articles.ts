import type { AmountsLanguage } from '../../../ruleset/language/amounts.js'
import { everywhere, patternIn } from '../../../ruleset/language/named-pattern.js'
import type { Quantities, Quantity } from './numbers.js'

/** Number of articles that a price covers: 「2,000文字×5記事で3,000円」「20記事で4000円」. 1 when the price is for one. */
export type CountArticles = (text: string, price: Quantity, length: Quantity) => number

export function buildCountArticles({ patterns }: AmountsLanguage, quantities: Quantities): CountArticles {
  const pattern = patternIn(patterns)
  const articles = everywhere(pattern('articles'))
  const timesArticles = everywhere(pattern('times_articles'))
  const articlesTimes = everywhere(pattern('articles_times'))
  const articlesCovered = everywhere(pattern('articles_covered'))
  const articlesFor = everywhere(pattern('articles_for'))
  const labelledCount = everywhere(pattern('labelled_count'))
  const days = everywhere(pattern('days'))
  const weeks = everywhere(pattern('weeks'))
  const lot = everywhere(pattern('lot'))
  const priceOfOne = pattern('price_of_one')
  const priceForEach = pattern('price_for_each')
  const eachLength = pattern('each_length')
  const pricedByLength = pattern('priced_by_length')
  const monthly = pattern('monthly')
  const perMonth = pattern('per_month')
  const total = pattern('total')
  const perDay = pattern('per_day')
  const perWeek = pattern('per_week')

  // Asked for every price of a text, and the same for all of them.
  const setOf = ofLastText(text => quantities(text, lot)[0])
  const mostArticles = ofLastText(text =>
    [...quantities(text, articles), ...quantities(text, labelledCount)].reduce(
      (most, { high }) => Math.max(most, high),
      1,
    ),
  )

  return (text, price, length) => {
    const before = text.slice(Math.max(0, price.start - 14), price.start)
    // 「300字×30商品、1商品240円」: however many there are, the price is for one.
    if (priceOfOne.test(before) || priceForEach.test(text.slice(price.end, price.end + 12))) return 1
    const times = quantities(text.slice(length.end, length.end + 12), timesArticles)[0]
    if (times && length.start < price.start) return times.high
    const beforeLength = text.slice(Math.max(0, length.start - 10), length.start)
    const several = quantities(beforeLength, articlesTimes)[0]
    if (several) return several.high
    const covered = quantities(text.slice(price.end, price.end + 12), articlesCovered)[0]
    if (covered) return covered.high
    const direct = quantities(before, articlesFor)[0]
    if (direct) return Math.max(1, direct.high)
    const between = text.slice(length.end, price.start)
    const isOfEach = eachLength.test(beforeLength) && !pricedByLength.test(between)
    const set = isOfEach ? setOf(text) : undefined
    if (set) return set.high
    const byMonth = monthly.test(before)
    if (!total.test(before) && !(byMonth && perMonth.test(text))) return 1
    return mostArticles(text) * periods(text, byMonth)
  }

  /** 「毎日1本を30日間」「週5本×4週」「週2本、月額」: how often the number of articles is due. */
  function periods(text: string, byMonth: boolean): number {
    const inPeriod = (pattern: RegExp, inMonth: number): number =>
      quantities(text, pattern)[0]?.high ?? (byMonth ? inMonth : 1)
    return Math.max(
      1,
      perDay.test(text) ? inPeriod(days, DAYS_OF_MONTH) : 1,
      perWeek.test(text) ? inPeriod(weeks, WEEKS_OF_MONTH) : 1,
    )
  }
}

/** Remembers the answer for the text that was asked about last. */
function ofLastText<Answer>(work: (text: string) => Answer): (text: string) => Answer {
  let last: { readonly text: string; readonly answer: Answer } | undefined
  return text => {
    if (last?.text !== text) last = { text, answer: work(text) }
    return last.answer
  }
}

const DAYS_OF_MONTH = 30
const WEEKS_OF_MONTH = 4
