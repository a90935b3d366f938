import { LinkifyIt } from 'linkify-it'
import { parse as parseDomain } from 'tldts'
import type { DigitsLanguage } from '../../ruleset/language/digits.js'
import type { Sighting } from './lexicon.js'
import { buildFindPhoneNumbers } from './phone-numbers.js'

const linkify = new LinkifyIt({ fuzzyLink: true, fuzzyEmail: true })

/** Links, mail addresses and telephone numbers of a normalised text. */
export type FindEntities = (text: string) => Sighting[]

/** By the digits of `dict/language/digits.yaml`. */
export function buildFindEntities(language: DigitsLanguage): FindEntities {
  const findPhoneNumbers = buildFindPhoneNumbers(language)
  return text => {
    const found: Sighting[] = []
    if (/[@.]|:\/\//u.test(text)) found.push(...findLinks(text))
    for (const { start, end, digits } of findPhoneNumbers(text)) {
      const plain = /^[\d\-() ]+$/u.test(text.slice(start, end))
      found.push({ finder: 'phone_number', start, end, ...(plain ? {} : { fold: 'digits', word: digits }) })
    }
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
