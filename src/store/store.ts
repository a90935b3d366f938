import { setImmediate } from 'node:timers/promises'
import type { DatabaseLocation } from '../contract/database-location.js'
import type { ScreeningId } from '../contract/ids.js'
import { type Archive, buildArchive } from './archive.js'
import { type AuditTrail, buildAuditTrail } from './audit.js'
import { buildClients, type Clients } from './clients.js'
import { attempt, type Gate, gateTo, type Observe, openDatabase } from './database.js'
import { buildErasure, type Erasure } from './erasure.js'
import { buildInbox, type Inbox } from './inbox.js'
import { buildKeys, type Keys } from './keys.js'
import { countQuery, listQuery } from './list-query.js'
import { migrate } from './migrations/migrate.js'
import { buildOutbox, type Outbox } from './outbox.js'
import type { Period } from './precision.js'
import { buildReviewQueue, type ReviewQueue } from './queue.js'
import { buildReports, type Reports } from './reports.js'
import { detailOf, type StoreText, summaryOf } from './rows.js'
import type { Page, ScreeningDetail, ScreeningFilter, ScreeningSummary } from './screening.js'
import { buildStatistics, type Statistics } from './statistics.js'
import { buildTallies, type Tallies } from './tallies.js'

export { StoreFailure } from './database.js'

/** All that is kept, by who uses it. Every method rejects with `StoreFailure` only. */
export interface Store extends Inbox {
  /** Newest first. A page never shifts while messages arrive: it goes on below the cursor. */
  list(tenant: string, filter: ScreeningFilter, page: Page): Promise<ScreeningList>
  /** How many there are of each status; the filter's own status does not count. */
  count(tenant: string, filter: ScreeningFilter): Promise<StatusCounts>
  find(tenant: string, id: ScreeningId): Promise<ScreeningDetail | undefined>
  statistics(tenant: string, period: Period): Promise<Statistics>
  /** Deletes what arrived before a time, of every tenant, in small batches; returns the number of screenings. */
  purge(before: Date): Promise<number>
  /** How much waits, of all tenants: what an operator watches. */
  depths(): Promise<Depths>
  /** Rejects when the store does not answer. */
  ping(): Promise<void>
  close(): Promise<void>
  readonly archive: Archive
  readonly keys: Keys
  readonly queue: ReviewQueue
  readonly audit: AuditTrail
  readonly reports: Reports
  readonly clients: Clients
  readonly tallies: Tallies
  readonly erasure: Erasure
  readonly outbox: Outbox
}

export interface ScreeningList {
  readonly items: readonly ScreeningSummary[]
  readonly nextCursor: ScreeningId | null
}

export interface StatusCounts {
  readonly pending: number
  readonly confirmed: number
  readonly dismissed: number
}

export interface Depths {
  readonly pending: number
  readonly waitingDeliveries: number
  readonly deadDeliveries: number
}

/** Rows that one transaction deletes: others wait for it no longer than a few milliseconds. */
const PURGE_BATCH = 500

/** Opens the store and brings its tables up to date. */
export async function openStore(
  location: DatabaseLocation,
  storeText: StoreText,
  observe?: Observe,
): Promise<Store> {
  return attempt(async () => {
    const db = await openDatabase(location)
    try {
      await migrate(db)
    } catch (error) {
      await db.destroy()
      throw error
    }
    return { ...buildStore(gateTo(db, observe), storeText), close: () => attempt(() => db.destroy()) }
  })
}

function buildStore(gate: Gate, storeText: StoreText): Omit<Store, 'close'> {
  const erasure = buildErasure(gate)
  return {
    ...buildInbox(gate, storeText),

    list: (tenant, filter, page) =>
      gate.read(async db => {
        const rows = await listQuery(db, tenant, filter, page).execute()
        const items = rows.slice(0, page.limit).map(summaryOf)
        return { items, nextCursor: rows.length > page.limit ? (items.at(-1)?.id ?? null) : null }
      }),

    count: (tenant, filter) =>
      gate.read(async db => {
        const rows = await countQuery(db, tenant, filter).execute()
        const of = (status: string): number => Number(rows.find(row => row.status === status)?.count ?? 0)
        return { pending: of('pending'), confirmed: of('confirmed'), dismissed: of('dismissed') }
      }),

    find: (tenant, id) =>
      gate.read(async db => {
        const row = await db
          .selectFrom('screenings')
          .selectAll()
          .where('tenant', '=', tenant)
          .where('id', '=', id)
          .executeTakeFirst()
        return row && detailOf(row)
      }),

    statistics: buildStatistics(gate),

    purge: async before => {
      let screenings = 0
      for (;;) {
        const purged = await erasure.purgeBatch(before, PURGE_BATCH)
        screenings += purged.screenings
        if (purged.rows === 0) return screenings
        await setImmediate()
      }
    },

    depths: () =>
      gate.read(async db => {
        const pending = await db
          .selectFrom('screenings')
          .select(eb => eb.fn.countAll().as('count'))
          .where('status', '=', 'pending')
          .executeTakeFirst()
        const deliveries = await db
          .selectFrom('deliveries')
          .select(['status', eb => eb.fn.countAll().as('count')])
          .where('status', 'in', ['waiting', 'dead'])
          .groupBy('status')
          .execute()
        const of = (status: string): number =>
          Number(deliveries.find(row => row.status === status)?.count ?? 0)
        return {
          pending: Number(pending?.count ?? 0),
          waitingDeliveries: of('waiting'),
          deadDeliveries: of('dead'),
        }
      }),

    ping: () =>
      gate.read(async db => void (await db.selectFrom('screenings').select('id').limit(1).execute())),

    archive: buildArchive(gate),
    keys: buildKeys(gate),
    queue: buildReviewQueue(gate),
    audit: buildAuditTrail(gate),
    reports: buildReports(gate, storeText),
    clients: buildClients(gate),
    tallies: buildTallies(gate),
    erasure,
    outbox: buildOutbox(gate),
  }
}
