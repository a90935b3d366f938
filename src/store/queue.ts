import type { Transaction } from 'kysely'
import type { ScreeningId } from '../contract/ids.js'
import type { CaseStatus } from '../contract/words.js'
import { announce } from './announce.js'
import type { EventType } from './audit.js'
import type { Record } from './audit-record.js'
import { askSecond, type BlindRates } from './blind/ask.js'
import { handOut } from './blind/hand-out.js'
import { looksAt, seenBy } from './blind/looks.js'
import { blindSteps } from './blind/steps.js'
import { type BulkStep, bulkStep, recordAll } from './bulk-steps.js'
import { decide, freeFor, type Review, reopen } from './decide.js'
import type { Gate } from './gate.js'
import type { KeyedHash } from './keyed-hash.js'
import type { Wish } from './lease.js'
import { detailOf } from './rows.js'
import type { ScreeningDetail } from './screening.js'
import type { Tables } from './tables.js'

/** What came of a step: the screening as it is now, or why the step was not taken. */
export type Step =
  | { readonly kind: 'done'; readonly screening: ScreeningDetail }
  | { readonly kind: 'missing' }
  /** It is decided already, or (to reopen) it is not. */
  | { readonly kind: 'wrong_status'; readonly status: CaseStatus }
  /** Somebody objects to the decision: that is answered first. */
  | { readonly kind: 'appealed' }
  /** Somebody else works on it. */
  | { readonly kind: 'claimed'; readonly by: string; readonly until: string }

/** Where moderators work: each step happens once, whoever else tries it at the same time. */
export interface ReviewQueue {
  /** Hands out the next case for some minutes, and nobody else gets it meanwhile; undefined: nothing is left. */
  next(tenant: string, actor: string, wish: Wish, minutes: number): Promise<ScreeningDetail | undefined>
  /** Takes a pending screening for some minutes; again prolongs. */
  claim(tenant: string, id: ScreeningId, actor: string, minutes: number): Promise<Step>
  release(tenant: string, id: ScreeningId, actor: string): Promise<Step>
  review(tenant: string, id: ScreeningId, actor: string, review: Review): Promise<Step>
  /** Takes a decision back: pending again, from now on. */
  reopen(tenant: string, id: ScreeningId, actor: string): Promise<Step>
  /** The same for many, each once: in one transaction, with one entry in the trail. */
  reviewAll(tenant: string, ids: readonly ScreeningId[], actor: string, review: Review): Promise<BulkStep>
  reopenAll(tenant: string, ids: readonly ScreeningId[], actor: string): Promise<BulkStep>
}

/** Milliseconds that a step for a thousand may take on a busy machine: each is counted by triggers. */
const BULK_PATIENCE = 30_000

export interface QueueParts {
  readonly gate: Gate
  readonly record: Record
  readonly hash: KeyedHash
  readonly rates: BlindRates
}

