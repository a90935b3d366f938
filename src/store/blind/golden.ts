import type { ScreeningId } from '../../contract/ids.js'
import type { CaseStatus } from '../../contract/words.js'
import type { Record } from '../audit-record.js'
import type { Gate } from '../gate.js'
import type { Period } from '../precision.js'
import { screeningId } from '../rows.js'
import { type Finding, findingsOf, givenLooks } from './agreement.js'

/** A decided case whose decision is known to be right, and is handed out among the others. */
interface GoldenItem {
  readonly id: ScreeningId
  readonly status: CaseStatus
  readonly categories: readonly string[]
  /** ISO 8601, UTC. */
  readonly addedAt: string
  readonly addedBy: string
  readonly note: string | null
  /** How many have judged it. */
  readonly results: number
}

/** What moderators found of golden items: so often the same. */
export interface GoldenResults {
  readonly moderator: string
  readonly known: Finding
  readonly found: Finding
  readonly count: number
}

type Marked =
  | { readonly kind: 'done'; readonly item: GoldenItem }
  | { readonly kind: 'missing' }
  | { readonly kind: 'not_decided' }

export interface Golden {
  /** Marks a decided case; again: changes the note. */
  mark(tenant: string, id: ScreeningId, actor: string, note: string | undefined): Promise<Marked>
  /** Forgets its results too. False: it was none. */
  unmark(tenant: string, id: ScreeningId, actor: string): Promise<boolean>
  /** The newest cases first; `cursor` is the last id of the page before. */
  list(
    tenant: string,
    page: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<{ readonly items: readonly GoldenItem[]; readonly nextCursor: string | null }>
  results(tenant: string, period: Period): Promise<readonly GoldenResults[]>
}

export function buildGolden(gate: Gate, record: Record): Golden {
  return {
    mark: (tenant, id, actor, note) =>
      gate.write(async db => {
        // Locked, so that it is not reopened meanwhile.
        const known = await db
          .updateTable('screenings')
          .set(eb => ({ status: eb.ref('status') }))
          .where('tenant', '=', tenant)
          .where('id', '=', id)
          .returning(['status', 'decided_at', 'decided_categories'])
          .executeTakeFirst()
        if (known === undefined) return { kind: 'missing' }
        if (known.status === 'pending' || known.decided_at === null) return { kind: 'not_decided' }
        const item = {
          decided_at: known.decided_at,
          added_at: new Date().toISOString(),
          added_by: actor,
          note: note === undefined ? null : JSON.stringify(note),
        }
        await db
          .insertInto('golden_items')
          .values({ ...item, screening_id: id, tenant })
          .onConflict(conflict => conflict.column('screening_id').doUpdateSet(item))
          .execute()
        // In the trail of the case it would tell those whom it is hidden from.
        await record(db, { tenant, type: 'golden_marked', actor, detail: { case: id } })
        const { results } = await db
          .selectFrom('blind_looks')
          .select(eb => eb.fn.countAll().as('results'))
          .where('screening_id', '=', id)
          .where('purpose', '=', 'golden')
          .where('given_at', 'is not', null)
          .executeTakeFirstOrThrow()
        return { kind: 'done', item: itemOf({ ...item, ...known, screening_id: id, results }) }
      }),

    unmark: (tenant, id, actor) =>
      gate.write(async db => {
        const { numDeletedRows } = await db
          .deleteFrom('golden_items')
          .where('tenant', '=', tenant)
          .where('screening_id', '=', id)
          .executeTakeFirst()
        if (numDeletedRows === 0n) return false
        await db
          .deleteFrom('blind_looks')
          .where('screening_id', '=', id)
          .where('purpose', '=', 'golden')
          .execute()
        await record(db, { tenant, type: 'golden_removed', actor, detail: { case: id } })
        return true
      }),

    list: (tenant, { limit, cursor }) =>
      gate.read(async db => {
        let query = db
          .selectFrom('golden_items as item')
          .innerJoin('screenings', 'screenings.id', 'item.screening_id')
          .whereRef('screenings.decided_at', '=', 'item.decided_at')
          .select([
            'item.screening_id',
            'item.added_at',
            'item.added_by',
            'item.note',
            'screenings.status',
            'screenings.decided_categories',
            eb =>
              eb
                .selectFrom('blind_looks as look')
                .select(look => look.fn.countAll().as('count'))
                .whereRef('look.screening_id', '=', 'item.screening_id')
                .where('look.purpose', '=', 'golden')
                .where('look.given_at', 'is not', null)
                .as('results'),
          ])
          .where('item.tenant', '=', tenant)
        if (cursor !== undefined) query = query.where('item.screening_id', '<', cursor)
        const rows = await query
          .orderBy('item.screening_id', 'desc')
          .limit(limit + 1)
          .execute()
        const items = rows.slice(0, limit).map(itemOf)
        return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
      }),

    results: (tenant, period) =>
      gate.read(async db => {
        const rows = await givenLooks(db, tenant, 'golden', period)
          .innerJoin('golden_items as item', 'item.screening_id', 'look.screening_id')
          .select([
            'look.actor',
            'screenings.status',
            'screenings.decided_categories',
            'look.decision',
            'look.categories',
            eb => eb.fn.countAll().as('count'),
          ])
          .groupBy([
            'look.actor',
            'screenings.status',
            'screenings.decided_categories',
            'look.decision',
            'look.categories',
          ])
          .execute()
        return rows.map(row => {
          const { first: known, second: found } = findingsOf(row)
          return { moderator: row.actor ?? '', known, found, count: Number(row.count) }
        })
      }),
  }
}

function itemOf(row: {
  readonly screening_id: string
  readonly status: CaseStatus
  readonly decided_categories: string | null
  readonly added_at: string
  readonly added_by: string
  readonly note: string | null
  readonly results: number | string | bigint | null
}): GoldenItem {
  return {
    id: screeningId(row.screening_id),
    status: row.status,
    categories: row.decided_categories === null ? [] : JSON.parse(row.decided_categories),
    addedAt: row.added_at,
    addedBy: row.added_by,
    note: row.note === null ? null : JSON.parse(row.note),
    results: Number(row.results ?? 0),
  }
}
