import type { Language } from '../contract/wording.js'

/** Ranges of an Accept-Language that are looked at. */
const MOST_RANGES = 20
const RANGE = /^\s*([a-z*]{1,8})(?:-[a-z0-9-]{1,40})?\s*(?:;\s*q=([01](?:\.\d{0,3})?)\s*)?$/i

/** The language that a reader likes best of those that we speak (RFC 9110, 12.5.4); Japanese where nobody says. */
export function spokenLanguage(accepted = ''): Language {
  const likings = accepted.split(',', MOST_RANGES).flatMap(range => {
    const [, tag = '', q = '1'] = RANGE.exec(range) ?? []
    return tag === '' ? [] : [{ tag: tag.toLowerCase(), liking: Number(q) }]
  })
  const likingOf = (language: Language): number =>
    (likings.find(({ tag }) => tag === language) ?? likings.find(({ tag }) => tag === '*'))?.liking ?? 0
  return likingOf('en') > likingOf('ja') ? 'en' : 'ja'
}
