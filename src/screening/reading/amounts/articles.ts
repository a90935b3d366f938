import type { AmountsLanguage } from '../../../ruleset/language/amounts.js'
import { everywhere } from '../../../ruleset/language/named-pattern.js'
import type { Quantities, Quantity } from './numbers.js'

/** Number of articles that a price covers: 「2,000文字×5記事で3,000円」「20記事で4000円」. 1 when the price is for one. */
export type CountArticles = (text: string, price: Quantity, length: Quantity) => number

export function buildCountArticles({ pattern }: AmountsLanguage, quantities: Quantities): CountArticles {
  const articles = everywhere(pattern('articles'))
  const timesArticles = everywhere(pattern('times_articles'))
  const articlesTimes = everywhere(pattern('articles_times'))
  const articlesCovered = everywhere(pattern('articles_covered'))
  const articlesFor = everywhere(pattern('articles_for'))
  const labelledCount = everywhere(pattern('labelled_count'))
  const days = everywhere(pattern('days'))
  const weeks = everywhere(pattern('weeks'))
  const total = pattern('total')
  const perDay = pattern('per_day')
  const perWeek = pattern('per_week')

  return (text, price, length) => {
    const before = text.slice(Math.max(0, price.start - 14), price.start)
    const times = quantities(text.slice(length.end, length.end + 12), timesArticles)[0]
    if (times && length.start < price.start) return times.high
    const lot = quantities(text.slice(Math.max(0, length.start - 10), length.start), articlesTimes)[0]
    if (lot) return lot.high
    const covered = quantities(text.slice(price.end, price.end + 12), articlesCovered)[0]
    if (covered) return covered.high
    const direct = quantities(before, articlesFor)[0]
    if (direct) return Math.max(1, direct.high)
    if (!total.test(before)) return 1
    const counts = [...quantities(text, articles), ...quantities(text, labelledCount)]
    return counts.reduce((most, { high }) => Math.max(most, high), 1) * periods(text)
  }

  /** 「毎日1本を30日間」「週5本×4週」: how often the number of articles is due. */
  function periods(text: string): number {
    const everyDay = perDay.test(text) ? quantities(text, days)[0] : undefined
    const everyWeek = perWeek.test(text) ? quantities(text, weeks)[0] : undefined
    return Math.max(1, everyDay?.high ?? 1, everyWeek?.high ?? 1)
  }
}
