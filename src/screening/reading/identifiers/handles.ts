import type { IdentifiersLanguage } from '../../../ruleset/language/identifiers.js'
import { looksMade, NAME, type Names } from './names.js'
import { type Find, type Sighting, spanOfGroup } from './sighting.js'
import { anyOf, wholeAnyOf } from './words.js'

type Words = IdentifiersLanguage['handle']

const COLON = String.raw`(?:\s{0,3}(?:は|:|=|⇒|→|>|「|『|【|\[|\(|"|、|,|▶|↓){1,3}\s{0,3})`
const BARE = /(?<![a-z0-9@._/+-])@(?<name>[a-z0-9_][a-z0-9_.]{2,29})(?![a-z0-9@/\-(])/dgu

const SHORTEST = 3

/** Names on other services, `service:name`; one that nobody says the service of is `@name`. LINE has a type of its own. */
export function buildFindHandles({ services, label, always_at, not_names }: Words, names: Names): Find {
  const isNoName = new Set(not_names)
  const needsAt = new Set(always_at)
  const service = Object.entries(services).map(([name, words]) => `(?<${name}>${wholeAnyOf(words)})`)
  const withService = new RegExp(
    String.raw`(?:${service.join('|')})(?:\s?\(?(?:旧twitter|dm)\)?)?(?:の|\s|・){0,2}(?<label>${anyOf(label)})?(?:(?<sign>${COLON})|\s{1,3}|(?:で|に|から|へ|、|まで|に来て)\s{0,2}(?=[「『"@]))[「『"]?(?<name>live:[a-z0-9._-]{3,40}|[a-z0-9_.]{2,32}#\d{4}(?!\d)|${NAME})`,
    'dgu',
  )
  const mayName = new RegExp(wholeAnyOf(Object.values(services).flat()), 'u')

  return ({ text, longestRow }) => {
    if (longestRow < SHORTEST) return []
    const found: Sighting[] = []
    if (mayName.test(text)) for (const match of text.matchAll(withService)) found.push(...named(match))
    if (text.includes('@')) for (const match of text.matchAll(BARE)) found.push(...bare(match))
    return found
  }

  function named(match: RegExpMatchArray): Sighting[] {
    const { groups = {} } = match
    const span = spanOfGroup(match, 'name')
    const seen = groups.name ?? ''
    const name = /^live:|#/u.test(seen) ? seen : names.nameOf(seen)?.replace(/^@/u, '')
    const id = Object.keys(services).find(one => groups[one] !== undefined)
    if (!span || name === undefined || id === undefined || isNoName.has(name)) return []
    if (/^https?|^www\./u.test(name) || /^\d+$/u.test(name)) return []
    const isMarked = seen.startsWith('@') || seen.startsWith('live:')
    // Without an @ a name needs a label, or a sign and to look made.
    const labelled = groups.label !== undefined && groups.sign !== undefined
    const believed =
      isMarked || (!needsAt.has(id) && (labelled || (groups.sign !== undefined && looksMade(name))))
    return believed ? [{ type: 'handle', value: `${id}:${name}`, start: span.start, end: span.end }] : []
  }

  function bare(match: RegExpMatchArray): Sighting[] {
    const name = (match.groups?.name ?? '').replace(/\.+$/u, '')
    if (!/[a-z]/u.test(name) || isNoName.has(name) || name.length < 3) return []
    // Prices by the piece: @3k, @500yen.
    if (/^\d+(?:k|yen|en|jpy|usd|man|pt|p|kg|g|cm|mm|ml|l|px)$/u.test(name)) return []
    if (/\.(?:com|jp|net|org|ne|co|info)$/u.test(name)) return []
    const start = match.index ?? 0
    return [{ type: 'handle', value: `@${name}`, start, end: start + 1 + name.length }]
  }
}
