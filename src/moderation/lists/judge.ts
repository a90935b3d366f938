import type { Folded, Judgement } from '../../contract/judgement.js'
import type { ListType } from '../../contract/lists.js'
import type { IncomingMessage } from '../../contract/message.js'
import type { Screener } from '../../contract/screener.js'
import { originalSpan, type Span } from '../../screening/text/mapped-text.js'
import { denied } from './deny.js'
import { keyOf } from './key.js'
import { domainsAbove, hostsIn, linkAround } from './links.js'
import type { ListBook } from './list-book.js'
import { type Allowed, inOriginal, neutralise } from './neutral.js'
import { squeeze, standsAlone } from './phrases.js'
import type { ListHit, TenantLists } from './tenant-lists.js'

/** Judges a message of a tenant. */
export type Judge = (tenant: string, message: IncomingMessage) => Promise<Judgement>

/** As much of the earlier messages as may matter, in UTF-16 units: twice what the screener reads of them. */
const HISTORY_TAIL = 800

/**
 * Judges by the dictionary and by the tenant's lists. What is allowed is no evidence where it stands: a message that was
 * flagged is judged again with those stretches replaced by a neutral word, so that its score is that of the rest, and
 * another ask beside them still counts. What is denied blocks, whatever else there is. A deny gives way only to an allow
 * that is more specific: a longer phrase around it, a domain below it.
 */
export function judgeByLists(screener: Screener, book: Pick<ListBook, 'of'>): Judge {
  return async (tenant, message) => {
    const own = book.of(tenant)
    const now = new Date().toISOString()
    const input = withoutAllowedClient(message, own, now)
    const { folded = screener.fold(message.text), ...first } = await screener.screen(input)
    if (first.test) return first
    const hits = own?.hitsIn({ original: message.text, folded, identifiers: first.identifiers }, now) ?? []
    const mayPass = first.flagged && (own?.allowsAny() || message.allow !== undefined)
    const judgement = mayPass ? await withoutAllowed(first, input, hits, folded, own, now) : first
    const denials = [...clientHits(message, own, now), ...inForce(hits)]
    return denials.length === 0 ? judgement : denied(judgement, denials, message.text, screener)
  }

  async function withoutAllowed(
    first: Judgement,
    input: IncomingMessage,
    hits: readonly ListHit[],
    folded: Folded,
    own: TenantLists | undefined,
    now: string,
  ): Promise<Judgement> {
    const request = allowedBy(input, screener)
    const stretches = [...allowedIn(hits), ...request(folded, input.text)]
    let unread = HISTORY_TAIL
    const history = input.history?.toReversed().map(earlier => {
      if (earlier.from !== 'client' || unread <= 0) return earlier
      const from = Math.max(0, earlier.text.length - unread)
      unread -= earlier.text.length
      const tail = earlier.text.slice(from)
      const seen = { original: tail, folded: screener.fold(tail), identifiers: screener.identifiers(tail) }
      const allowed = [...allowedIn(own?.hitsIn(seen, now) ?? []), ...request(seen.folded, tail)]
      return allowed.length === 0
        ? earlier
        : { ...earlier, text: earlier.text.slice(0, from) + neutralise(tail, allowed).text }
    })
    const before = history?.toReversed()
    const isChanged = before?.some((earlier, at) => earlier !== input.history?.[at]) ?? false
    if (stretches.length === 0 && !isChanged) return first
    const neutral = neutralise(input.text, stretches)
    const { folded: _, ...again } = await screener.screen({
      ...input,
      text: neutral.text,
      ...(before && { history: before }),
    })
    return { ...inOriginal(again, neutral, input.text), identifiers: first.identifiers }
  }
}

const LINKS: readonly ListType[] = ['domain', 'url', 'meeting', 'email']

const allowedIn = (hits: readonly ListHit[]): readonly Allowed[] =>
  hits
    .filter(({ entry }) => entry.list === 'allow')
    .map(({ entry, start, end }) => ({ start, end, as: LINKS.includes(entry.type) ? 'link' : 'phrase' }))

/** What is known of an allowed client tells nothing against it; what it writes is judged like anybody's. */
function withoutAllowedClient(
  message: IncomingMessage,
  own: TenantLists | undefined,
  now: string,
): IncomingMessage {
  const { client, ...rest } = message
  return client?.id !== undefined && own?.named('allow', 'client', client.id, now) ? rest : message
}

function clientHits(
  { client }: IncomingMessage,
  own: TenantLists | undefined,
  now: string,
): readonly ListHit[] {
  const entry = client?.id === undefined ? undefined : own?.named('deny', 'client', client.id, now)
  return entry === undefined ? [] : [{ entry, start: 0, end: 0 }]
}

/** The denials but for phrases within a longer one that is allowed. Of domains the nearest entry was taken already. */
function inForce(hits: readonly ListHit[]): readonly ListHit[] {
  const allowed = hits.filter(({ entry }) => entry.list === 'allow' && entry.type === 'phrase')
  const isTakenIn = ({ entry, start, end }: ListHit): boolean =>
    entry.type === 'phrase' &&
    allowed.some(wider => wider.start <= start && end <= wider.end && wider.end - wider.start > end - start)
  return hits.filter(hit => hit.entry.list === 'deny' && !isTakenIn(hit))
}

/** What a request allows for itself. */
function allowedBy(
  { allow }: IncomingMessage,
  screener: Screener,
): (folded: Folded, text: string) => readonly Allowed[] {
  const domains = new Set((allow?.domains ?? []).flatMap(domain => keyOf('domain', domain, screener) ?? []))
  const phrases = (allow?.phrases ?? []).flatMap(phrase => keyOf('phrase', phrase, screener) ?? [])
  return (folded, text) => {
    const links = domains.size === 0 ? [] : hostsIn(folded, text).flatMap(host => linkOf(folded, host))
    const as = (kind: Allowed['as'], spans: readonly Span[]): readonly Allowed[] =>
      spans.map(({ start, end }) => ({ ...originalSpan(folded, start, end), as: kind }))
    return [...as('link', links), ...as('phrase', phrasesIn(folded))]
  }

  function linkOf(folded: Folded, host: ReturnType<typeof hostsIn>[number]): readonly Span[] {
    const isAllowed = [...domainsAbove(host.name)].some(domain => domains.has(domain))
    return isAllowed ? [linkAround(folded, host) ?? []].flat() : []
  }

  function phrasesIn(folded: Folded): readonly Span[] {
    if (phrases.length === 0) return []
    const squeezed = squeeze(folded)
    return phrases.flatMap(phrase => {
      const spans: Span[] = []
      for (let at = squeezed.text.indexOf(phrase); at >= 0; at = squeezed.text.indexOf(phrase, at + 1))
        if (standsAlone(squeezed, folded.text, at, phrase.length))
          spans.push({
            start: squeezed.at[at] ?? 0,
            end: (squeezed.at[at + phrase.length - 1] ?? 0) + 1,
          })
      return spans
    })
  }
}
