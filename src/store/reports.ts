import type { Kysely } from 'kysely'
import { freshId, type ScreeningId } from '../contract/ids.js'
import type { TextKept } from '../contract/words.js'
import { announce, justArrived } from './announce.js'
import type { Record } from './audit-record.js'
import { enqueue } from './enqueue.js'
import type { Gate } from './gate.js'
import type { KeyedHash } from './keyed-hash.js'
import { dueOf } from './rank.js'
import { readReceipts, writeReceipts } from './receipts.js'
import type { NewScreening, Report } from './screening.js'
import { encodeText } from './stored-text.js'
import type { Tables } from './tables.js'
import { buried } from './tombstones.js'

export interface NewReport {
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

/** What workers tell us of (通報): a message that was let through enters the queue, judged again by today's rules. */
export interface Reports {
  /**
   * Attaches the report to the screening of its message id when that is in the queue; else the message, freshly judged
   * as `screening`, enters it as one more.
   */
  add(tenant: string, actor: string, report: NewReport, screening: NewScreening): Promise<Reported>
  of(tenant: string, id: ScreeningId): Promise<readonly Report[]>
}

export function buildReports(gate: Gate, hash: KeyedHash, textKept: TextKept, record: Record): Reports {
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
          if (messageId && (await buried(db, hash, tenant, [messageId])).length > 0) return { kind: 'erased' }
          const reported = { ...screening, id }
          await enqueue(db, tenant, [reported], { hash, textKept }, 'report')
          // A message that came without one before may not be sent again with another text.
          await writeReceipts(db, hash, tenant, [reported])
          await announce(db, tenant, 'screening.flagged', [justArrived(reported)])
        }
        await raiseReported(db, tenant, id)
        const reportId = freshId('rep')
        await db
          .insertInto('reports')
          .values({
            id: reportId,
            tenant,
            screening_id: id,
            created_at: new Date().toISOString(),
            category: report.category ?? null,
            reason: report.reason === undefined ? null : encodeText(report.reason),
            reporter_id: report.reporterId ?? null,
          })
          .execute()
        const detail = { report: reportId, ...(report.category && { category: report.category }) }
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
        return rows.map(row => ({
          id: row.id,
          at: row.created_at,
          category: row.category,
          reason: row.reason === null ? null : JSON.parse(row.reason),
          reporterId: row.reporter_id,
        }))
      }),
  }
}

/** One report more, and its place in the queue by it. */
async function raiseReported(db: Kysely<Tables>, tenant: string, id: ScreeningId): Promise<void> {
  const row = await db
    .updateTable('screenings')
    .set(eb => ({ reports: eb('reports', '+', 1) }))
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await db
    .updateTable('screenings')
    .set({ due: dueOf(row) })
    .where('id', '=', id)
    .execute()
}
