import type { DatabaseLocation } from '../contract/database-location.js'
import type { TextKept } from '../contract/words.js'
import { type Archive, buildArchive } from './archive.js'
import { type AuditTrail, buildAuditTrail } from './audit.js'
import { buildChain } from './audit-chain.js'
import { buildRecord } from './audit-record.js'
import { buildClients, type Clients } from './clients.js'
import { openDatabase } from './database.js'
import { buildErasure, type Erasure } from './erasure.js'
import { attempt, type Gate, gateTo, type Observe } from './gate.js'
import { buildHealth, type Health } from './health.js'
import { buildInbox, type Inbox } from './inbox.js'
import { buildKeys, type Keys } from './keys.js'
import { migrate } from './migrations/migrate.js'
import { buildOutbox, type Outbox } from './outbox.js'
import { buildReviewQueue, type ReviewQueue } from './queue.js'
import { buildReports, type Reports } from './reports.js'
import { buildScreenings, type Screenings } from './screenings.js'
import { buildStatistics, type StatisticsOf } from './statistics.js'
import { buildTallies, type Tallies } from './tallies.js'
import { buildWantedRuleset, type WantedRuleset } from './wanted-ruleset.js'

/** All that is kept, by who uses it. Every method rejects with `StoreFailure` only. */
export interface Store {
  readonly inbox: Inbox
  readonly screenings: Screenings
  readonly queue: ReviewQueue
  readonly reports: Reports
  readonly clients: Clients
  readonly statistics: StatisticsOf
  readonly tallies: Tallies
  readonly archive: Archive
  readonly audit: AuditTrail
  readonly erasure: Erasure
  readonly outbox: Outbox
  readonly keys: Keys
  readonly wantedRuleset: WantedRuleset
  readonly health: Health
  close(): Promise<void>
}

/** Opens the store and brings its tables up to date. `auditSecret` keys the hashes of the trail; empty: they are bare. */
export async function openStore(
  location: DatabaseLocation,
  textKept: TextKept,
  observe?: Observe,
  auditSecret = '',
): Promise<Store> {
  return attempt(async () => {
    const db = await openDatabase(location)
    try {
      await migrate(db)
    } catch (error) {
      await db.destroy()
      throw error
    }
    return {
      ...buildRepositories(gateTo(db, observe), textKept, auditSecret),
      close: () => attempt(() => db.destroy()),
    }
  })
}

function buildRepositories(gate: Gate, textKept: TextKept, secret: string): Omit<Store, 'close'> {
  const chain = buildChain(secret)
  const record = buildRecord(chain)
  const tallies = buildTallies(gate)
  return {
    inbox: buildInbox(gate, textKept),
    screenings: buildScreenings(gate),
    queue: buildReviewQueue(gate, record),
    reports: buildReports(gate, textKept, record),
    clients: buildClients(gate),
    statistics: buildStatistics(gate, tallies),
    tallies,
    archive: buildArchive(gate),
    audit: buildAuditTrail(gate, { record, chain, secret }),
    erasure: buildErasure(gate, record),
    outbox: buildOutbox(gate, record),
    keys: buildKeys(gate, record),
    wantedRuleset: buildWantedRuleset(gate),
    health: buildHealth(gate),
  }
}
