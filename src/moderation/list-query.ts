import type { Expression, ExpressionBuilder, Kysely, SqlBool } from 'kysely'
import { firstIdAt } from './ids.js'
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

type Builder = ExpressionBuilder<Tables, 'screenings'>

function conditions(eb: Builder, tenant: string, filter: ScreeningFilter, page: Page): Expression<SqlBool>[] {
  const { status, verdict, clientId, minConfidence, category, rule, from, to } = filter
  const ofOneFlag = category !== undefined || rule !== undefined
  return [
    ...given(status, value => eb('status', '=', value)),
    ...given(verdict, value => eb('verdict', '=', value)),
    ...given(clientId, value => eb('client_id', '=', value)),
    ...given(from, time => eb('id', '>=', firstIdAt(time))),
    ...given(to, time => eb('id', '<', firstIdAt(time))),
    ...given(page.cursor, id => eb('id', '<', id)),
    ...(ofOneFlag
      ? [eb.exists(hits(eb, tenant, filter))]
      : given(minConfidence, value => eb('confidence', '>=', value))),
  ]
}

function hits(eb: Builder, tenant: string, { category, rule, minConfidence }: ScreeningFilter) {
  return eb
    .selectFrom('screening_hits as hit')
    .select('hit.screening_id')
    .whereRef('hit.screening_id', '=', 'screenings.id')
    .where('hit.tenant', '=', tenant)
    .where(hit =>
      hit.and([
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
