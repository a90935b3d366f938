import type { AmountsLanguage } from '../../../ruleset/language/amounts.js'

/** Amounts and lengths of a normalised text, with every way of writing a number. */
export interface Quantity {
  /** Lower and upper bound; equal when the text names one number. */
  readonly low: number
  readonly high: number
  readonly start: number
  readonly end: number
}

/** Value of a number as the part `number` of the language file matches it. NaN when it is none. */
export type ParseNumber = (source: string) => number

export function buildParseNumber({
  digits,
  small_units,
  large_units,
}: Pick<AmountsLanguage, 'digits' | 'small_units' | 'large_units'>): ParseNumber {
  return source => {
    let total = 0
    let section = 0
    let current: number | undefined
    for (const piece of source.replaceAll(',', '').matchAll(/\d+(?:\.\d+)?|./gu)) {
      const token = piece[0]
      const digit = digits.get(token)
      const small = small_units.get(token)
      const large = large_units.get(token)
      if (/^\d/u.test(token)) current = Number(token)
      else if (digit !== undefined) current = (current ?? 0) * 10 + digit
      else if (small !== undefined) {
        section += (current ?? 1) * small
        current = undefined
      } else if (large !== undefined) {
        total += (section + (current ?? (section === 0 ? 1 : 0))) * large
        section = 0
        current = undefined
      } else return Number.NaN
    }
    return total + section + (current ?? 0)
  }
}

/** All quantities of a text by a pattern whose groups 1 and 2 are numbers; the second may be missing. */
export type Quantities = (text: string, pattern: RegExp) => Quantity[]

export const buildQuantities =
  (parseNumber: ParseNumber): Quantities =>
  (text, pattern) =>
    [...text.matchAll(pattern)].flatMap((match): Quantity[] => {
      const first = parseNumber(match[1] ?? '')
      const second = match[2] === undefined ? first : parseNumber(match[2])
      if (!Number.isFinite(first) || !Number.isFinite(second)) return []
      // 「5~10万円」: the large unit of the upper bound belongs to both.
      const low =
        match[2] !== undefined &&
        first < second / 1_000 &&
        /万/u.test(match[2]) &&
        !/万/u.test(match[1] ?? '')
          ? first * 10_000
          : first
      return [
        {
          low: Math.min(low, second),
          high: Math.max(low, second),
          start: match.index,
          end: match.index + match[0].length,
        },
      ]
    })
