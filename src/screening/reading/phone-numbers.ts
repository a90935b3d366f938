import type { DigitsLanguage } from '../../ruleset/language/digits.js'
import { isDigit } from '../text/skeleton.js'
import { type Digits, digitsOf, readDigit } from './spelt-digits.js'

interface PhoneNumber {
  readonly start: number
  readonly end: number
  /** 0901234…, without anything between. */
  readonly digits: string
}

/** A Japanese telephone number, however its digits are written: 090-…, 〇九〇…, ゼロキュウゼロ…. */
export function buildFindPhoneNumbers(language: DigitsLanguage): (text: string) => PhoneNumber[] {
  const digits = digitsOf(language)
  return text => (digits.holdsRow(text) ? findPhoneNumbers(text, digits) : [])
}

function findPhoneNumbers(text: string, digits: Digits): PhoneNumber[] {
  const found: PhoneNumber[] = []
  for (let start = 0; start < text.length; start++) {
    const first = readDigit(text, start, digits)
    if (first?.digit !== '0' || isDigitBefore(text, start)) continue
    const run = readNumber(text, start, digits)
    if (!run) continue
    found.push({ start, end: run.end, digits: run.digits })
    start = run.end - 1
  }
  return found
}

const isDigitBefore = (text: string, at: number): boolean => isDigit(text.charAt(at - 1))

/** The longest run of 11 or 10 digits that is a telephone number; particles may look like more digits behind it (…0000 に). */
function readNumber(
  text: string,
  from: number,
  language: Digits,
): { readonly digits: string; readonly end: number } | undefined {
  const ends: number[] = []
  let digits = ''
  let at = from
  while (at < text.length && digits.length < 11) {
    const read = readDigit(text, at, language)
    const end = ends[ends.length - 1] ?? from
    if (read) {
      digits += read.digit
      at += read.length
      ends.push(at)
    } else if (at - end < 3 && language.between.test(text.charAt(at))) at++
    else break
  }
  const length = [11, 10].find(count => digits.length >= count && isTelephone(digits.slice(0, count)))
  if (length === undefined || isDigit(text.charAt(ends[length - 1] ?? 0))) return undefined
  return { digits: digits.slice(0, length), end: ends[length - 1] ?? from }
}

/**
 * Example numbers (090-0000-…) are not valid but look like numbers to a reader: possible is enough. Behind 010, which dials
 * abroad, ten digits are too few for a number.
 */
const isTelephone = (digits: string): boolean => /^(?:0[5-9]0\d{8}|0(?!10)\d{9})$/u.test(digits)
