import type { Identifier } from '../../contract/identifier.js'
import type { Folded } from '../../contract/judgement.js'
import type { ListEntry, ListName, ListType } from '../../contract/lists.js'
import { originalSpan, type Span } from '../../screening/text/mapped-text.js'
import { domainsAbove, hostsIn, linkAround } from './links.js'
import { buildPhraseIndex, squeeze, standsAlone } from './phrases.js'

/** An entry as far as judging goes. */
export type Listed = Pick<ListEntry, 'id' | 'list' | 'type' | 'key' | 'reason' | 'category' | 'expiresAt'>

/** An entry that a message falls under, and the stretch of the original where; an empty one for what is not in the text. */
export interface ListHit extends Span {
  readonly entry: Listed
}

/** A message as lists look through it. */
interface Seen {
  readonly original: string
  readonly folded: Folded
  readonly identifiers: readonly Identifier[]
}

/** The lists of a tenant, in memory. */
export interface TenantLists {
  readonly set: (entry: Listed) => void
  readonly remove: (id: string) => void
  readonly size: () => number
  /** Whether something is allowed at all. */
  readonly allowsAny: () => boolean
  /** Whether some campaign is denied or allowed. */
  readonly namesCampaigns: () => boolean
  /** The entry that names this, of a type that is compared as a whole. */
  readonly named: (list: ListName, type: ListType, key: string, now: string) => Listed | undefined
  /** Where the text holds what is listed. */
  readonly hitsIn: (message: Seen, now: string) => readonly ListHit[]
}

export function buildTenantLists(): TenantLists {
  const byId = new Map<string, Listed>()
  const byPlace = new Map<string, Listed>()
  const phrases = buildPhraseIndex()
  const counts = { allow: 0, deny: 0, domain: 0, phrase: 0, identifier: 0, client: 0, campaign: 0 }

  function remove(id: string): void {
    const entry = byId.get(id)
    if (entry === undefined) return
    byId.delete(id)
    byPlace.delete(placeOf(entry.list, entry.type, entry.key))
    counts[entry.list]--
    counts[groupOf(entry.type)]--
    if (entry.type === 'phrase' && !byPlace.has(placeOf(otherOf(entry.list), 'phrase', entry.key)))
      phrases.remove(entry.key)
  }

  function named(list: ListName, type: ListType, key: string, now: string): Listed | undefined {
    const entry = byPlace.get(placeOf(list, type, key))
    return entry === undefined || isOver(entry, now) ? undefined : entry
  }

  /** The nearest entry counts: one below a denied domain may be allowed, and the other way round. */
  function ofDomain(name: string, now: string): Listed | undefined {
    for (const domain of domainsAbove(name)) {
      const entry = named('deny', 'domain', domain, now) ?? named('allow', 'domain', domain, now)
      if (entry) return entry
    }
    return undefined
  }

  function domainHits({ folded, original, identifiers }: Seen, now: string): readonly ListHit[] {
    const hits: ListHit[] = []
    for (const host of hostsIn(folded, original)) {
      const entry = ofDomain(host.name, now)
      const place = entry?.list === 'allow' ? linkAround(folded, host) : host
      if (entry && place) hits.push({ entry, ...originalSpan(folded, place.start, place.end) })
    }
    // Spelt out (ドット) they are no hosts to be seen; only what denies is taken from there.
    for (const { type, value, start, end } of identifiers) {
      const entry = type === 'domain' ? ofDomain(value, now) : undefined
      if (entry?.list === 'deny' && !hits.some(hit => hit.start < end && start < hit.end))
        hits.push({ entry, start, end })
    }
    return hits
  }

  function identifierHits({ identifiers }: Seen, now: string): readonly ListHit[] {
    return identifiers.flatMap(({ type, value, start, end }): ListHit[] => {
      const entry =
        type === 'domain' ? undefined : (named('deny', type, value, now) ?? named('allow', type, value, now))
      return entry ? [{ entry, start, end }] : []
    })
  }

  function phraseHits({ folded }: Seen, now: string): readonly ListHit[] {
    const squeezed = squeeze(folded)
    const hits: ListHit[] = []
    phrases.find(squeezed.text, (phrase, start) => {
      if (!standsAlone(squeezed, folded.text, start, phrase.length)) return
      const first = squeezed.at[start] ?? 0
      const last = squeezed.at[start + phrase.length - 1] ?? 0
      const entry = named('deny', 'phrase', phrase, now) ?? named('allow', 'phrase', phrase, now)
      if (entry) hits.push({ entry, ...originalSpan(folded, first, last + 1) })
    })
    return hits
  }

  return {
    set: entry => {
      remove(entry.id)
      byId.set(entry.id, entry)
      byPlace.set(placeOf(entry.list, entry.type, entry.key), entry)
      counts[entry.list]++
      counts[groupOf(entry.type)]++
      if (entry.type === 'phrase') phrases.add(entry.key)
    },
    remove,
    size: () => byId.size,
    allowsAny: () => counts.allow > 0,
    namesCampaigns: () => counts.campaign > 0,
    named,
    hitsIn: (message, now) => [
      ...(counts.domain > 0 ? domainHits(message, now) : []),
      ...(counts.identifier > 0 ? identifierHits(message, now) : []),
      ...(counts.phrase > 0 ? phraseHits(message, now) : []),
    ],
  }
}

/** The expiry is looked at whenever an entry is used: nothing has to be told that it is over. */
const isOver = ({ expiresAt }: Pick<Listed, 'expiresAt'>, now: string): boolean =>
  expiresAt !== null && expiresAt <= now

/** How entries of a type are looked for: in the text in one of three ways, or by what comes with it. */
function groupOf(type: ListType): 'domain' | 'phrase' | 'client' | 'campaign' | 'identifier' {
  return type === 'domain' || type === 'phrase' || type === 'client' || type === 'campaign'
    ? type
    : 'identifier'
}

const otherOf = (list: ListName): ListName => (list === 'deny' ? 'allow' : 'deny')

const placeOf = (list: ListName, type: ListType, key: string): string => `${list} ${type} ${key}`
