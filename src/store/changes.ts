import { isScreeningId, type ScreeningId } from '../contract/ids.js'
import type { CaseStatus } from '../contract/words.js'
import { asSeenBy, type Look, looksAt, openLooks } from './blind/looks.js'
import type { Gate } from './gate.js'
import { inChunks } from './in-chunks.js'
import { countByStatus } from './kept-counts.js'
import { claimedCountQuery } from './list-query.js'
import { claimOf, screeningId } from './rows.js'

export interface CaseState {
  readonly id: ScreeningId
  readonly status: CaseStatus
  readonly claim: { readonly by: string; readonly until: string } | null
  /** Objections that wait for an answer. */
  readonly openAppeals: number
}

/** What all see, and what some see instead: those who look at a case without its decision. */
interface CaseStateSeen extends CaseState {
  readonly seenBy: ReadonlyMap<string, CaseState>
}

export interface QueueCounts {
  readonly pending: number
  /** Of these, how many somebody works on. */
  readonly claimed: number
}

export interface QueueCountsSeen extends QueueCounts {
  /** What some see more: the cases that they look at without their decision. */
  readonly more: ReadonlyMap<string, QueueCounts>
}

/** What has changed since the last look, found by a few short reads. */
export interface Changes {
  /** How long each tenant's trail is; a tenant without one is missing. */
  lengths(tenants: readonly string[]): Promise<ReadonlyMap<string, number>>
  /** Cases that entries of the trail between two lengths tell of. Entries of a trail stand in the order of their commits. */
  named(tenant: string, after: number, upTo: number): Promise<readonly ScreeningId[]>
  /** The newest cases whose id is this one or a later one, by tenant; `most` of all. */
  arrived(
    tenants: readonly string[],
    from: ScreeningId,
    most: number,
  ): Promise<readonly { readonly tenant: string; readonly id: ScreeningId }[]>
  /** How cases are now; one that was erased meanwhile is missing. */
  states(tenant: string, ids: readonly ScreeningId[]): Promise<readonly CaseStateSeen[]>
  counts(tenant: string): Promise<QueueCountsSeen>
}

/** What moderators are to see at once; who only looks changes nothing. */
const TELLING = [
  'claimed',
  'released',
  'confirmed',
  'dismissed',
  'reopened',
  'reported',
  'second_opinion',
  'withdrawn',
  'appealed',
  'granted',
  'rejected',
]

/** Entries that are read at most: who was away for longer looks at the list again. */
const MOST_ENTRIES = 1_000

export function buildChanges(gate: Gate): Changes {
  return {
    lengths: tenants =>
      gate.read(async db => {
        const rows = await db
          .selectFrom('audit_heads')
          .select(['tenant', 'seq'])
          .where('tenant', 'in', tenants)
          .execute()
        return new Map(rows.map(({ tenant, seq }) => [tenant, Number(seq)]))
      }),

    named: (tenant, after, upTo) =>
      gate.read(async db => {
        const rows = await db
          .selectFrom('events')
          // An entry that was made for many cases names none: they stand beside it.
          .leftJoin('bulk_steps as step', 'step.event_id', 'events.id')
          .select(['events.type', eb => eb.fn.coalesce('events.screening_id', 'step.screening_id').as('id')])
          .where('events.tenant', '=', tenant)
          .where('events.seq', '>', Math.max(after, upTo - MOST_ENTRIES))
          .where('events.seq', '<=', upTo)
          .execute()
        const ids = rows
          .filter(({ type }) => TELLING.some(word => type.endsWith(word)))
          .flatMap(({ id }) => id ?? [])
        return [...new Set(ids)].filter(isScreeningId)
      }),

    arrived: (tenants, from, most) =>
      gate.read(async db => {
        const rows = await db
          .selectFrom('screenings')
          .select(['tenant', 'id'])
          .where('id', '>=', from)
          .where('tenant', 'in', tenants)
          .orderBy('id', 'desc')
          .limit(most)
          .execute()
        return rows.map(({ tenant, id }) => ({ tenant, id: screeningId(id) }))
      }),

    states: (tenant, ids) =>
      gate.read(async db => {
        const rows = await inChunks(ids, chunk =>
          db
            .selectFrom('screenings')
            .select(['id', 'status', 'claimed_by', 'claimed_until', 'open_appeals'])
            .where('tenant', '=', tenant)
            .where('id', 'in', chunk)
            .execute(),
        )
        const decided = rows.filter(({ status }) => status !== 'pending').map(({ id }) => id)
        const looks = await looksAt(db, tenant, decided)
        return rows.map(row => {
          const state = {
            id: screeningId(row.id),
            status: row.status,
            claim: claimOf(row),
            openAppeals: row.open_appeals,
          }
          const own = looks
            .filter(({ id }) => id === state.id)
            .map(look => [look.actor, seen(look, state)] as const)
          return { ...state, seenBy: new Map(own) }
        })
      }),

    counts: tenant =>
      gate.read(async db => {
        const { pending } = await countByStatus(db, tenant, {})
        const rows = await claimedCountQuery(db, tenant, {}).execute()
        const more = moreOf(await openLooks(db, tenant))
        return { pending, claimed: rows.reduce((sum, { count }) => sum + Number(count), 0), more }
      }),
  }
}

function seen(look: Look, state: CaseState): CaseState {
  const { status, claim } = asSeenBy(look, { ...state, decision: null })
  return { ...state, status, claim }
}

function moreOf(looks: readonly Look[]): ReadonlyMap<string, QueueCounts> {
  const now = new Date().toISOString()
  const more = new Map<string, QueueCounts>()
  for (const { actor, until } of looks) {
    const { pending, claimed } = more.get(actor) ?? { pending: 0, claimed: 0 }
    const isHeld = until !== null && until > now
    more.set(actor, { pending: pending + 1, claimed: claimed + (isHeld ? 1 : 0) })
  }
  return more
}
