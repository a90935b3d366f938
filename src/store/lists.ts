import type { Kysely, Selectable } from 'kysely'
import { freshId } from '../contract/ids.js'
import { type ListEntry, type ListName, type ListType, MOST_ENTRIES } from '../contract/lists.js'
import type { Record } from './audit-record.js'
import type { Gate } from './gate.js'
import { addToCount, nextVersion, purgeEntries, tellRemoved } from './list-changes.js'
import type { ListEntriesTable } from './list-tables.js'
import type { Tables } from './tables.js'

/** Where an entry is found. */
export interface ListPlace {
  readonly list: ListName
  readonly type: ListType
  readonly key: string
}

export type NewListEntry = Omit<ListEntry, 'id' | 'by' | 'at'>

interface ListFilter {
  readonly list?: ListName | undefined
  readonly type?: ListType | undefined
}

interface ListPage {
  readonly items: readonly ListEntry[]
  readonly nextCursor: string | null
}

/** What changed in a tenant's lists since a version. */
interface ListChanges {
  readonly entries: readonly ListEntry[]
  readonly removed: readonly string[]
  /** Of the last entry, by version and id: where the next page goes on; undefined: that was all. */
  readonly next: ListMark | undefined
}

export interface ListMark {
  readonly version: number
  readonly id: string
}

/** What a tenant's admins deny and allow. The audit trail tells who changed which entry, never what it names. */
export interface Lists {
  /** Puts an entry there, or in the place of the one there is. Undefined when the lists are full. */
  put(tenant: string, actor: string, entry: NewListEntry): Promise<ListEntry | undefined>
  /** One that has not expired. */
  find(tenant: string, place: ListPlace): Promise<ListEntry | undefined>
  /** False when there is none. */
  remove(tenant: string, actor: string, place: ListPlace): Promise<boolean>
  /** Those that have not expired, the newest first. */
  list(
    tenant: string,
    filter: ListFilter,
    page: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<ListPage>
  /** How often the lists of each tenant were changed. */
  versions(): Promise<ReadonlyMap<string, number>>
  /** What changed behind a mark, in order, a thousand entries at a time. */
  changes(tenant: string, since: ListMark): Promise<ListChanges>
  /** Deletes what has expired, and forgets what was removed more than a day ago. */
  purge(now: Date): Promise<void>
}

/** Changes that an instance is told of at once. */
const CHANGES_AT_ONCE = 1_000

export function buildLists(gate: Gate, record: Record): Lists {
  return {
    put: (tenant, actor, { list, type, key, value, reason, category, expiresAt }) =>
      gate
        .write(async db => {
          const { version, entries } = await nextVersion(db, tenant)
          const id = freshId('lst')
          const changed = {
            value,
            reason,
            category,
            set_by: actor,
            set_at: new Date().toISOString(),
            expires_at: expiresAt,
            version,
          }
          const row = await db
            .insertInto('list_entries')
            .values({ id, tenant, list, type, key, ...changed })
            .onConflict(conflict => conflict.columns(['tenant', 'list', 'type', 'key']).doUpdateSet(changed))
            .returningAll()
            .executeTakeFirstOrThrow()
          const isNew = row.id === id
          if (isNew && entries >= MOST_ENTRIES) throw new Full()
          if (isNew) await addToCount(db, tenant, 1)
          await record(db, { tenant, type: 'list_set', actor, detail: { entry: row.id, list, type } })
          return entryOf(row)
        })
        .catch(error => {
          if (isFull(error)) return undefined
          throw error
        }),

    find: (tenant, { list, type, key }) =>
      gate.read(async db => {
        const row = await inForce(db, tenant)
          .where('list', '=', list)
          .where('type', '=', type)
          .where('key', '=', key)
          .executeTakeFirst()
        return row && entryOf(row)
      }),

    remove: (tenant, actor, { list, type, key }) =>
      gate.write(async db => {
        const { version } = await nextVersion(db, tenant)
        const row = await db
          .deleteFrom('list_entries')
          .where('tenant', '=', tenant)
          .where('list', '=', list)
          .where('type', '=', type)
          .where('key', '=', key)
          .returning(['id', 'expires_at'])
          .executeTakeFirst()
        if (!row) return false
        await tellRemoved(db, tenant, version, [row.id])
        await record(db, { tenant, type: 'list_removed', actor, detail: { entry: row.id, list, type } })
        return row.expires_at === null || row.expires_at > new Date().toISOString()
      }),

    list: (tenant, { list, type }, { limit, cursor }) =>
      gate.read(async db => {
        let query = inForce(db, tenant)
        if (list !== undefined) query = query.where('list', '=', list)
        if (type !== undefined) query = query.where('type', '=', type)
        if (cursor !== undefined) query = query.where('id', '<', cursor)
        const rows = await query
          .orderBy('id', 'desc')
          .limit(limit + 1)
          .execute()
        const items = rows.slice(0, limit).map(entryOf)
        return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
      }),

    versions: () =>
      gate.read(async db => {
        const rows = await db.selectFrom('list_versions').select(['tenant', 'version']).execute()
        return new Map(rows.map(({ tenant, version }) => [tenant, version]))
      }),

    changes: (tenant, since) =>
      gate.read(async db => {
        const rows = await db
          .selectFrom('list_entries')
          .selectAll()
          .where('tenant', '=', tenant)
          .where(eb => eb(eb.refTuple('version', 'id'), '>', eb.tuple(since.version, since.id)))
          .orderBy('version')
          .orderBy('id')
          .limit(CHANGES_AT_ONCE)
          .execute()
        const removed = await db
          .selectFrom('list_removals')
          .select('entry_id')
          .where('tenant', '=', tenant)
          .where('version', '>=', since.version)
          .execute()
        const last = rows.at(-1)
        return {
          entries: rows.map(entryOf),
          removed: removed.map(({ entry_id }) => entry_id),
          next:
            last !== undefined && rows.length === CHANGES_AT_ONCE
              ? { version: last.version, id: last.id }
              : undefined,
        }
      }),

    purge: now => purgeEntries(gate, now),
  }
}

function inForce(db: Kysely<Tables>, tenant: string) {
  return db
    .selectFrom('list_entries')
    .selectAll()
    .where('tenant', '=', tenant)
    .where(eb => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', new Date().toISOString())]))
}

/** Undoes the transaction that would have been one entry too much. */
class Full extends Error {
  override readonly name = 'Full'
}

const isFull = (error: unknown): boolean => error instanceof Error && error.cause instanceof Full

function entryOf(row: Selectable<ListEntriesTable>): ListEntry {
  const { id, list, type, key, value, reason, category, set_by: by, set_at: at, expires_at: expiresAt } = row
  return { id, list, type, key, value, reason, category, by, at, expiresAt }
}
