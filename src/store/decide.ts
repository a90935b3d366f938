import { setImmediate } from 'node:timers/promises'
import { type SqlBool, sql, type Transaction } from 'kysely'
import type { ScreeningId } from '../contract/ids.js'
import type { CaseStatus } from '../contract/words.js'
import { settleAppeals } from './appeals/settle.js'
import { reveal } from './audited/reveal.js'
import { forgetLooks } from './blind/forget.js'
import { isPostgres } from './dialect.js'
import { judgeHits, unjudgeHits } from './judge-hits.js'
import { lastReopened } from './open-since.js'
import { rankByViolations } from './raise.js'
import { detailOf } from './rows.js'
import type { ScreeningDetail } from './screening.js'
import type { Tables } from './tables.js'
import { tellReporters } from './tell-reporters.js'

/** What a moderator says of a screening. */
export interface Review {
  readonly decision: Exclude<CaseStatus, 'pending'>
  /** What it really is, when the flags were not right. Only with `confirmed`; absent: the flags are. */
  readonly categories?: readonly string[] | undefined
  readonly note?: string | undefined
}

/** Cases that one statement changes: its triggers count them one by one, and others wait for it. */
const PIECE = 50

/**
 * Decides those of the cases that are pending and that nobody else holds; returns them as they are now. Who objected or
 * reported is answered with it.
 */
export async function decide(
  db: Transaction<Tables>,
  tenant: string,
  ids: readonly ScreeningId[],
  actor: string,
  review: Review,
): Promise<readonly ScreeningDetail[]> {
  const decided = await decideUnranked(db, tenant, ids, actor, review)
  if (review.decision === 'confirmed') await rankByViolations(db, tenant, clientsOf(decided))
  return decided
}

/** The same, but what else waits of the clients stands where it stood: `rankByViolations` moves it, once for many calls. */
export async function decideUnranked(
  db: Transaction<Tables>,
  tenant: string,
  ids: readonly ScreeningId[],
  actor: string,
  review: Review,
): Promise<readonly ScreeningDetail[]> {
  const decided = await inPieces(db, ids, piece => decidePiece(db, tenant, piece, actor, review))
  await settleAppeals(db, tenant, actor, decided)
  await tellReporters(db, tenant, decided)
  return decided
}

/**
 * Takes the decisions back of those of the cases that are decided; returns them as they are now. A decision that somebody
 * objects to stands until they are answered: `appealed` takes it back to answer them.
 */
export async function reopen(
  db: Transaction<Tables>,
  tenant: string,
  ids: readonly ScreeningId[],
  options: { readonly appealed?: boolean } = {},
): Promise<readonly ScreeningDetail[]> {
  const reopened = await reopenUnranked(db, tenant, ids, options)
  await rankByViolations(db, tenant, clientsOf(reopened))
  return reopened
}

/** As `decideUnranked` decides. */
export async function reopenUnranked(
  db: Transaction<Tables>,
  tenant: string,
  ids: readonly ScreeningId[],
  { appealed = false } = {},
): Promise<readonly ScreeningDetail[]> {
  return inPieces(db, ids, async piece => {
    const rows = await db
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
      .where('id', 'in', piece)
      .where('status', '!=', 'pending')
      .where(eb => (appealed ? eb.lit(true) : eb('open_appeals', '=', 0)))
      .returningAll()
      .execute()
    const open = rows.map(detailOf)
    // What is decided from now on is decided by itself.
    await db.updateTable('campaign_members').set({ decided: 0 }).where('screening_id', 'in', piece).execute()
    await forgetLooks(
      db,
      open.map(({ id }) => id),
    )
    await unjudgeHits(
      db,
      open.map(({ id }) => id),
    )
    return open
  })
}

async function decidePiece(
  db: Transaction<Tables>,
  tenant: string,
  ids: readonly ScreeningId[],
  actor: string,
  { decision, categories, note }: Review,
): Promise<readonly ScreeningDetail[]> {
  const now = new Date()
  const rows = await db
    .updateTable('screenings')
    .set({
      status: decision,
      decided_at: now.toISOString(),
      decided_by: actor,
      note: note === undefined ? null : JSON.stringify(note),
      claimed_by: null,
      claimed_until: null,
    })
    .where('tenant', '=', tenant)
    .where('id', 'in', ids)
    .where('status', '=', 'pending')
    .where(freeFor(actor, now))
    .returningAll()
    .execute()
  if (rows.length === 0) return []
  const cases = (await reveal(db, rows)).map(detailOf)
  const finals = new Map(
    cases.map(({ id, flags }) => [
      id,
      decision === 'dismissed' ? [] : [...new Set(categories ?? flags.map(({ category }) => category))],
    ]),
  )
  await writeOutcomes(db, cases, finals, now)
  await judgeHits(
    db,
    tenant,
    cases.filter(({ origin }) => origin !== 'test').map(({ id }) => ({ id, final: finals.get(id) ?? [] })),
  )
  return cases.map(one => ({
    ...one,
    decision: one.decision && { ...one.decision, categories: finals.get(one.id) ?? [] },
  }))
}

/** What it was, and how long it took, of each. */
async function writeOutcomes(
  db: Transaction<Tables>,
  cases: readonly ScreeningDetail[],
  finals: ReadonlyMap<ScreeningId, readonly string[]>,
  now: Date,
): Promise<void> {
  const reopened = await lastReopened(
    db,
    cases.map(({ id }) => id),
  )
  const rows = cases.map(({ id, createdAt }) => {
    const since = Date.parse(reopened.get(id) ?? createdAt)
    const seconds = Math.max(0, Math.round((now.getTime() - since) / 1_000))
    return sql`(${id}, ${JSON.stringify(finals.get(id) ?? [])}, ${seconds})`
  })
  await sql`
    update screenings set decided_categories = outcome.column2, decision_seconds = cast(outcome.column3 as integer)
    from (values ${sql.join(rows)}) as outcome where id = outcome.column1`.execute(db)
}

/** Nobody else works on it. */
export function freeFor(actor: string, now: Date) {
  return sql<SqlBool>`(claimed_until is null or claimed_until <= ${now.toISOString()} or claimed_by = ${actor})`
}

/**
 * Piece by piece, and others get their turn between them. On PostgreSQL all rows are locked first, in one order
 * everywhere: two who decide the same cases wait for each other at the first, not in their middle.
 */
async function inPieces<Result>(
  db: Transaction<Tables>,
  ids: readonly ScreeningId[],
  work: (piece: readonly ScreeningId[]) => Promise<readonly Result[]>,
): Promise<readonly Result[]> {
  if (ids.length > 1 && isPostgres(db))
    await db.selectFrom('screenings').select('id').where('id', 'in', ids).orderBy('id').forUpdate().execute()
  const results: Result[] = []
  for (let start = 0; start < ids.length; start += PIECE) {
    results.push(...(await work(ids.slice(start, start + PIECE))))
    if (start + PIECE < ids.length) await setImmediate()
  }
  return results
}

export const clientsOf = (cases: readonly ScreeningDetail[]): readonly string[] => [
  ...new Set(cases.flatMap(({ clientId }) => clientId ?? [])),
]
