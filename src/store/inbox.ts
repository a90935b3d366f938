import type { Kysely, Transaction } from 'kysely'
import type { Gate } from './database.js'
import { buildGroupCommit } from './group-commit.js'
import { announce } from './outbox.js'
import { detailOf, hitRows, receiptOf, receiptRows, type StoreText, screeningRow } from './rows.js'
import type { NewScreening, Receipt } from './screening.js'
import type { Tables } from './tables.js'

/** Where judged messages come in. */
export interface Inbox {
  /** What was answered before to these message ids. */
  receipts(tenant: string, messageIds: readonly string[]): Promise<ReadonlyMap<string, Receipt>>
  /**
   * Keeps flagged screenings and a receipt for every message id, all or nothing. A screening whose message id
   * has a receipt by then came too late and is not kept: returns those earlier receipts. What is asked at the same time
   * shares a commit; nobody is answered before it.
   */
  keep(tenant: string, screenings: readonly NewScreening[]): Promise<ReadonlyMap<string, Receipt>>
}

interface Delivery {
  readonly tenant: string
  readonly screenings: readonly NewScreening[]
}

type Receipts = ReadonlyMap<string, Receipt>

export function buildInbox(gate: Gate, storeText: StoreText): Inbox {
  const commit = buildGroupCommit((deliveries: readonly Delivery[]) =>
    gate.write(async db => {
      const results: Receipts[] = []
      for (const { tenant, screenings } of deliveries)
        results.push(await keep(db, tenant, screenings, storeText))
      return results
    }),
  )
  return {
    receipts: (tenant, messageIds) => gate.read(db => receipts(db, tenant, messageIds)),
    keep: (tenant, screenings) => commit({ tenant, screenings }),
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
  for (const row of rows) await announce(transaction, tenant, 'screening.flagged', detailOf(row))
  if (late.length === 0) return new Map()
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
