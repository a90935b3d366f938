import { type Expression, type ExpressionBuilder, type Kysely, type SqlBool, sql } from 'kysely'
import { firstIdAt } from '../contract/ids.js'
import type { Page, ScreeningFilter } from './screening.js'
import { idsHolding } from './search-query.js'
import type { Tables } from './tables.js'

/** The rows of a page, found by their ids: those are walked in an index, without reading what the page does not show. */
export function rowsQuery(
  db: Kysely<Tables>,
  ids: ReturnType<typeof idsQuery | typeof idsByHitsQuery> | readonly string[],
) {
  return db.selectFrom('screenings').selectAll().where('id', 'in', ids).orderBy('id', 'desc')
}

/** Newest first. Times become bounds on the id, so that order, cursor and period all walk the same index. */
export function idsQuery(
  db: Kysely<Tables>,
  tenant: string,
  filter: ScreeningFilter,
  page: Page,
  limit: number,
) {
  return (
    db
      .selectFrom('screenings')
      .select('id')
      .where('tenant', '=', tenant)
      .where(eb => eb.and(conditions(eb, db, tenant, filter, page)))
      // What a search finds is ordered afterwards: a planner that walks all in order, and looks which are among it, walks far.
      .orderBy(filter.q === undefined ? sql.ref('id') : sql`id || ''`, 'desc')
      .limit(limit)
  )
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
        ...given(page.cursor, id => eb('hit.screening_id', '<', id)),
      ]),
    )
    .where(eb => eb.and(ofScreening(eb, filter)))
    .select('hit.screening_id as id')
    .distinct()
    .orderBy('hit.screening_id', 'desc')
    .limit(limit)
}

/** How many there are of each status, whatever status the filter names. */
export function countQuery(db: Kysely<Tables>, tenant: string, filter: ScreeningFilter) {
  return db
    .selectFrom('screenings')
    .select(['status', eb => eb.fn.countAll().as('count')])
    .where('tenant', '=', tenant)
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

function conditions(
  eb: Builder,
  db: Kysely<Tables>,
  tenant: string,
  filter: ScreeningFilter,
  page: Page,
): Expression<SqlBool>[] {
  const { minConfidence, from, to, q } = filter
  return [
    ...ofScreening(eb, filter),
    ...given(from, time => eb('id', '>=', firstIdAt(time))),
    ...given(to, time => eb('id', '<', firstIdAt(time))),
    ...given(page.cursor, id => eb('id', '<', id)),
    ...given(q, value => eb('id', 'in', idsHolding(db, tenant, value))),
    ...(asksForHits(filter)
      ? [eb.exists(hits(eb, tenant, filter))]
      : given(minConfidence, value => eb('confidence', '>=', value))),
  ]
}

export function asksForHits({ category, rule }: ScreeningFilter): boolean {
  return category !== undefined || rule !== undefined
}

function ofScreening(eb: Builder, filter: ScreeningFilter): Expression<SqlBool>[] {
  const { status, verdict, clientId, origin, claimedBy } = filter
  return [
    ...given(status, value => eb('status', '=', value)),
    ...given(verdict, value => eb('verdict', '=', value)),
    ...given(clientId, value => eb('client_id', '=', value)),
    ...given(origin, value => eb('origin', '=', value)),
    ...given(claimedBy, value => claimed(eb, value)),
  ]
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

function ofOneFlag(
  eb: ExpressionBuilder<Tables & { readonly hit: Tables['screening_hits'] }, 'hit'>,
  { category, rule, minConfidence }: ScreeningFilter,
): Expression<SqlBool>[] {
  return [
    // What a shadow rule or a moderator found did not flag it: a shadow rule is asked for by its name.
    ...(rule === undefined ? [eb('hit.source', '=', 'rule')] : []),
    ...given(category, value => eb('hit.category', '=', value)),
    ...given(rule, value => eb('hit.rule', '=', value)),
    ...given(minConfidence, value => eb('hit.confidence', '>=', value)),
  ]
}

function given<Value>(
  value: Value | undefined,
  condition: (value: Value) => Expression<SqlBool>,
): Expression<SqlBool>[] {
  return value === undefined ? [] : [condition(value)]
}
