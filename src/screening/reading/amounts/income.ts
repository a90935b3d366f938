import type { AmountsLanguage, Period } from '../../../ruleset/language/amounts.js'
import { everywhere, patternIn } from '../../../ruleset/language/named-pattern.js'
import type { Sighting } from '../lexicon.js'
import type { ParseNumber, Quantities } from './numbers.js'

type Level = 'high_income' | 'extreme_income'

/** From this many times the lower amount on, the upper one is bait, if it is high at all (月給5万円~600万円). */
const WIDEST_RANGE = 20

/** Pay that is high, or beyond belief, for its period. */
export function buildFindIncome(
  { patterns, income }: AmountsLanguage,
  parseNumber: ParseNumber,
  quantities: Quantities,
): (text: string) => Sighting[] {
  const pattern = patternIn(patterns)
  const mayHold = pattern('may_hold_income')
  const pay = everywhere(pattern('income'))
  const inMinutes = pattern('minutes')
  const periods: readonly (readonly [Period, RegExp])[] = [
    ['year', pattern('income_per_year')],
    ['month', pattern('income_per_month')],
    ['week', pattern('income_per_week')],
    ['day', pattern('income_per_day')],
    ['hour', pattern('income_per_hour')],
  ]

  return text => {
    if (!mayHold.test(text)) return []
    return quantities(text, pay).flatMap((amount): Sighting[] => {
      const bare = /万$/u.test(text.slice(amount.start, amount.end)) ? 10_000 : 1
      const before = text.slice(Math.max(0, amount.start - 24), amount.start)
      const level = levelOf(before, amount.low * bare, amount.high * bare)
      return level ? [{ finder: level, start: amount.start, end: amount.end }] : []
    })
  }

  function levelOf(before: string, low: number, high: number): Level | undefined {
    const minutes = inMinutes.exec(before)
    if (minutes) return grade((high * 60) / Math.max(1, parseNumber(minutes[1] ?? '60')), 'hour')
    const period = periods.find(([, stands]) => stands.test(before))?.[0]
    if (!period) return undefined
    if (low > 0 && high / low >= WIDEST_RANGE && high >= income[period].high) return 'extreme_income'
    return grade(high, period)
  }

  function grade(yen: number, period: Period): Level | undefined {
    if (yen >= income[period].extreme) return 'extreme_income'
    return yen >= income[period].high ? 'high_income' : undefined
  }
}
