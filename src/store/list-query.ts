import type { Expression, ExpressionBuilder, Kysely, SqlBool } from 'kysely'
import { firstIdAt } from '../contract/ids.js'
import type { Page, ScreeningFilter } from './screening.js'
import type { Tables } from './tables.js'

/**
 * One page and one row more, which tells whether another page follows. Times become bounds on the id, so that
 * order, cursor and period all walk the same index.
 */
export function listQuery(db: Kysely<Tables>, tenant: string, filter: ScreeningFilter, page: Page) {
  return db
    .selectFrom('screenings')
    .selectAll()
    .where('tenant', '=', tenant)
    .where(eb => eb.and(conditions(eb, tenant, filter, page)))
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
}

/** How many there are of each status, whatever status the filter names. */
export function countQuery(db: Kysely<Tables>, tenant: string, filter: ScreeningFilter) {
  return db
    .selectFrom('screenings')
    .select(['status', eb => eb.fn.countAll().as('count')])
    .where('tenant', '=', tenant)
    .where(eb => eb.and(conditions(eb, tenant, { ...filter, status: undefined }, { limit: 0 })))
    .groupBy('status')
}

/** The same of those that somebody works on. */
export function claimedCountQuery(db: Kysely<Tables>, tenant: string, filter: ScreeningFilter) {
  return countQuery(db, tenant, { ...filter, claimedBy: undefined })
    .where('status', '=', 'pending')
    .where('claimed_until', '>', new Date().toISOString())
}

type Builder = ExpressionBuilder<Tables, 'screenings'>

function conditions(eb: Builder, tenant: string, filter: ScreeningFilter, page: Page): Expression<SqlBool>[] {
  const { status, verdict, clientId, minConfidence, category, rule, from, to, origin, claimedBy } = filter
  const ofOneFlag = category !== undefined || rule !== undefined
  return [
    ...given(status, value => eb('status', '=', value)),
    ...given(verdict, value => eb('verdict', '=', value)),
    ...given(clientId, value => eb('client_id', '=', value)),
    ...given(origin, value => eb('origin', '=', value)),
    ...given(claimedBy, value => claimed(eb, value)),
    ...given(from, time => eb('id', '>=', firstIdAt(time))),
    ...given(to, time => eb('id', '<', firstIdAt(time))),
    ...given(page.cursor, id => eb('id', '<', id)),
    ...(ofOneFlag
      ? [eb.exists(hits(eb, tenant, filter))]
      : given(minConfidence, value => eb('confidence', '>=', value))),
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

function hits(eb: Builder, tenant: string, { category, rule, minConfidence }: ScreeningFilter) {
  return eb
    .selectFrom('screening_hits as hit')
    .select('hit.screening_id')
    .whereRef('hit.screening_id', '=', 'screenings.id')
    .where('hit.tenant', '=', tenant)
    .where(hit =>
      hit.and([
        // What a shadow rule or a moderator found did not flag it: a shadow rule is asked for by its name.
        ...(rule === undefined ? [hit('hit.source', '=', 'rule')] : []),
        ...given(category, value => hit('hit.category', '=', value)),
        ...given(rule, value => hit('hit.rule', '=', value)),
        ...given(minConfidence, value => hit('hit.confidence', '>=', value)),
      ]),
    )
}

function given<Value>(
  value: Value | undefined,
  condition: (value: Value) => Expression<SqlBool>,
): Expression<SqlBool>[] {
  return value === undefined ? [] : [condition(value)]
}
