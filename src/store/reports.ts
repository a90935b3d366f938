import { type Kysely, sql, type Transaction } from 'kysely'
import { freshId, type ScreeningId } from '../contract/ids.js'
import { type ReporterRecord, trustOf } from '../contract/trust.js'
import type { ReportKind } from '../contract/words.js'
import { announce, justArrived } from './announce.js'
import type { Record } from './audit-record.js'
import { decideByCampaign } from './campaigns/decide.js'
import type { DecisionInForce } from './campaigns/decision.js'
import { joinCampaigns, whatIsReported } from './campaigns/join.js'
import type { SignatureKeys } from './campaigns/keys.js'
import { isPostgres } from './dialect.js'
import { enqueue, type Keeping } from './enqueue.js'
import type { Gate } from './gate.js'
import { rankAnew } from './rank-anew.js'
import { deleteReceipts, readReceipts, writeReceipts } from './receipts.js'
import { readReporters, readTrust } from './reporters.js'
import type { NewScreening, Report } from './screening.js'
import { encodeText } from './stored-text.js'
import type { Tables } from './tables.js'
import { buried } from './tombstones.js'

export interface NewReport {
  /** Absent: that it should not have been let through. */
  readonly kind?: ReportKind | undefined
  /** What the reporter takes it for. */
  readonly category?: string | undefined
  readonly reason?: string | undefined
  readonly reporterId?: string | undefined
}

export type Reported =
  | {
      readonly kind: 'kept'
      readonly reportId: string
      readonly screeningId: ScreeningId
      readonly isNew: boolean
    }
  /** The message id stands for another text. */
  | { readonly kind: 'conflict' }
  /** The message was erased: it is not put before anybody again. */
  | { readonly kind: 'erased' }
  /** Nobody has said anything against the message that could be objected to. */
  | { readonly kind: 'not_flagged' }

/** What workers tell us of (通報): a message that was let through enters the queue, judged again by today's rules. */
export interface Reports {
  /**
   * Attaches the report to the screening of its message id when that is in the queue; else the message, freshly judged
   * as `screening`, enters it as one more. A report that there is nothing wrong with a message brings nothing in and
   * moves nothing.
   */
  add(tenant: string, actor: string, report: NewReport, screening: NewScreening): Promise<Reported>
  of(tenant: string, id: ScreeningId): Promise<readonly Report[]>
}

/** How what is reported is kept, and by what copies of it are known. */
export interface ReportKeeping extends Keeping {
  readonly keys: SignatureKeys
}

export function buildReports(gate: Gate, keeping: ReportKeeping, record: Record): Reports {
  return {
    add: (tenant, actor, report, screening) =>
      gate.write(async db => {
        await lockMessage(db, tenant, screening.message.messageId)
        const found = await caseOf(db, keeping, tenant, report, screening)
        if (found.kind !== 'case') return found
        const { id, arrival } = found
        if (report.kind !== 'not_a_violation') await raiseReported(db, tenant, id, report.reporterId)
        const reportId = await writeReport(db, tenant, id, report)
        // Behind the report, so that its reporter is told of a decision that holds for it at once.
        if (arrival) await beginCase(db, tenant, arrival)
        const { kind = 'violation' } = report
        const detail = { report: reportId, kind, ...(report.category && { category: report.category }) }
        await record(db, { tenant, type: 'reported', actor, screeningId: id, detail })
        return { kind: 'kept', reportId, screeningId: id, isNew: arrival !== undefined }
      }),

    of: (tenant, id) =>
      gate.read(async db => {
        const rows = await db
          .selectFrom('reports')
          .selectAll()
          .where('tenant', '=', tenant)
          .where('screening_id', '=', id)
          .orderBy('id')
          .execute()
        const reporters = rows.flatMap(({ reporter_id: reporter }) => reporter ?? [])
        const records = await readReporters(db, tenant, reporters)
        return rows.map(row => ({
          id: row.id,
          at: row.created_at,
          kind: row.kind,
          category: row.category,
          reason: row.reason === null ? null : JSON.parse(row.reason),
          reporterId: row.reporter_id,
          reporter: standingOf(row.reporter_id, records),
        }))
      }),
  }
}

/** Reports of one message come one at a time: of two the second has to find the case of the first. SQLite has one writer anyway. */
async function lockMessage(
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
async function caseOf(
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
  await enqueue(db, tenant, [reported], keeping, 'report')
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
async function beginCase(
  db: Transaction<Tables>,
  tenant: string,
  { screening, decisions }: Arrival,
): Promise<void> {
  const decided = await decideByCampaign(db, tenant, [screening], decisions)
  await announce(db, tenant, 'screening.flagged', [decided.get(screening.id) ?? justArrived(screening)])
}

async function writeReport(
  db: Kysely<Tables>,
  tenant: string,
  id: ScreeningId,
  { kind = 'violation', category, reason, reporterId }: NewReport,
): Promise<string> {
  const reportId = freshId('rep')
  await db
    .insertInto('reports')
    .values({
      id: reportId,
      tenant,
      screening_id: id,
      created_at: new Date().toISOString(),
      kind,
      category: category ?? null,
      reason: reason === undefined ? null : encodeText(reason),
      reporter_id: reporterId ?? null,
    })
    .execute()
  return reportId
}

/** What a moderator may know of who reported; null when nobody is named. */
function standingOf(id: string | null, records: ReadonlyMap<string, ReporterRecord>): Report['reporter'] {
  if (id === null) return null
  const { decided, upheld } = records.get(id) ?? { decided: 0, upheld: 0 }
  const weight = trustOf({ decided, upheld })
  return { decided, upheld, weight, muted: weight === 0 }
}

/** One report more, and its place in the queue by it: of a reporter who counts, and once. */
async function raiseReported(
  db: Kysely<Tables>,
  tenant: string,
  id: ScreeningId,
  reporter: string | undefined,
): Promise<void> {
  const trust = await readTrust(db, tenant, reporter)
  if (trust === 0 || (await hasReported(db, id, reporter))) return
  const row = await db
    .updateTable('screenings')
    .set(eb => ({
      reports: eb('reports', '+', 1),
      report_trust: eb
        .case()
        .when(eb.or([eb('reports', '=', 0), eb('report_trust', '<', trust)]))
        .then(eb.val(trust))
        .else(eb.ref('report_trust'))
        .end(),
    }))
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await rankAnew(db, row)
}

async function hasReported(
  db: Kysely<Tables>,
  id: ScreeningId,
  reporter: string | undefined,
): Promise<boolean> {
  if (reporter === undefined) return false
  const before = await db
    .selectFrom('reports')
    .select('id')
    .where('screening_id', '=', id)
    .where('reporter_id', '=', reporter)
    .where('kind', '=', 'violation')
    .executeTakeFirst()
  return before !== undefined
}
