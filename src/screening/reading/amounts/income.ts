import type { Sighting } from '../lexicon.js'
import { parseNumber, quantities, quantityOf } from './numbers.js'

/** Yen from which pay for a period is more than ordinary side work brings, and from which hardly anyone earns it. */
const LEVELS = {
  year: { high: 6_000_000, extreme: 12_000_000 },
  month: { high: 200_000, extreme: 800_000 },
  week: { high: 100_000, extreme: 300_000 },
  day: { high: 10_000, extreme: 50_000 },
  hour: { high: 8_000, extreme: 20_000 },
} as const
type Period = keyof typeof LEVELS

const PERIODS: readonly (readonly [Period, RegExp])[] = [
  ['year', /(?:年収|年商|年間|1年(?:で|に|間)?|年に)[^。\n\d]{0,10}$/u],
  ['month', /(?:月収|月給|月商|月額|毎月|月々|ひと月|1(?:か|ヶ|ケ|カ|ヵ)月|(?<![0-9])月)[^。\n\d]{0,10}$/u],
  ['week', /(?:週給|週に|1週間|週)[^。\n\d]{0,8}$/u],
  ['day', /(?:日給|日収|日当|1日|一日|毎日|日に|即日)[^。\n\d]{0,12}$/u],
  ['hour', /(?:時給|1時間|一時間)[^。\n\d]{0,8}$/u],
]
const AMOUNT = quantityOf('円|えん|万(?!人|件|字|文|回|部|枚|pv|ダウン|以上の)|¥')
/** 「15分で1万円」「10分の作業で5,000円」 */
const MINUTES = /(\d+)\s*分(?:間|ほど|程度|くらい|だけ)?(?:で|の[^。\n]{0,10})[^。\n\d]{0,10}$/u

/** Pay that is high, or beyond belief, for its period. */
export function findIncome(text: string): Sighting[] {
  if (!/[円万¥]/u.test(text)) return []
  return quantities(text, AMOUNT).flatMap((amount): Sighting[] => {
    const bare = /万$/u.test(text.slice(amount.start, amount.end)) ? 10_000 : 1
    const high = amount.high * bare
    const low = amount.low * bare
    const before = text.slice(Math.max(0, amount.start - 24), amount.start)
    const level = levelOf(before, low, high)
    return level ? [{ finder: level, start: amount.start, end: amount.end }] : []
  })
}

function levelOf(before: string, low: number, high: number): 'high_income' | 'extreme_income' | undefined {
  const minutes = MINUTES.exec(before)
  if (minutes) {
    const hourly = (high * 60) / Math.max(1, parseNumber(minutes[1] ?? '60'))
    return grade(hourly, LEVELS.hour)
  }
  const period = PERIODS.find(([, pattern]) => pattern.test(before))?.[0]
  if (!period) return undefined
  if (low > 0 && high / low >= 20 && high >= LEVELS[period].high) return 'extreme_income'
  return grade(high, LEVELS[period])
}

const grade = (
  yen: number,
  level: { readonly high: number; readonly extreme: number },
): 'high_income' | 'extreme_income' | undefined =>
  yen >= level.extreme ? 'extreme_income' : yen >= level.high ? 'high_income' : undefined
