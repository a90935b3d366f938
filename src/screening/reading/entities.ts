import { LinkifyIt } from 'linkify-it'
import { parse as parseDomain } from 'tldts'
import type { DigitsLanguage } from '../../ruleset/language/digits.js'
import { isDigit } from '../text/skeleton.js'
import type { Sighting } from './lexicon.js'

const linkify = new LinkifyIt({ fuzzyLink: true, fuzzyEmail: true })

/** Links, mail addresses and telephone numbers of a normalised text. */
export type FindEntities = (text: string) => Sighting[]

/** By the digits of `dict/language/digits.yaml`. */
export function buildFindEntities(language: DigitsLanguage): FindEntities {
  const digits = readingOf(language)
  return text => {
    const found: Sighting[] = []
    if (/[@.]|:\/\//u.test(text)) found.push(...findLinks(text))
    if (digits.row.test(text)) found.push(...findPhoneNumbers(text, digits))
    return found
  }
}

/** Libraries swallow the Japanese that follows a link: they are shown the ASCII only, at the same offsets. */
function findLinks(text: string): Sighting[] {
  const ascii = text.replace(/[^\x21-\x7e]/gu, ' ')
  return (linkify.match(ascii) ?? []).flatMap(({ index, lastIndex, schema, url }): Sighting[] => {
    if (schema === 'mailto:') return [{ finder: 'mail_address', start: index, end: lastIndex }]
    const { hostname, publicSuffix, isIcann } = parseDomain(url)
    const known = hostname !== null && publicSuffix !== null && isIcann === true
    return schema !== '' || known ? [{ finder: 'url', start: index, end: lastIndex }] : []
  })
}

interface Digits {
  /** Spelt-out digits by their first character, in the order of the language. */
  readonly words: ReadonlyMap<string, DigitsLanguage['words']>
  /** One character that may stand between two digits. */
  readonly between: RegExp
  /** Ten digits that may be one number: without them a text is not read for numbers. */
  readonly row: RegExp
}

function readingOf({ words, between }: DigitsLanguage): Digits {
  const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/gu, '\\$&')
  const separator = `[\\s${literal(between)}]`
  const digit = `(?:\\d|${words.map(([word]) => literal(word)).join('|')})`
  const firsts = [...new Set(words.map(([word]) => word.charAt(0)))]
  return {
    words: new Map(firsts.map(first => [first, words.filter(([word]) => word.startsWith(first))])),
    between: new RegExp(separator, 'u'),
    row: new RegExp(`(?:${digit}${separator}{0,3}){10}`, 'u'),
  }
}

/** A Japanese telephone number, however its digits are written: 090-…, 〇九〇…, ゼロキュウゼロ…. */
function findPhoneNumbers(text: string, digits: Digits): Sighting[] {
  const found: Sighting[] = []
  for (let start = 0; start < text.length; start++) {
    const first = readDigit(text, start, digits)
    if (first?.digit !== '0' || isDigitBefore(text, start)) continue
    const run = readNumber(text, start, digits)
    if (!run) continue
    const plain = /^[\d\-() ]+$/u.test(text.slice(start, run.end))
    found.push({
      finder: 'phone_number',
      start,
      end: run.end,
      ...(plain ? {} : { fold: 'digits', word: run.digits }),
    })
    start = run.end - 1
  }
  return found
}

const isDigitBefore = (text: string, at: number): boolean => isDigit(text.charAt(at - 1))

function readDigit(
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
