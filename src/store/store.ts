import type { Kysely } from 'kysely'
import type { DatabaseLocation } from '../contract/database-location.js'
import type { TextKept } from '../contract/words.js'
import { type Appeals, buildAppeals } from './appeals/appeals.js'
import { type Archive, buildArchive } from './archive.js'
import { type AuditTrail, buildAuditTrail } from './audit.js'
import { buildChain } from './audit-chain.js'
import { buildRecord } from './audit-record.js'
import { type Agreement, buildAgreement } from './blind/agreement.js'
import type { BlindRates } from './blind/ask.js'
import { buildGolden, type Golden } from './blind/golden.js'
import { type BudgetSample, buildBudgetSample } from './budget-sample.js'
import { buildCampaigns, type Campaigns } from './campaigns/campaigns.js'
import { buildSignatureKeys } from './campaigns/keys.js'
import { buildChanges, type Changes } from './changes.js'
import { buildClients, type Clients } from './clients.js'
import { buildContacts, type Contacts } from './contacts.js'
import { emptyLog, openDatabase } from './database.js'
import { buildDrafts, type Drafts } from './drafts.js'
import { buildErasure, type Erasure } from './erasure.js'
import { attempt, type Gate, gateTo, type Observe } from './gate.js'
import { buildHealth, type Health } from './health.js'
import { buildIdentifiers, type Identifiers } from './identifiers.js'
import { buildInbox, type Inbox } from './inbox.js'
import { type KeyedHash, readKeyedHash } from './keyed-hash.js'
import { buildKeys, type Keys } from './keys.js'
import { type LinkHash, linkHash } from './link-hash.js'
import { buildLists, type Lists } from './lists.js'
import { migrate } from './migrations/migrate.js'
import { buildOutbox, type Outbox } from './outbox.js'
import { PATIENCE, untilFree } from './patience.js'
import { buildReviewQueue, type ReviewQueue } from './queue.js'
import { buildReports, type Reports } from './reports.js'
import { buildScreenings, type Screenings } from './screenings.js'
import { startScrubbing } from './scrubbing.js'
import { buildSessions, type Sessions } from './sessions.js'
import { buildStatistics, type StatisticsOf } from './statistics.js'
import type { Tables } from './tables.js'
import { buildTallies, type Tallies } from './tallies.js'
import { buildTransparency, type Transparency } from './transparency/figures.js'
import { buildWantedRuleset, type WantedRuleset } from './wanted-ruleset.js'

/** All that is kept, by who uses it. Every method rejects with `StoreFailure` only. */
export interface Store {
  readonly inbox: Inbox
  readonly screenings: Screenings
  readonly queue: ReviewQueue
  readonly agreement: Agreement
  readonly golden: Golden
  readonly reports: Reports
  readonly appeals: Appeals
  readonly clients: Clients
  readonly campaigns: Campaigns
  readonly identifiers: Identifiers
  readonly lists: Lists
  readonly contacts: Contacts
  readonly drafts: Drafts
  readonly statistics: StatisticsOf
  readonly budgetSample: BudgetSample
  readonly transparency: Transparency
  readonly tallies: Tallies
  readonly archive: Archive
  readonly audit: AuditTrail
  readonly erasure: Erasure
  readonly outbox: Outbox
  readonly keys: Keys
  readonly sessions: Sessions
  readonly changes: Changes
  readonly wantedRuleset: WantedRuleset
  readonly health: Health
  /** What an operator should know of the database that was opened. */
  readonly warnings: readonly string[]
  close(): Promise<void>
}

/** Milliseconds that a start waits for others that start on the same database, or write into it. */
const START_PATIENCE = 30_000

export interface StoreOptions {
  /** Told of every read and transaction. */
  readonly observe?: Observe | undefined
  /** Keys the hashes of the trail; empty: they are bare. */
  readonly auditSecret?: string
  /** Keys the hashes of identifiers; empty: none is linked. */
  readonly identifierSecret?: string
  /** How much is looked at blind; without it nothing. */
  readonly rates?: BlindRates
  /** Milliseconds that a read or a transaction may take: a command has more time than a request. */
  readonly patience?: number
}

const NEVER_AGAIN: BlindRates = { secondReviewRate: 0, goldenRate: 0, auditRate: 0 }

/** Opens the store and brings its tables up to date. Waits while another instance does so. */
export async function openStore(
  location: DatabaseLocation,
  textKept: TextKept,
  {
    observe,
    auditSecret = '',
    identifierSecret = '',
    rates = NEVER_AGAIN,
    patience = PATIENCE,
  }: StoreOptions = {},
): Promise<Store> {
  return attempt(async () => {
    const end = performance.now() + START_PATIENCE
    const { db, later } = await untilFree(
      () => openUpToDate(location, patience),
      lock => {
        if (performance.now() > end) throw lock
      },
    )
    const hash = await readKeyedHash(db)
    const scrubbing = startScrubbing(() => emptyLog(location, db))
    // What was erased before a crash lies in the log still.
    await scrubbing.scrub()
    return {
      ...buildRepositories(gateTo(db, observe, patience), {
        hash,
        textKept,
        scrub: scrubbing.scrub,
        auditSecret,
        link: linkHash(identifierSecret),
        rates,
      }),
      warnings: later.map(name => `a later version has changed the database (${name}); this one works on it`),
      close: () => {
        scrubbing.stop()
        return attempt(() => db.destroy())
      },
    }
  })
}

async function openUpToDate(location: DatabaseLocation, patience: number) {
  let later: readonly string[] = []
  const migrated = async (fresh: Kysely<Tables>): Promise<void> => {
    later = await migrate(fresh)
  }
  const db = await openDatabase(location, migrated, patience)
  return { db, later }
}

interface Parts {
  readonly hash: KeyedHash
  readonly textKept: TextKept
  readonly scrub: () => Promise<void>
  readonly auditSecret: string
  readonly link: LinkHash
  readonly rates: BlindRates
}

function buildRepositories(
  gate: Gate,
  { hash, textKept, scrub, auditSecret, link, rates }: Parts,
): Omit<Store, 'close' | 'warnings'> {
  const chain = buildChain(auditSecret)
  const record = buildRecord(chain)
  const tallies = buildTallies(gate)
  const keys = buildSignatureKeys(hash)
  return {
    inbox: buildInbox(gate, { hash, keys, textKept, link, auditRate: rates.auditRate }),
    screenings: buildScreenings(gate),
    queue: buildReviewQueue({ gate, record, hash, rates }),
    agreement: buildAgreement(gate),
    golden: buildGolden(gate, record),
    reports: buildReports(gate, { hash, keys, textKept, link }, record),
    appeals: buildAppeals(gate, textKept, record),
    clients: buildClients(gate),
    campaigns: buildCampaigns(gate, keys, record),
    identifiers: buildIdentifiers(gate, link),
    lists: buildLists(gate, record),
    contacts: buildContacts(gate, hash),
    drafts: buildDrafts(gate, hash),
    statistics: buildStatistics(gate, tallies),
    budgetSample: buildBudgetSample(gate, tallies.flush),
    transparency: buildTransparency(gate),
    tallies,
    archive: buildArchive(gate),
    audit: buildAuditTrail(gate, { record, chain, secret: auditSecret }),
    erasure: buildErasure({ gate, hash, keys, scrub, record }),
    outbox: buildOutbox(gate, record),
    keys: buildKeys(gate, record),
    sessions: buildSessions(gate, record),
    changes: buildChanges(gate),
    wantedRuleset: buildWantedRuleset(gate),
    health: buildHealth(gate),
  }
}
