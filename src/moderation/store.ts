import type { Kysely, Transaction } from 'kysely'
import { type DatabaseLocation, openDatabase } from './database.js'
import type { ScreeningId } from './ids.js'
import { firstIdAt } from './ids.js'
import { listQuery } from './list-query.js'
import { migrate } from './migrations/migrate.js'
import { detailOf, hitRows, receiptOf, receiptRows, type StoreText, screeningRow, summaryOf } from './rows.js'
import type {
  NewScreening,
  Page,
  Receipt,
  ScreeningDetail,
  ScreeningFilter,
  ScreeningSummary,
} from './screening.js'
import type { Tables } from './tables.js'

/** Flagged messages, and the answers that were given to message ids. Every method rejects with `StoreFailure` only. */
export interface Store {
  /** What was answered before to these message ids. */
  receipts(tenant: string, messageIds: readonly string[]): Promise<ReadonlyMap<string, Receipt>>
  /**
   * Keeps flagged screenings and a receipt for every message id, all or nothing. A screening whose message id
   * has a receipt by then came too late and is not kept: returns those earlier receipts.
   */
  keep(tenant: string, screenings: readonly NewScreening[]): Promise<ReadonlyMap<string, Receipt>>
  /** Newest first. A page never shifts while messages arrive: it goes on below the cursor. */
  list(tenant: string, filter: ScreeningFilter, page: Page): Promise<ScreeningList>
  find(tenant: string, id: ScreeningId): Promise<ScreeningDetail | undefined>
  /** Deletes what arrived before a time, of every tenant; returns the number of screenings. */
  purge(before: Date): Promise<number>
  /** Rejects when the store does not answer. */
  ping(): Promise<void>
  close(): Promise<void>
}

export interface ScreeningList {
  readonly items: readonly ScreeningSummary[]
  readonly nextCursor: ScreeningId | null
}

/** The store did not do what it was asked; `cause` says why. */
export class StoreFailure extends Error {
  override readonly name = 'StoreFailure'
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}

/** Opens the store and brings its tables up to date. */
export async function openStore(location: DatabaseLocation, storeText: StoreText): Promise<Store> {
  return attempt(async () => {
    const db = openDatabase(location)
    try {
      await migrate(db)
    } catch (error) {
      await db.destroy()
      throw error
    }
    return buildStore(db, storeText)
  })
}

function buildStore(db: Kysely<Tables>, storeText: StoreText): Store {
  return {
    receipts: (tenant, messageIds) => attempt(() => receipts(db, tenant, messageIds)),

    keep: (tenant, screenings) =>
      attempt(() =>
        db.transaction().execute(transaction => keep(transaction, tenant, screenings, storeText)),
      ),

    list: (tenant, filter, page) =>
      attempt(async () => {
        const rows = await listQuery(db, tenant, filter, page).execute()
        const items = rows.slice(0, page.limit).map(summaryOf)
        return { items, nextCursor: rows.length > page.limit ? (items.at(-1)?.id ?? null) : null }
      }),

    find: (tenant, id) =>
      attempt(async () => {
        const row = await db
          .selectFrom('screenings')
          .selectAll()
          .where('tenant', '=', tenant)
          .where('id', '=', id)
          .executeTakeFirst()
        return row && detailOf(row)
      }),

    purge: before =>
      attempt(() =>
        db.transaction().execute(async transaction => {
          const first = firstIdAt(before)
          await transaction.deleteFrom('receipts').where('screening_id', '<', first).execute()
          const deleted = await transaction
            .deleteFrom('screenings')
            .where('id', '<', first)
            .executeTakeFirst()
          return Number(deleted.numDeletedRows)
        }),
      ),

    ping: () => attempt(async () => void (await db.selectFrom('screenings').select('id').limit(1).execute())),
    close: () => attempt(() => db.destroy()),
  }
}

async function receipts(
  db: Kysely<Tables>,
  tenant: string,
  messageIds: readonly string[],
): Promise<ReadonlyMap<string, Receipt>> {
  const rows = await inChunks(messageIds, ids =>
    db
      .selectFrom('receipts')
      .selectAll()
      .where('tenant', '=', tenant)
      .where('message_id', 'in', ids)
      .execute(),
  )
  return new Map(rows.map(row => [row.message_id, receiptOf(row)]))
}

/** Receipts first: they decide which of two simultaneous messages of one id was the first. */
async function keep(
  transaction: Transaction<Tables>,
  tenant: string,
  screenings: readonly NewScreening[],
  storeText: StoreText,
): Promise<ReadonlyMap<string, Receipt>> {
  // In one order everywhere, else two batches with the same ids could wait for each other on PostgreSQL.
  const wanted = screenings.flatMap(screening => receiptRows(tenant, screening)).sort(byMessageId)
  const written = await inChunks(wanted, rows =>
    transaction
      .insertInto('receipts')
      .values([...rows])
      .onConflict(conflict => conflict.columns(['tenant', 'message_id']).doNothing())
      .returning('screening_id')
      .execute(),
  )
  const inTime = new Set(written.map(row => row.screening_id))
  const late = wanted.filter(row => !inTime.has(row.screening_id))
  const lateIds = new Set(late.map(row => row.screening_id))
  const flagged = screenings.filter(({ id, judgement }) => judgement.flagged && !lateIds.has(id))
  const rows = flagged.map(screening => screeningRow(tenant, screening, storeText))
  await inChunks(rows, chunk =>
    transaction
      .insertInto('screenings')
      .values([...chunk])
      .execute(),
  )
  const hits = flagged.flatMap(screening => hitRows(tenant, screening))
  await inChunks(hits, chunk =>
    transaction
      .insertInto('screening_hits')
      .values([...chunk])
      .execute(),
  )
  return receipts(
    transaction,
    tenant,
    late.map(row => row.message_id),
  )
}

function byMessageId(a: { readonly message_id: string }, b: { readonly message_id: string }): number {
  return a.message_id < b.message_id ? -1 : a.message_id > b.message_id ? 1 : 0
}

/** One statement a thousand rows: PostgreSQL takes 65,535 parameters a statement, SQLite 32,766. */
async function inChunks<Row, Result>(
  rows: readonly Row[],
  work: (chunk: readonly Row[]) => Promise<readonly Result[]>,
): Promise<readonly Result[]> {
  const results: Result[] = []
  for (let start = 0; start < rows.length; start += 1_000) {
    results.push(...(await work(rows.slice(start, start + 1_000))))
  }
  return results
}

async function attempt<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw new StoreFailure(error)
  }
}