export function buildReviewQueue({ gate, record, hash, rates }: QueueParts): ReviewQueue {
  return {
    next: (tenant, actor, wish, minutes) =>
      gate.write(async db => {
        const until = minutesFrom(new Date(), minutes)
        const id = await handOut(db, tenant, actor, wish, until, rates.goldenRate)
        if (id === undefined) return undefined
        const detail = { until: until.toISOString() }
        await record(db, { tenant, type: 'claimed', actor, screeningId: id, detail })
        const [seen] = await seenBy(db, tenant, actor, [await read(db, tenant, id)])
        return seen
      }),

    claim: (tenant, id, actor, minutes) =>
      gate.write(async db => {
        const now = new Date()
        const until = minutesFrom(now, minutes).toISOString()
        const blind = await blindSteps(db, record, tenant, actor).claim(id, until)
        if (blind) return { kind: 'done', screening: blind }
        const free = await pendingAndFree(db, tenant, id, actor, now, {
          claimed_by: actor,
          claimed_until: until,
        })
        return free
          ? done(record, db, tenant, id, 'claimed', actor, { until })
          : refusal(db, tenant, id, actor, now)
      }),

    release: (tenant, id, actor) =>
      gate.write(async db => {
        const blind = await blindSteps(db, record, tenant, actor).release(id)
        if (blind) return { kind: 'done', screening: blind }
        const now = new Date()
        const free = await pendingAndFree(db, tenant, id, actor, now, {
          claimed_by: null,
          claimed_until: null,
        })
        return free ? done(record, db, tenant, id, 'released', actor) : refusal(db, tenant, id, actor, now)
      }),

    review: (tenant, id, actor, review) =>
      gate.write(async db => {
        const [blind] = await blindSteps(db, record, tenant, actor).review([id], review)
        if (blind) return { kind: 'done', screening: blind }
        const [screening] = await decide(db, tenant, [id], actor, review)
        if (screening === undefined) return refusal(db, tenant, id, actor, new Date())
        await askSecond(db, hash, tenant, screening, rates.secondReviewRate)
        const detail = { categories: screening.decision?.categories ?? [] }
        await record(db, { tenant, type: review.decision, actor, screeningId: id, detail })
        await announce(db, tenant, 'screening.decided', [screening])
        return { kind: 'done', screening }
      }),

    reopen: (tenant, id, actor) =>
      gate.write(async db => {
        const blind = blindSteps(db, record, tenant, actor)
        const [own] = await blind.reopen([id])
        if (own) return { kind: 'done', screening: own }
        if ((await blind.among([id])).size > 0) return { kind: 'wrong_status', status: 'pending' }
        const [screening] = await reopen(db, tenant, [id])
        if (screening === undefined) return refusal(db, tenant, id, actor, new Date(), 'reopen')
        await record(db, { tenant, type: 'reopened', actor, screeningId: id })
        await announce(db, tenant, 'screening.reopened', [screening])
        return { kind: 'done', screening }
      }),

    reviewAll: (tenant, ids, actor, review) =>
      gate.write(async db => {
        // These are not pending, whatever they look like.
        const decided = await decide(db, tenant, ids, actor, review)
        const blind = await blindSteps(db, record, tenant, actor).review(ids, review)
        const detail = { ...(review.categories && { categories: review.categories }) }
        await recordAll(record, db, decided, { tenant, type: `bulk_${review.decision}`, actor, detail })
        await announce(db, tenant, 'screening.decided', decided)
        return bulkStep(db, tenant, ids, [...blind, ...decided])
      }, BULK_PATIENCE),

    reopenAll: (tenant, ids, actor) =>
      gate.write(async db => {
        const steps = blindSteps(db, record, tenant, actor)
        const blind = await steps.among(ids)
        const rest = ids.filter(id => !blind.has(id))
        const reopened = await reopen(db, tenant, rest)
        const own = await steps.reopen([...blind])
        await recordAll(record, db, reopened, { tenant, type: 'bulk_reopened', actor })
        await announce(db, tenant, 'screening.reopened', reopened)
        return bulkStep(db, tenant, ids, [...own, ...reopened])
      }, BULK_PATIENCE),
  }
}

const minutesFrom = (now: Date, minutes: number): Date => new Date(now.getTime() + minutes * 60_000)

/** Changes the row only while it waits (also for an answer to an appeal) and nobody else holds it: of two at the same time one gets it. */
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
    .where(eb => eb.or([eb('status', '=', 'pending'), eb('open_appeals', '>', 0)]))
    .where(freeFor(actor, now))
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

async function refusal(
  db: Transaction<Tables>,
  tenant: string,
  id: ScreeningId,
  actor: string,
  now: Date,
  step?: 'reopen',
): Promise<Step> {
  const row = await db
    .selectFrom('screenings')
    .select(['status', 'claimed_by', 'claimed_until', 'open_appeals'])
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .executeTakeFirst()
  if (row === undefined) return { kind: 'missing' }
  const { status, claimed_by: by, claimed_until: until } = row
  if (status !== 'pending' && row.open_appeals > 0 && step === 'reopen') return { kind: 'appealed' }
  if (
    (status === 'pending' || row.open_appeals > 0) &&
    step === undefined &&
    by !== null &&
    until !== null &&
    until > now.toISOString()
  )
    return { kind: 'claimed', by, until }
  const [look] = await looksAt(db, tenant, [id], actor)
  return { kind: 'wrong_status', status: look?.given?.decision ?? status }
}
