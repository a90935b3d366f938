import { type Digits, readDigit } from '../spelt-digits.js'

/** Digits in a row, however they are written, and where they end. */
export interface DigitRun {
  readonly digits: string
  readonly start: number
  readonly end: number
}

/** Reads on from `from` while digits stand at most two signs apart; undefined where none stands. */
export function readRun(text: string, from: number, language: Digits, most: number): DigitRun | undefined {
  let digits = ''
  let end = from
  for (let at = from; at < text.length && digits.length < most; ) {
    const read = readDigit(text, at, language)
    if (read) {
      digits += read.digit
      at += read.length
      end = at
    } else if (digits !== '' && at - end < 2 && /[\s\-‐ー_.・の]/u.test(text.charAt(at))) at++
    else break
  }
  return digits === '' ? undefined : { digits, start: from, end }
}
