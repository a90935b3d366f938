import { type Kysely, sql } from 'kysely'
import type { CaseStatus } from '../contract/words.js'
import { isPostgres } from './dialect.js'
import type { Gate } from './gate.js'
import { claimedCountQuery, countQuery } from './list-query.js'
import type { Page, ScreeningFilter } from './screening.js'
import type { Tables } from './tables.js'

export type StatusCounts = Readonly<Record<CaseStatus, number>>

/**
 * How many screenings of each status fit a filter. Kept counts know category, rule, verdict and origin, with either a
 * period or a confidence of whole hundredths; the two ends of a period are counted row by row, and so is what a client
 * or a moderator has. Only a period with a confidence, or a finer confidence, takes a walk over all that might fit.
 */
export async function countByStatus(
  db: Kysely<Tables>,
  tenant: string,
  filter: ScreeningFilter,
): Promise<StatusCounts> {
  const { clientId, claimedBy, minConfidence, from, to, q } = filter
  if (claimedBy === 'free') {
    const waiting = await countByStatus(db, tenant, { ...filter, claimedBy: undefined })
    const taken = statusCounts(await claimedCountQuery(db, tenant, filter).execute())
    return { ...NONE, pending: waiting.pending - taken.pending }
  }
  const hasPeriod = from !== undefined || to !== undefined
  const isFine = minConfidence !== undefined && !startsItsHundredth(minConfidence)
  if (q !== undefined || clientId !== undefined || claimedBy !== undefined || isFine || isUnkept(filter))
    return scanned(db, tenant, filter)
  if (hasPeriod && minConfidence !== undefined) return scanned(db, tenant, filter)
  return hasPeriod ? inPeriod(db, tenant, filter) : kept(db, tenant, filter, byConfidence(minConfidence))
}

/** Nothing is counted beforehand by these. */
const isUnkept = ({ messageId, appeal, stage, kind }: ScreeningFilter): boolean =>
  [messageId, appeal, stage, kind].some(one => one !== undefined)

/**
 * Whether a page of a category or rule is found sooner from all that it has hit than from the cases. By arrival both are
 * walked until the page is full, so the fewer are the better. By harm all hits have to be read, and cases until enough of
 * them fit.
 */
export async function isSoonerByHits(
  db: Kysely<Tables>,
  tenant: string,
  { category, rule, status }: ScreeningFilter,
  { sort, limit }: Page,
): Promise<boolean> {
  const of = (counts: StatusCounts): number => (status === undefined ? totalOf(counts) : counts[status])
  const hits = await kept(db, tenant, { category, rule }, byConfidence())
  const all = of(await kept(db, tenant, {}, byConfidence()))
  if (sort !== 'harm') return totalOf(hits) < all
  return totalOf(hits) < all * Math.min(1, (limit + 1) / Math.max(of(hits), 1))
}

const totalOf = ({ pending, confirmed, dismissed }: StatusCounts): number => pending + confirmed + dismissed

/** Whole days are kept; what is left at both ends is counted. */
async function inPeriod(db: Kysely<Tables>, tenant: string, filter: ScreeningFilter): Promise<StatusCounts> {
  const { from, to } = filter
  const first = from && dayAfter(new Date(from.getTime() - 1))
  const last = to && dayOf(to)
  if (first && last && first >= last) return scanned(db, tenant, filter)
  return sumOf([
    await kept(db, tenant, filter, { axis: 'day', from: first && nameOf(first), to: last && nameOf(last) }),
    from && first && from < first ? await scanned(db, tenant, { ...filter, to: first }) : NONE,
    to && last && last < to ? await scanned(db, tenant, { ...filter, from: last }) : NONE,
  ])
}

interface Steps {
  readonly axis: 'day' | 'confidence'
  /** Inclusive. */
  readonly from?: string | undefined
  /** Exclusive. */
  readonly to?: string | undefined
}

/** Steps of confidence are never more than a hundred and one, of days ever more: without a period they are the shorter way. */
const byConfidence = (minimum = 0): Steps => ({
  axis: 'confidence',
  ...(minimum > 0 && { from: String(Math.round(minimum * 100)).padStart(3, '0') }),
})

async function kept(
  db: Kysely<Tables>,
  tenant: string,
  filter: ScreeningFilter,
  steps: Steps,
): Promise<StatusCounts> {
  const counts = keptRows(db, tenant, filter, steps)
  return statusCounts(
    await counts
      .select(['status', eb => eb.fn.sum('count').as('count')])
      .groupBy('status')
      .execute(),
  )
}

/**
 * How many there are for a first page, at most `most`: who knows that the last was found need not look at all others.
 * Of what is not kept: `most`.
 */
