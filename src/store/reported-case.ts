import { type Kysely, sql, type Transaction } from 'kysely'
import type { ScreeningId } from '../contract/ids.js'
import { announce, justArrived } from './announce.js'
import { decideByCampaign } from './campaigns/decide.js'
import type { DecisionInForce } from './campaigns/decision.js'
import { joinCampaigns, whatIsReported } from './campaigns/join.js'
import type { SignatureKeys } from './campaigns/keys.js'
import { isPostgres } from './dialect.js'
import { enqueue, type Keeping } from './enqueue.js'
import { deleteReceipts, readReceipts, writeReceipts } from './receipts.js'
import type { NewReport, Reported } from './reports.js'
import type { NewScreening } from './screening.js'
import type { Tables } from './tables.js'
import { buried } from './tombstones.js'

/** How what is reported is kept, and by what copies of it are known. */
export interface ReportKeeping extends Keeping {
  readonly keys: SignatureKeys
}

/** Reports of one message come one at a time: of two the second has to find the case of the first. SQLite has one writer anyway. */
export async function lockMessage(
  db: Transaction<Tables>,
  tenant: string,
  messageId: string | undefined,
): Promise<void> {
  if (messageId === undefined || !isPostgres(db)) return
  const name = JSON.stringify(['sekisho report', tenant, messageId])
  await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(db)
}

/** What has just been brought in, and the decision of its campaign that holds for it. */
interface Arrival {
  readonly screening: NewScreening
  readonly decisions: ReadonlyMap<string, DecisionInForce>
}

type Found =
  | { readonly kind: 'case'; readonly id: ScreeningId; readonly arrival?: Arrival }
  | Exclude<Reported, { readonly kind: 'kept' }>

/** The case that a report is of: the one of its message id, or the message as a new one. */
export async function caseOf(
  db: Transaction<Tables>,
  keeping: ReportKeeping,
  tenant: string,
  report: NewReport,
  screening: NewScreening,
): Promise<Found> {
  const { hash } = keeping
  const { messageId, text } = screening.message
  const receipt = messageId && (await readReceipts(db, hash, tenant, [messageId])).get(messageId)
  if (receipt && !receipt.isOf(text)) return { kind: 'conflict' }
  const id = receipt ? receipt.screeningId : screening.id
  if (await isQueued(db, tenant, id)) return { kind: 'case', id }
  if (report.kind === 'not_a_violation') return { kind: 'not_flagged' }
  const reported = { ...screening, id }
  if (!receipt) {
    // A message that came without one before may not be sent again with another text. A report knows no more of it.
    const late = await writeReceipts(db, hash, tenant, [reported], 'text')
    // It was screened meanwhile: the report is of that.
    if (late.length > 0) return caseOf(db, keeping, tenant, report, screening)
  }
  // After the receipt is written: whoever erases the message at the same time has committed by then.
  if (messageId && (await buried(db, hash, tenant, [messageId])).length > 0) {
    await deleteReceipts(db, tenant, [reported])
    return { kind: 'erased' }
  }
  const decisions = await joinReported(db, keeping, tenant, reported)
  await enqueue(db, tenant, [reported], keeping, screening.judgement.test ? 'test' : 'report')
  return { kind: 'case', id, arrival: { screening: reported, decisions } }
}

async function isQueued(db: Kysely<Tables>, tenant: string, id: ScreeningId): Promise<boolean> {
  const row = await db
    .selectFrom('screenings')
    .select('id')
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .executeTakeFirst()
  return row !== undefined
}

/** It joins or founds a campaign as what is flagged does; what a harmless one let pass is its member already. */
async function joinReported(
  db: Transaction<Tables>,
  { keys }: ReportKeeping,
  tenant: string,
  reported: NewScreening,
): Promise<Arrival['decisions']> {
  const passed = await db
    .updateTable('campaign_members')
    .set({ passed: 0 })
    .where('tenant', '=', tenant)
    .where('screening_id', '=', reported.id)
    .executeTakeFirst()
  if (passed.numUpdatedRows > 0n) return new Map()
  return joinCampaigns(db, keys, tenant, [reported], whatIsReported)
}

/** Decided at once where its campaign is confirmed, and told of as it is then. */
export async function beginCase(
  db: Transaction<Tables>,
  tenant: string,
  { screening, decisions }: Arrival,
): Promise<void> {
  const decided = await decideByCampaign(db, tenant, [screening], decisions)
  await announce(db, tenant, 'screening.flagged', [decided.get(screening.id) ?? justArrived(screening)])
}
