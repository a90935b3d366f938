import type { Transaction } from 'kysely'
import type { ScreeningId } from '../contract/ids.js'
import type { CaseStatus } from '../contract/words.js'
import { announce } from './announce.js'
import type { EventType } from './audit.js'
import type { Record } from './audit-record.js'
import type { Gate } from './gate.js'
import { judgeHits } from './judge-hits.js'
import { detailOf } from './rows.js'
import type { ScreeningDetail } from './screening.js'
import type { Tables } from './tables.js'

/** What a moderator says of a screening. */
interface Review {
  readonly decision: Exclude<CaseStatus, 'pending'>
  /** What it really is, when the flags were not right. Only with `confirmed`; absent: the flags are. */
  readonly categories?: readonly string[] | undefined
  readonly note?: string | undefined
}

/** What came of a step: the screening as it is now, or why the step was not taken. */
export type Step =
  | { readonly kind: 'done'; readonly screening: ScreeningDetail }
  | { readonly kind: 'missing' }
  /** It is decided already, or (to reopen) it is not. */
  | { readonly kind: 'wrong_status'; readonly status: CaseStatus }
  /** Somebody else works on it. */
  | { readonly kind: 'claimed'; readonly by: string; readonly until: string }

/** Where moderators work: each step happens once, whoever else tries it at the same time. */
export interface ReviewQueue {
  /** Takes a pending screening for some minutes; again prolongs. */
  claim(tenant: string, id: ScreeningId, actor: string, minutes: number): Promise<Step>
  release(tenant: string, id: ScreeningId, actor: string): Promise<Step>
  review(tenant: string, id: ScreeningId, actor: string, review: Review): Promise<Step>
  /** Takes a decision back: pending again, from now on. */
  reopen(tenant: string, id: ScreeningId, actor: string): Promise<Step>
}

export function buildReviewQueue(gate: Gate, record: Record): ReviewQueue {
  return {
    claim: (tenant, id, actor, minutes) =>
      gate.write(async db => {
        const now = new Date()
        const until = new Date(now.getTime() + minutes * 60_000).toISOString()
        const free = await pendingAndFree(db, tenant, id, actor, now, {
          claimed_by: actor,
          claimed_until: until,
        })
        return free ? done(record, db, tenant, id, 'claimed', actor, { until }) : refusal(db, tenant, id, now)
      }),

    release: (tenant, id, actor) =>
      gate.write(async db => {
        const now = new Date()
        const free = await pendingAndFree(db, tenant, id, actor, now, {
          claimed_by: null,
          claimed_until: null,
        })
        return free ? done(record, db, tenant, id, 'released', actor) : refusal(db, tenant, id, now)
      }),

    review: (tenant, id, actor, { decision, categories, note }) =>
      gate.write(async db => {
        const now = new Date()
        const taken = await pendingAndFree(db, tenant, id, actor, now, {
          status: decision,
          decided_at: now.toISOString(),
          decided_by: actor,
          note: note === undefined ? null : JSON.stringify(note),
          claimed_by: null,
          claimed_until: null,
        })
        if (!taken) return refusal(db, tenant, id, now)
        const before = await read(db, tenant, id)
        const flagged = before.flags.map(flag => flag.category)
        const final = decision === 'dismissed' ? [] : [...new Set(categories ?? flagged)]
        await db
          .updateTable('screenings')
          .set({
            decided_categories: JSON.stringify(final),
            decision_seconds: await secondsOpen(db, before, now),
          })
          .where('id', '=', id)
          .execute()
        if (before.origin !== 'test') await judgeHits(db, tenant, id, final)
        const step = await done(record, db, tenant, id, decision, actor, { categories: final })
        await announce(db, tenant, 'screening.decided', [step.screening])
        return step
      }),

    reopen: (tenant, id, actor) =>
      gate.write(async db => {
        const changed = await db
          .updateTable('screenings')
          .set({
            status: 'pending',
            decided_at: null,
            decided_by: null,
            decided_categories: null,
            decision_seconds: null,
            note: null,
          })
          .where('tenant', '=', tenant)
          .where('id', '=', id)
          .where('status', '!=', 'pending')
          .executeTakeFirst()
        if (changed.numUpdatedRows === 0n) return refusal(db, tenant, id, new Date())
        await db
          .deleteFrom('screening_hits')
          .where('screening_id', '=', id)
          .where('source', '=', 'moderator')
          .execute()
        await db.updateTable('screening_hits').set({ upheld: null }).where('screening_id', '=', id).execute()
        const step = await done(record, db, tenant, id, 'reopened', actor)
        await announce(db, tenant, 'screening.reopened', [step.screening])
        return step
      }),
  }
}

/** Changes the row only while it is pending and nobody else holds it: of two at the same time one gets it. */
async function pendingAndFree(
  db: Transaction<Tables>,
  tenant: string,
  id: ScreeningId,
  actor: string,
  now: Date,
  change: Partial<Tables['screenings']>,
): Promise<boolean> {
  const changed = await db
    .updateTable('screenings')
    .set(change)
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .where('status', '=', 'pending')
    .where(eb =>
      eb.or([
        eb('claimed_until', 'is', null),
        eb('claimed_until', '<=', now.toISOString()),
        eb('claimed_by', '=', actor),
      ]),
    )
    .executeTakeFirst()
  return changed.numUpdatedRows > 0n
}

async function done(
  record: Record,
  db: Transaction<Tables>,
  tenant: string,
  id: ScreeningId,
  type: EventType,
  actor: string,
  detail: { readonly [name: string]: unknown } = {},
) {
  await record(db, { tenant, type, actor, screeningId: id, detail })
  return { kind: 'done', screening: await read(db, tenant, id) } as const
}

async function read(db: Transaction<Tables>, tenant: string, id: ScreeningId): Promise<ScreeningDetail> {
  const row = await db
    .selectFrom('screenings')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return detailOf(row)
}

async function refusal(db: Transaction<Tables>, tenant: string, id: ScreeningId, now: Date): Promise<Step> {
  const row = await db
    .selectFrom('screenings')
    .select(['status', 'claimed_by', 'claimed_until'])
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .executeTakeFirst()
  if (row === undefined) return { kind: 'missing' }
  const { status, claimed_by: by, claimed_until: until } = row
  if (status === 'pending' && by !== null && until !== null && until > now.toISOString())
    return { kind: 'claimed', by, until }
  return { kind: 'wrong_status', status }
}

/** Seconds since it arrived, or since it was last reopened. */
async function secondsOpen(db: Transaction<Tables>, { id, createdAt }: ScreeningDetail, now: Date) {
  const reopened = await db
    .selectFrom('events')
    .select('at')
    .where('screening_id', '=', id)
    .where('type', '=', 'reopened')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return Math.max(0, Math.round((now.getTime() - Date.parse(reopened?.at ?? createdAt)) / 1_000))
}
