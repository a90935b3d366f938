import { isScreeningId, type ScreeningId } from '../contract/ids.js'
import type { CaseStatus } from '../contract/words.js'
import type { Gate } from './gate.js'
import { inChunks } from './in-chunks.js'
import { countByStatus } from './kept-counts.js'
import { claimedCountQuery } from './list-query.js'
import { claimOf, screeningId } from './rows.js'

export interface CaseState {
  readonly id: ScreeningId
  readonly status: CaseStatus
  readonly claim: { readonly by: string; readonly until: string } | null
}

export interface QueueCounts {
  readonly pending: number
  /** Of these, how many somebody works on. */
  readonly claimed: number
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
  states(tenant: string, ids: readonly ScreeningId[]): Promise<readonly CaseState[]>
  counts(tenant: string): Promise<QueueCounts>
}

/** What moderators are to see at once; who only looks changes nothing. */
const TELLING = ['claimed', 'released', 'confirmed', 'dismissed', 'reopened', 'reported']

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
          .select(['type', 'screening_id', 'detail'])
          .where('tenant', '=', tenant)
          .where('seq', '>', Math.max(after, upTo - MOST_ENTRIES))
          .where('seq', '<=', upTo)
          .execute()
        const ids = rows
          .filter(({ type }) => TELLING.some(word => type.endsWith(word)))
          .flatMap(({ screening_id: id, detail }) => (id === null ? idsIn(detail) : [id]))
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
            .select(['id', 'status', 'claimed_by', 'claimed_until'])
            .where('tenant', '=', tenant)
            .where('id', 'in', chunk)
            .execute(),
        )
        return rows.map(row => ({ id: screeningId(row.id), status: row.status, claim: claimOf(row) }))
      }),

    counts: tenant =>
      gate.read(async db => {
        const { pending } = await countByStatus(db, tenant, {})
        const rows = await claimedCountQuery(db, tenant, {}).execute()
        return { pending, claimed: rows.reduce((sum, { count }) => sum + Number(count), 0) }
      }),
  }
}

/** An entry that tells of many cases names them in its detail. */
function idsIn(detail: string): readonly string[] {
  const { ids }: { readonly ids?: unknown } = JSON.parse(detail)
  return Array.isArray(ids) ? ids.filter(id => typeof id === 'string') : []
}
