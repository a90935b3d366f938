import type { Kysely } from 'kysely'
import { freshId, type ScreeningId } from '../contract/ids.js'
import { type ReporterRecord, trustOf } from '../contract/trust.js'
import type { ReportKind } from '../contract/words.js'
import { announce, justArrived } from './announce.js'
import type { Record } from './audit-record.js'
import { enqueue, type Keeping } from './enqueue.js'
import type { Gate } from './gate.js'
import { rankAnew } from './rank-anew.js'
import { readReceipts, writeReceipts } from './receipts.js'
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

export function buildReports(gate: Gate, keeping: Keeping, record: Record): Reports {
  const { hash } = keeping
  return {
    add: (tenant, actor, report, screening) =>
      gate.write(async db => {
        const { messageId, text } = screening.message
        const receipt = messageId && (await readReceipts(db, hash, tenant, [messageId])).get(messageId)
        if (receipt && !receipt.isOf(text)) return { kind: 'conflict' }
        const id = receipt ? receipt.screeningId : screening.id
        const queued = await db
          .selectFrom('screenings')
          .select('id')
          .where('tenant', '=', tenant)
          .where('id', '=', id)
          .executeTakeFirst()
        if (queued === undefined) {
          if (report.kind === 'not_a_violation') return { kind: 'not_flagged' }
          if (messageId && (await buried(db, hash, tenant, [messageId])).length > 0) return { kind: 'erased' }
          const reported = { ...screening, id }
          await enqueue(db, tenant, [reported], keeping, screening.judgement.test ? 'test' : 'report')
          // A message that came without one before may not be sent again with another text. A report knows no more of it.
          await writeReceipts(db, hash, tenant, [reported], 'text')
          await announce(db, tenant, 'screening.flagged', [justArrived(reported)])
        }
        if (report.kind !== 'not_a_violation') await raiseReported(db, tenant, id, report.reporterId)
        const reportId = freshId('rep')
        await db
          .insertInto('reports')
          .values({
            id: reportId,
            tenant,
            screening_id: id,
            created_at: new Date().toISOString(),
            kind: report.kind ?? 'violation',
            category: report.category ?? null,
            reason: report.reason === undefined ? null : encodeText(report.reason),
            reporter_id: report.reporterId ?? null,
          })
          .execute()
        const { kind = 'violation' } = report
        const detail = { report: reportId, kind, ...(report.category && { category: report.category }) }
        await record(db, { tenant, type: 'reported', actor, screeningId: id, detail })
        return { kind: 'kept', reportId, screeningId: id, isNew: queued === undefined }
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
