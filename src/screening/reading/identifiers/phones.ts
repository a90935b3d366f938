import type { DigitsLanguage } from '../../../ruleset/language/digits.js'
import type { IdentifiersLanguage } from '../../../ruleset/language/identifiers.js'
import { buildFindPhoneNumbers } from '../phone-numbers.js'
import type { Find, Sighting } from './sighting.js'
import { anyOf } from './words.js'

/** Telephone numbers as E.164. A number without a country is Japanese. */
export function buildFindPhones(language: DigitsLanguage, words: IdentifiersLanguage['phone']): Find {
  const findJapanese = buildFindPhoneNumbers(language)
  const domestic = buildDomestic(words)
  return ({ text }) => [
    ...findInternational(text),
    ...findJapanese(text).flatMap(found => domestic(text, found)),
  ]
}

const INTERNATIONAL = /(?<![\w+])\+\s?(?<digits>[1-9](?:[\s().-]{0,2}\d){7,14})(?![\d])/dgu

function findInternational(text: string): Sighting[] {
  if (!text.includes('+')) return []
  return [...text.matchAll(INTERNATIONAL)].flatMap((match): Sighting[] => {
    const digits = (match.groups?.digits ?? '').replace(/\D/gu, '')
    // The zero in brackets of +81 (0)90 is not dialled.
    const value = digits.replace(/^810/u, '81')
    const isJapanese = value.startsWith('81')
    if (isJapanese ? !isDialled(`0${value.slice(2)}`) : value.length < 9) return []
    return [{ type: 'phone', value: `+${value}`, start: match.index, end: match.index + match[0].length }]
  })
}

/** What the plan of numbers of Japan knows: mobile, IP and free numbers by their first digits, areas by any but zero. */
const isDialled = (digits: string): boolean =>
  /^(?:0[5-9]0\d{8}|0120\d{6}|0800\d{7}|0[1-9]\d{8})$/u.test(digits) && !/^(\d)\1+$/u.test(digits.slice(1))

interface Found {
  readonly start: number
  readonly end: number
  readonly digits: string
}

function buildDomestic({ telephone, number, of_other_things, units }: IdentifiersLanguage['phone']) {
  const isOfOther = new RegExp(
    String.raw`${anyOf(of_other_things)}(?:の)?${anyOf(number)}?[\s:は→「=#（(.-]{0,4}$`,
    'u',
  )
  const isOfTelephone = new RegExp(anyOf(telephone), 'u')
  const isAmount = new RegExp(`^${anyOf(units)}`, 'u')

  return (text: string, { start, end, digits }: Found): Sighting[] => {
    const before = text.slice(Math.max(0, start - 16), start)
    const seen = text.slice(start, end)
    if (!isDialled(digits) || isOfOther.test(before)) return []
    // A piece of a longer number or of a part's name.
    if (/[a-z\d][-_/.]?$/u.test(before) || /^[-_/]?[a-z\d]/u.test(text.slice(end, end + 2))) return []
    if (isAmount.test(text.slice(end, end + 5))) return []
    const isMobile = /^0[5-9]0\d{8}$|^0120|^0800/u.test(digits)
    const isRun = /^\d+$/u.test(seen)
    // Ten digits in a row are any number, unless somebody says that it is a telephone's.
    if (!isMobile && isRun && !isOfTelephone.test(text.slice(Math.max(0, start - 24), end + 12))) return []
    return [{ type: 'phone', value: `+81${digits.slice(1)}`, start, end }]
  }
}
