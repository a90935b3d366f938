import {
  type Expression,
  type ExpressionBuilder,
  type Kysely,
  type SelectQueryBuilder,
  type SqlBool,
  sql,
} from 'kysely'
import { firstIdAt } from '../contract/ids.js'
import type { CaseOrder } from '../contract/words.js'
import { collapsed } from './campaigns/collapse.js'
import { asksForHits, given, ofOneFlag } from './flag-conditions.js'
import type { Page, ScreeningFilter } from './screening.js'
import { idsHolding } from './search-query.js'
import type { Tables } from './tables.js'

/** The rows of a page, found by their ids: those are walked in an index, without reading what the page does not show. */
export function rowsQuery(
  db: Kysely<Tables>,
  ids: ReturnType<typeof idsQuery> | ReturnType<typeof idsByHitsQuery> | readonly string[],
  sort: CaseOrder = 'newest',
) {
  return inOrder(db.selectFrom('screenings').selectAll().where('id', 'in', ids), sort)
}

/** Times become bounds on the id, so that order, cursor and period all walk the same index. */
export function idsQuery(
  db: Kysely<Tables>,
  tenant: string,
  filter: ScreeningFilter,
  page: Page,
  limit: number,
) {
  const ids = db
    .selectFrom('screenings')
    .select('screenings.id')
    .where(eb => ofTenant(eb, tenant, filter))
    .where(eb => eb.and(conditions(eb, db, tenant, filter, page)))
  return (filter.q === undefined ? inOrder(ids, page.sort) : sorted(ids, page.sort)).limit(limit)
}

/**
 * The same ids of a category or rule, found from what it hit instead of from the screenings: the shorter way when it
 * has hit few. A cross join, because SQLite keeps to its order.
 */
export function idsByHitsQuery(
  db: Kysely<Tables>,
  tenant: string,
  filter: ScreeningFilter,
  page: Page,
  limit: number,
) {
  const hits = byHits(db, tenant, filter)
  const { sort = 'newest', cursor } = page
  // Two rules of one category hit the same.
  if (sort === 'harm') {
    const ids = hits
      .select(['screenings.id', 'screenings.due'])
      .distinct()
      .where(eb => eb.and(after(eb, page)))
    return db.selectFrom(inOrder(ids, sort).limit(limit).as('page')).select('page.id')
  }
  // The hits stand in this order already.
  const isNewest = sort === 'newest'
  const ids = hits
    .select('hit.screening_id as id')
    .distinct()
    .where(eb => eb.and(given(cursor, ({ id }) => eb('hit.screening_id', isNewest ? '<' : '>', id))))
    .orderBy('hit.screening_id', isNewest ? 'desc' : 'asc')
  return db.selectFrom(ids.limit(limit).as('page')).select('page.id')
}

/** What fits a category or rule, once for each hit. */
export function byHits(db: Kysely<Tables>, tenant: string, filter: ScreeningFilter) {
  const { from, to } = filter
  return db
    .selectFrom('screening_hits as hit')
    .crossJoin('screenings')
    .whereRef('screenings.id', '=', 'hit.screening_id')
    .where('hit.tenant', '=', tenant)
    .where('screenings.tenant', '=', tenant)
    .where(eb => eb.and(ofOneFlag(eb, filter)))
    .where(eb =>
      eb.and([
        ...given(from, time => eb('hit.screening_id', '>=', firstIdAt(time))),
        ...given(to, time => eb('hit.screening_id', '<', firstIdAt(time))),
      ]),
    )
    .where(eb => eb.and(ofScreening(eb, tenant, filter)))
}

/** Sorts cases; of two that are due at the same time the older one comes first. */
export function inOrder<DB extends Tables, TB extends keyof DB, O>(
  query: SelectQueryBuilder<DB, TB | 'screenings', O>,
  sort: CaseOrder = 'newest',
): SelectQueryBuilder<DB, TB | 'screenings', O> {
  switch (sort) {
    case 'newest':
      return query.orderBy(sql.ref('screenings.id'), 'desc')
    case 'oldest':
      return query.orderBy(sql.ref('screenings.id'))
    case 'harm':
      return query.orderBy(sql.ref('screenings.due')).orderBy(sql.ref('screenings.id'))
  }
}

/**
 * The same order, made afterwards: of what a search finds, few, a planner that walks all cases in order and looks which are
 * among them walks far. What is computed stands in no index.
 */
export function sorted<DB extends Tables, TB extends keyof DB, O>(
  query: SelectQueryBuilder<DB, TB | 'screenings', O>,
  sort: CaseOrder = 'newest',
): SelectQueryBuilder<DB, TB | 'screenings', O> {
  const id = sql`screenings.id || ''`
  if (sort === 'harm') return query.orderBy(sql`screenings.due + 0`).orderBy(id)
  return query.orderBy(id, sort === 'newest' ? 'desc' : 'asc')
}

