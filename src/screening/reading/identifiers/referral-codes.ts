import type { IdentifiersLanguage } from '../../../ruleset/language/identifiers.js'
import { type Find, type Sighting, spanOfGroup } from './sighting.js'
import { anyOf, buildHolds, isLatin } from './words.js'

/** Codes that say who brought a new member. */
export function buildFindReferralCodes({
  whose,
  code,
  not_codes,
  units,
}: IdentifiersLanguage['referral_code']): Find {
  const isNamed = buildHolds(whose)
  const isNoCode = new Set(not_codes)
  const label = `(?:(?<![a-z])${anyOf(whose.filter(isLatin))}|${anyOf(whose.filter(word => !isLatin(word)))})`
  const labelled = new RegExp(
    String.raw`${label}(?:者|用|の)?\s?${anyOf(code)}(?:\s{0,3}(?:は|に|:|=|→|⇒|>|「|『|【|\[|\(|"|、|,|▶|↓|欄に|で|の){1,3}\s{0,3}|\s{1,3})(?<code>(?:[a-z0-9][\s]){3,15}[a-z0-9](?![a-z0-9])|[a-z0-9][a-z0-9_-]{2,19})(?![a-z0-9@.:/]|\s?${anyOf(units)})`,
    'dgu',
  )
  return ({ text, longestRow }) => {
    if (longestRow === 0 || !isNamed(text)) return []
    return [...text.matchAll(labelled)].flatMap((match): Sighting[] => {
      const place = spanOfGroup(match, 'code')
      const seen = (match.groups?.code ?? '').replace(/\s/gu, '')
      if (!place || isNoCode.has(seen) || (!/\d/u.test(seen) && seen.length < 5)) return []
      return [{ type: 'referral_code', value: seen.toUpperCase(), ...place }]
    })
  }
}
