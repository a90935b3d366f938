/** Amounts and lengths of a normalised text, with every way of writing a number. */
export interface Quantity {
  /** Lower and upper bound; equal when the text names one number. */
  readonly low: number
  readonly high: number
  readonly start: number
  readonly end: number
}

const KANJI_DIGITS: Readonly<Record<string, number>> = {
  〇: 0,
  零: 0,
  一: 1,
  二: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
  壱: 1,
  弐: 2,
  参: 3,
}
const SMALL_UNITS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1_000 }
const LARGE_UNITS: Readonly<Record<string, number>> = { 万: 10_000, 億: 100_000_000, k: 1_000 }

/** Source of a pattern for one number: 3,000 · 3000 · 1.5万 · 三千五百 · 0.3 · 5千. */
export const NUMBER = String.raw`(?<!\d)(?:\d{1,3}(?:,\d{3}){1,4}|\d{1,12})(?:\.\d{1,4})?(?:[千百万億k](?:\d{1,4}千?)?){0,3}|(?<![〇零一二三四五六七八九十百千万億壱弐参])[〇零一二三四五六七八九十百千万億壱弐参]{1,12}(?:\.\d{1,4})?`

/** Value of a number as matched by NUMBER. NaN when it is none. */
export function parseNumber(source: string): number {
  let total = 0
  let section = 0
  let current: number | undefined
  for (const piece of source.replaceAll(',', '').matchAll(/\d+(?:\.\d+)?|./gu)) {
    const token = piece[0]
    const digit = KANJI_DIGITS[token]
    const small = SMALL_UNITS[token]
    const large = LARGE_UNITS[token]
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

/**
 * A pattern for `quantities`: `3,000~4,000字`, `3千から4千文字`, a number or a range before a unit. Groups 1 and 2 are the
 * numbers.
 */
export const quantityOf = (unit: string, before = ''): RegExp =>
  new RegExp(
    `${before}(${NUMBER})(?:\\s*(?:円|文字|字)?\\s*(?:~|-|から|ー|より)\\s*(${NUMBER}))?\\s*(?:${unit})`,
    'gu',
  )

/** A pattern for `quantities`: a number or a range that is told by what stands around it, without a unit of its own. */
export const labelledQuantity = (before: string, behind = ''): RegExp =>
  new RegExp(`${before}(${NUMBER})(?:\\s*(?:~|-|から)\\s*(${NUMBER}))?${behind}`, 'gu')

export function quantities(text: string, pattern: RegExp): Quantity[] {
  return [...text.matchAll(pattern)].flatMap((match): Quantity[] => {
    const first = parseNumber(match[1] ?? '')
    const second = match[2] === undefined ? first : parseNumber(match[2])
    if (!Number.isFinite(first) || !Number.isFinite(second)) return []
    // 「5~10万円」: the large unit of the upper bound belongs to both.
    const low =
      match[2] !== undefined && first < second / 1_000 && /万/u.test(match[2]) && !/万/u.test(match[1] ?? '')
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
}
