import { type Kysely, sql } from 'kysely'
import type { Tables } from '../tables.js'
import type { Asked } from './figures.js'

/** All that was judged, messages that passed too. Kept by days in UTC: those that bear the names of the period's days. */
export interface JudgedMessages {
  /** YYYY-MM. */
  readonly month: string
  readonly verdict: string
  readonly count: number
}

export async function judgedIn(
  db: Kysely<Tables>,
  { tenant, days }: Asked,
): Promise<readonly JudgedMessages[]> {
  const rows = await db
    .selectFrom('tallies')
    .select([sql<string>`substr(day, 1, 7)`.as('month'), 'name', eb => eb.fn.sum('count').as('count')])
    .where('tenant', '=', tenant)
    .where('kind', '=', 'verdict')
    .where('day', '>=', days.first)
    .where('day', '<=', days.last)
    .groupBy(['month', 'name'])
    .execute()
  return rows.map(({ month, name, count }) => ({ month, verdict: name, count: Number(count) }))
}