/** What comes after the page before. */
function after(eb: Builder, { sort = 'newest', cursor }: Page): Expression<SqlBool>[] {
  if (cursor === undefined) return []
  switch (sort) {
    case 'newest':
      return [eb('screenings.id', '<', cursor.id)]
    case 'oldest':
      return [eb('screenings.id', '>', cursor.id)]
    case 'harm':
      return [eb(eb.refTuple('screenings.due', 'screenings.id'), '>', eb.tuple(cursor.due, cursor.id))]
  }
}

/** How many there are of each status, whatever status the filter names. */
export function countQuery(db: Kysely<Tables>, tenant: string, filter: ScreeningFilter) {
  return db
    .selectFrom('screenings')
    .select(['status', eb => eb.fn.countAll().as('count')])
    .where(eb => ofTenant(eb, tenant, filter))
    .where(eb => eb.and(conditions(eb, db, tenant, { ...filter, status: undefined }, { limit: 0 })))
    .groupBy('status')
}

/** The same of those that somebody works on. */
export function claimedCountQuery(db: Kysely<Tables>, tenant: string, filter: ScreeningFilter) {
  return countQuery(db, tenant, { ...filter, claimedBy: undefined })
    .where('status', '=', 'pending')
    .where('claimed_until', '>', new Date().toISOString())
}

type Builder = ExpressionBuilder<Tables, 'screenings'>

/**
 * Whose cases they are. Those that somebody objects to are few and are found by an index of their own: what is computed
 * stands in none, so that none of the others is walked instead.
 */
export function ofTenant(eb: Builder, tenant: string, { appeal }: ScreeningFilter): Expression<SqlBool> {
  return appeal === undefined
    ? eb('screenings.tenant', '=', tenant)
    : sql<SqlBool>`screenings.tenant || '' = ${tenant}`
}

/** All that a case has to fit. */
export function conditions(
  eb: Builder,
  db: Kysely<Tables>,
  tenant: string,
  filter: ScreeningFilter,
  page: Page,
): Expression<SqlBool>[] {
  const { minConfidence, from, to, q } = filter
  return [
    ...ofScreening(eb, tenant, filter),
    ...given(from, time => eb('id', '>=', firstIdAt(time))),
    ...given(to, time => eb('id', '<', firstIdAt(time))),
    ...after(eb, page),
    ...given(q, value => eb('screenings.id', 'in', idsHolding(db, tenant, value))),
    ...(asksForHits(filter)
      ? [eb.exists(hits(eb, tenant, filter))]
      : given(minConfidence, value => eb('confidence', '>=', value))),
  ]
}

function ofScreening(eb: Builder, tenant: string, filter: ScreeningFilter): Expression<SqlBool>[] {
  const { status, verdict, clientId, origin, claimedBy, messageId, appeal, stage, kind } = filter
  return [
    ...given(status, value => eb('status', '=', value)),
    ...given(verdict, value => eb('verdict', '=', value)),
    ...given(clientId, value => eb('client_id', '=', value)),
    ...given(origin, value => eb('origin', '=', value)),
    ...given(stage, value => eb('stage', '=', value)),
    ...given(kind, value => eb('kind', '=', value)),
    ...given(claimedBy, value => claimed(eb, value)),
    ...given(appeal, () => eb('screenings.id', 'in', objected(eb, tenant))),
    ...given(messageId, value => eb('screenings.id', 'in', ofMessage(eb, tenant, value))),
    ...collapsed(eb, filter),
  ]
}

function objected(eb: Builder, tenant: string) {
  return (
    eb
      .selectFrom('screenings as objected')
      .select('objected.id')
      .where('objected.tenant', '=', tenant)
      // Written out, so that the index of these few is used.
      .where(sql<SqlBool>`objected.open_appeals > 0`)
  )
}

/** Whatever has a message id has a receipt, and those are found by it. */
function ofMessage(eb: Builder, tenant: string, messageId: string) {
  return eb
    .selectFrom('receipts')
    .select('receipts.screening_id')
    .where('receipts.tenant', '=', tenant)
    .where('receipts.message_id', '=', messageId)
}

function claimed(eb: Builder, by: string): Expression<SqlBool> {
  const now = new Date().toISOString()
  if (by === 'free')
    return eb.and([
      eb('status', '=', 'pending'),
      eb.or([eb('claimed_until', 'is', null), eb('claimed_until', '<=', now)]),
    ])
  return eb.and([eb('status', '=', 'pending'), eb('claimed_by', '=', by), eb('claimed_until', '>', now)])
}

function hits(eb: Builder, tenant: string, filter: ScreeningFilter) {
  return eb
    .selectFrom('screening_hits as hit')
    .select('hit.screening_id')
    .whereRef('hit.screening_id', '=', 'screenings.id')
    .where('hit.tenant', '=', tenant)
    .where(hit => hit.and(ofOneFlag(hit, filter)))
}
