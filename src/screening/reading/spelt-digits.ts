import type { DigitsLanguage } from '../../ruleset/language/digits.js'

/** How digits are written, ready for reading. */
export interface Digits {
  /** Spelt-out digits by their first character, in the order of the language. */
  readonly words: ReadonlyMap<string, DigitsLanguage['words']>
  /** One character that may stand between two digits. */
  readonly between: RegExp
  /** Whether ten digits stand in a row that may be one number: without them a text is not read for numbers. */
  readonly holdsRow: (text: string) => boolean
}

/** Digits of the shortest telephone number. */
const ROW = 10

/** By the table of `dict/language/digits.yaml`. */
export function digitsOf(language: DigitsLanguage): Digits {
  const { words, between } = language
  const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/gu, '\\$&')
  const separator = `[\\s${literal(between)}]`
  const digit = `(?:\\d|${words.map(([word]) => literal(word)).join('|')})`
  const row = new RegExp(`(?:${digit}${separator}{0,3}){${ROW}}`, 'u')
  const mayHoldRow = rowFilter(language)
  const firsts = [...new Set(words.map(([word]) => word.charAt(0)))]
  return {
    words: new Map(firsts.map(first => [first, words.filter(([word]) => word.startsWith(first))])),
    between: new RegExp(separator, 'u'),
    holdsRow: text => mayHoldRow(text) && row.test(text),
  }
}

/** The characters that digits are written with, and those that may stand between. */
const DIGIT = 1
const BETWEEN = 2

/** Whether ten characters of digits stand together, whatever they make. Asked of every text, so without an expression. */
function rowFilter({ words, between }: DigitsLanguage): (text: string) => boolean {
  const kinds = new Uint8Array(65_536)
  for (const char of `${between} \t\n\u3000`) kinds[char.charCodeAt(0)] = BETWEEN
  for (const [word] of words) for (let i = 0; i < word.length; i++) kinds[word.charCodeAt(i)] = DIGIT
  for (const char of '0123456789') kinds[char.charCodeAt(0)] = DIGIT
  return text => {
    let count = 0
    for (let at = 0; at < text.length; at++) {
      const kind = kinds[text.charCodeAt(at)]
      if (kind === DIGIT) count++
      else if (kind !== BETWEEN) count = 0
      if (count === ROW) return true
    }
    return false
  }
}

/** The digit that starts at `at`, however it is written. */
export function readDigit(
  text: string,
  at: number,
  { words }: Digits,
): { readonly digit: string; readonly length: number } | undefined {
  const char = text.charAt(at)
  if (char >= '0' && char <= '9') return { digit: char, length: 1 }
  for (const [word, digit] of words.get(char) ?? []) {
    if (text.startsWith(word, at)) return { digit, length: word.length }
  }
  return undefined
}
