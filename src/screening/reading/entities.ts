import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { LinkifyIt } from 'linkify-it'
import { parse as parseDomain } from 'tldts'
import { isDigit } from '../text/skeleton.js'
import type { Sighting } from './lexicon.js'

const linkify = new LinkifyIt({ fuzzyLink: true, fuzzyEmail: true })

/**
 * Links and mail addresses of a normalised text. Libraries swallow the Japanese that follows a link: they are shown the
 * ASCII only, at the same offsets.
 */
export function findLinks(text: string): Sighting[] {
  if (!/[@.]|:\/\//u.test(text)) return []
  const ascii = text.replace(/[^\x21-\x7e]/gu, ' ')
  return (linkify.match(ascii) ?? []).flatMap(({ index, lastIndex, schema, url }): Sighting[] => {
    if (schema === 'mailto:') return [{ finder: 'mail_address', start: index, end: lastIndex }]
    const { hostname, publicSuffix, isIcann } = parseDomain(url)
    const known = hostname !== null && publicSuffix !== null && isIcann === true
    return schema !== '' || known ? [{ finder: 'url', start: index, end: lastIndex }] : []
  })
}

const DIGIT_WORDS: readonly (readonly [word: string, digit: string])[] = (
  [
    ['0', 'ぜろ ゼロ れい レイ まる マル 零 〇 ○ ◯ o'],
    ['1', 'いち イチ いっ 一 壱 壹 ひと'],
    ['2', 'にい にー ニー に ニ 二 弐 ふた'],
    ['3', 'さん サン 三 参'],
    ['4', 'よん ヨン しー し シ 四'],
    ['5', 'ごお ごー ゴー ご ゴ 五 伍'],
    ['6', 'ろく ロク 六'],
    ['7', 'なな ナナ しち シチ 七'],
    ['8', 'はち ハチ はっ 八'],
    ['9', 'きゅう キュウ きゅー キュー く ク 九'],
  ] as const
)
  .flatMap(([digit, words]) => words.split(' ').map(word => [word, digit] as const))
  .sort(([a], [b]) => b.length - a.length)

const BETWEEN_DIGITS = /[\s\-ー‐_.・、,/()の~→*]/u

/** Ten digits that may be one number: what most texts are spared the reading for. */
const ROW_OF_DIGITS = new RegExp(
  `(?:(?:\\d|${DIGIT_WORDS.map(([word]) => word).join('|')})${BETWEEN_DIGITS.source}{0,3}){10}`,
  'u',
)

/** A Japanese telephone number, however its digits are written: 090-…, 〇九〇…, ゼロキュウゼロ…. */
export function findPhoneNumbers(text: string): Sighting[] {
  if (!ROW_OF_DIGITS.test(text)) return []
  const found: Sighting[] = []
  for (let start = 0; start < text.length; start++) {
    const first = readDigit(text, start)
    if (first?.digit !== '0' || isDigitBefore(text, start)) continue
    const run = readNumber(text, start)
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
): { readonly digit: string; readonly length: number } | undefined {
  const char = text.charAt(at)
  if (char >= '0' && char <= '9') return { digit: char, length: 1 }
  for (const [word, digit] of DIGIT_WORDS) {
    if (text.startsWith(word, at)) return { digit, length: word.length }
  }
  return undefined
}

/** The longest run of 11 or 10 digits that is a telephone number; particles may look like more digits behind it (…0000 に). */
function readNumber(
  text: string,
  from: number,
): { readonly digits: string; readonly end: number } | undefined {
  const ends: number[] = []
  let digits = ''
  let at = from
  while (at < text.length && digits.length < 11) {
    const read = readDigit(text, at)
    const end = ends[ends.length - 1] ?? from
    if (read) {
      digits += read.digit
      at += read.length
      ends.push(at)
    } else if (at - end < 3 && BETWEEN_DIGITS.test(text.charAt(at))) at++
    else break
  }
  const length = [11, 10].find(count => digits.length >= count && isTelephone(digits.slice(0, count)))
  if (length === undefined || isDigit(text.charAt(ends[length - 1] ?? 0))) return undefined
  return { digits: digits.slice(0, length), end: ends[length - 1] ?? from }
}

/** Example numbers (090-0000-…) are not valid but look like numbers to a reader: possible is enough for mobiles. */
const isTelephone = (digits: string): boolean =>
  /^0[5-9]0\d{8}$/u.test(digits) ||
  (digits.length === 10 && (parsePhoneNumberFromString(digits, 'JP')?.isPossible() ?? false))
