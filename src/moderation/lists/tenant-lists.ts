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

/** The lists of a tenant, in memory. */
export interface TenantLists {
  readonly set: (entry: Listed) => void
  readonly remove: (id: string) => void
  readonly size: () => number
  /** Whether something is allowed at all. */
  readonly allowsAny: () => boolean
  /** The entry that names this, of a type that is compared as a whole. */
  readonly named: (list: ListName, type: ListType, key: string, now: string) => Listed | undefined
  /** Where the text holds what is listed. */
  readonly hitsIn: (folded: Folded, original: string, now: string) => readonly ListHit[]
}

export function buildTenantLists(): TenantLists {
  const byId = new Map<string, Listed>()
  const byPlace = new Map<string, Listed>()
  const phrases = buildPhraseIndex()
  const counts = { allow: 0, deny: 0, domain: 0, phrase: 0 }

  function remove(id: string): void {
    const entry = byId.get(id)
    if (entry === undefined) return
    byId.delete(id)
    byPlace.delete(placeOf(entry.list, entry.type, entry.key))
    counts[entry.list]--
    if (entry.type === 'domain') counts.domain--
    if (entry.type !== 'phrase') return
    counts.phrase--
    if (!byPlace.has(placeOf(otherOf(entry.list), 'phrase', entry.key))) phrases.remove(entry.key)
  }

  function named(list: ListName, type: ListType, key: string, now: string): Listed | undefined {
    const entry = byPlace.get(placeOf(list, type, key))
    return entry === undefined || isOver(entry, now) ? undefined : entry
  }

  function domainHits(folded: Folded, original: string, now: string): readonly ListHit[] {
    return hostsIn(folded, original).flatMap((host): ListHit[] => {
      // The nearest entry counts: one below a denied domain may be allowed, and the other way round.
      for (const domain of domainsAbove(host.name)) {
        const denied = named('deny', 'domain', domain, now)
        if (denied) return [{ entry: denied, ...originalSpan(folded, host.start, host.end) }]
        const allowed = named('allow', 'domain', domain, now)
        const link = allowed && linkAround(folded, host)
        if (allowed) return link ? [{ entry: allowed, ...originalSpan(folded, link.start, link.end) }] : []
      }
      return []
    })
  }

  function phraseHits(folded: Folded, now: string): readonly ListHit[] {
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
      if (entry.type === 'domain') counts.domain++
      if (entry.type !== 'phrase') return
      counts.phrase++
      phrases.add(entry.key)
    },
    remove,
    size: () => byId.size,
    allowsAny: () => counts.allow > 0,
    named,
    hitsIn: (folded, original, now) => [
      ...(counts.domain > 0 ? domainHits(folded, original, now) : []),
      ...(counts.phrase > 0 ? phraseHits(folded, now) : []),
    ],
  }
}

/** The expiry is looked at whenever an entry is used: nothing has to be told that it is over. */
export const isOver = ({ expiresAt }: Pick<Listed, 'expiresAt'>, now: string): boolean =>
  expiresAt !== null && expiresAt <= now

const otherOf = (list: ListName): ListName => (list === 'deny' ? 'allow' : 'deny')

const placeOf = (list: ListName, type: ListType, key: string): string => `${list} ${type} ${key}`
