import type { Kysely } from 'kysely'
import type { Contested } from '../../contract/appeal-rules.js'
import type { ScreeningId } from '../../contract/ids.js'
import type { AppealStatus, Side, TextKept } from '../../contract/words.js'
import type { Record } from '../audit-record.js'
import type { Gate } from '../gate.js'
import { screeningId } from '../rows.js'
import type { Tables } from '../tables.js'
import { type Answer, type AppealStep, answer } from './answer.js'
import { type Filed, fileAppeal, type NewAppeal } from './file.js'
import { impartial } from './impartial.js'
import type { AppealsTable } from './table.js'

/** An objection to what was done with a message. */
export interface Appeal {
  readonly id: string
  readonly screeningId: ScreeningId
  readonly from: Side
  /** What they say is wrong: that the message breaks the rules, or that there is nothing wrong with it. */
  readonly contests: Contested
  /** Their words, as far as they are kept. */
  readonly text: string | null
  readonly status: AppealStatus
  /** ISO 8601, UTC. */
  readonly createdAt: string
  readonly decidedAt: string | null
  readonly decidedBy: string | null
  readonly note: string | null
}

/**
 * Objections, once a side. The decision stands until one is answered: by somebody who has not decided the case, and in one
 * transaction with what follows from it.
 */
export interface Appeals {
  add(tenant: string, id: ScreeningId, actor: string, appeal: NewAppeal): Promise<Filed>
  decide(tenant: string, appealId: string, actor: string, answer: Answer): Promise<AppealStep>
  /** Whether somebody may answer the objections to a case: who decided it may not. */
  mayAnswer(tenant: string, id: ScreeningId, actor: string): Promise<boolean>
  /** Of a case, oldest first. */
  of(tenant: string, id: ScreeningId): Promise<readonly Appeal[]>
  /** Oldest first: who waits longest stands first. */
  list(tenant: string, page: AppealPage): Promise<AppealList>
}

interface AppealPage {
  readonly status?: AppealStatus | undefined
  readonly limit: number
  /** The last id of the page before. */
  readonly cursor?: string | undefined
}

interface AppealList {
  readonly items: readonly Appeal[]
  readonly nextCursor: string | null
}

export function buildAppeals(gate: Gate, textKept: TextKept, record: Record): Appeals {
  return {
    add: (tenant, id, actor, appeal) =>
      gate.write(db => fileAppeal(db, record, { tenant, id, actor }, appeal, textKept)),

    decide: (tenant, id, actor, given) =>
      gate.write(async db => {
        const step = await answer(db, record, { tenant, id, actor }, given)
        if (step.kind !== 'done') return step
        const [row] = await ofTenant(db, tenant).where('id', '=', id).execute()
        return row === undefined ? { kind: 'missing' } : { kind: 'done', appeal: appealOf(row) }
      }),

    mayAnswer: (tenant, id, actor) =>
      gate.read(async db => {
        const found = await db
          .selectFrom('screenings')
          .select('id')
          .where('tenant', '=', tenant)
          .where('id', '=', id)
          .where(eb => eb.or([eb('status', '=', 'pending'), impartial(actor)]))
          .executeTakeFirst()
        return found !== undefined
      }),

    of: (tenant, id) =>
      gate.read(async db => {
        const rows = await ofTenant(db, tenant).where('screening_id', '=', id).orderBy('id').execute()
        return rows.map(appealOf)
      }),

    list: (tenant, { status, limit, cursor }) =>
      gate.read(async db => {
        let query = ofTenant(db, tenant)
        if (status !== undefined) query = query.where('status', '=', status)
        if (cursor !== undefined) query = query.where('id', '>', cursor)
        const rows = await query
          .orderBy('id')
          .limit(limit + 1)
          .execute()
        const items = rows.slice(0, limit).map(appealOf)
        return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
      }),
  }
}

const ofTenant = (db: Kysely<Tables>, tenant: string) =>
  db.selectFrom('appeals').selectAll().where('tenant', '=', tenant)

function appealOf(row: AppealsTable): Appeal {
  return {
    id: row.id,
    screeningId: screeningId(row.screening_id),
    from: row.side,
    contests: row.contests,
    text: row.text === null ? null : JSON.parse(row.text),
    status: row.status,
    createdAt: row.created_at,
    decidedAt: row.decided_at,
    decidedBy: row.decided_by,
    note: row.note === null ? null : JSON.parse(row.note),
  }
}
