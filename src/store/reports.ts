import type { Kysely } from 'kysely'
import { freshId, type ScreeningId } from '../contract/ids.js'
import { type ReporterRecord, trustOf } from '../contract/trust.js'
import type { ReportKind } from '../contract/words.js'
import type { Record } from './audit-record.js'
import type { Gate } from './gate.js'
import { rankAnew } from './rank-anew.js'
import { beginCase, caseOf, lockMessage, type ReportKeeping } from './reported-case.js'
import { readReporters, readTrust } from './reporters.js'
import type { NewScreening, Report } from './screening.js'
import { encodeText } from './stored-text.js'
import type { Tables } from './tables.js'

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