export async function rowsToFind(
  db: Kysely<Tables>,
  tenant: string,
  filter: ScreeningFilter,
  { cursor }: Page,
  most: number,
): Promise<number> {
  const { status, clientId, claimedBy, minConfidence = 0, from, to } = filter
  const isKept = !isUnkept(filter) && [clientId, claimedBy, from, to, cursor].every(one => one === undefined)
  if (!isKept || !startsItsHundredth(minConfidence)) return most
  const counts = await kept(db, tenant, filter, byConfidence(minConfidence))
  return Math.min(most, status === undefined ? totalOf(counts) : counts[status])
}

function keptRows(
  db: Kysely<Tables>,
  tenant: string,
  { category, rule, verdict, origin }: ScreeningFilter,
  { axis, from, to }: Steps,
) {
  let query = db
    .selectFrom('screening_counts')
    .where('tenant', '=', tenant)
    .where('axis', '=', axis)
    .where('rule', '=', rule ?? '')
  // A rule is of one category.
  if (rule === undefined || category !== undefined) query = query.where('category', '=', category ?? '')
  if (from !== undefined) query = query.where('step', '>=', from)
  if (to !== undefined) query = query.where('step', '<', to)
  if (verdict !== undefined) query = query.where('verdict', '=', verdict)
  if (origin !== undefined) query = query.where('origin', '=', origin)
  return query
}

async function scanned(db: Kysely<Tables>, tenant: string, filter: ScreeningFilter): Promise<StatusCounts> {
  return statusCounts(await countQuery(db, tenant, filter).execute())
}

/**
 * Adds up, on PostgreSQL, what writers have left since the last time. Others go on meanwhile, and of several instances
 * one does it. SQLite's triggers leave nothing to be added up. In batches: a purge may leave more than one statement can
 * add up within its time.
 */
export async function foldCounts(gate: Gate): Promise<void> {
  const isDue = await gate.read(async db => {
    if (!isPostgres(db)) return false
    const { rows } = await sql`select 1 from screening_counts where fresh limit 1`.execute(db)
    return rows.length > 0
  })
  if (!isDue) return
  let folded: number
  do folded = await gate.write(fold)
  while (folded === FOLDED_AT_ONCE)
}

/** Rows that one transaction adds up: within a second on a busy server. */
const FOLDED_AT_ONCE = 5_000

/** Adds up one batch; returns the rows that it took. */
async function fold(db: Kysely<Tables>): Promise<number> {
  const lock = await sql<{ readonly mine: boolean }>`
    select pg_try_advisory_xact_lock(hashtext('sekisho counts')) as mine`.execute(db)
  if (lock.rows[0]?.mine !== true) return 0
  const { rows } = await sql<{ readonly taken: number }>`
    with fresh as (
      delete from screening_counts
      where ctid = any (array(select ctid from screening_counts where fresh limit ${sql.lit(FOLDED_AT_ONCE)}))
      returning *
    ), folded as (
      insert into screening_counts (tenant, axis, rule, category, step, status, verdict, origin, count)
      select tenant, axis, rule, category, step, status, verdict, origin, sum(count) from fresh
      group by tenant, axis, rule, category, step, status, verdict, origin having sum(count) <> 0
      on conflict (tenant, axis, rule, category, step, status, verdict, origin) where not fresh
      do update set count = screening_counts.count + excluded.count
    ) select count(*)::integer as taken from fresh`.execute(db)
  await sql`delete from screening_counts where count = 0 and not fresh`.execute(db)
  return rows[0]?.taken ?? 0
}

const DAY = 24 * 60 * 60 * 1_000
const dayOf = (time: Date): Date => new Date(Math.floor(time.getTime() / DAY) * DAY)
const dayAfter = (time: Date): Date => new Date(dayOf(time).getTime() + DAY)
const nameOf = (day: Date): string => day.toISOString().slice(0, 10)

/** All of its hundredth fit: then what is kept by hundredths is right. */
const startsItsHundredth = (confidence: number): boolean => Math.round(confidence * 100) / 100 === confidence

const NONE: StatusCounts = { pending: 0, confirmed: 0, dismissed: 0 }

function sumOf(counts: readonly StatusCounts[]): StatusCounts {
  const of = (status: CaseStatus): number => counts.reduce((sum, one) => sum + one[status], 0)
  return { pending: of('pending'), confirmed: of('confirmed'), dismissed: of('dismissed') }
}

function statusCounts(
  rows: readonly { readonly status: CaseStatus; readonly count: number | string | bigint }[],
): StatusCounts {
  const of = (status: CaseStatus): number => Number(rows.find(row => row.status === status)?.count ?? 0)
  return { pending: of('pending'), confirmed: of('confirmed'), dismissed: of('dismissed') }
}
