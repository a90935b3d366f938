import { type Kysely, sql } from 'kysely'
import type { CaseStatus } from '../../contract/words.js'
import type { Tables } from '../tables.js'
import { isCategoryOfCase } from './arrivals.js'
import type { Asked } from './figures.js'
import { monthOf } from './months.js'
import { histogramOf, type Times, timesOf } from './times.js'

/** Decisions that were made in the period and are in force, of cases that arrived at any time. */
export interface Decisions {
  readonly monthly: readonly {
    readonly month: string
    readonly status: CaseStatus
    /** Made for copies by the decision on their campaign; the times below are without them. */
    readonly carried: boolean
    readonly count: number
  }[]
  /** Seconds from arrival, or from the last reopening; undefined: there was none. */
  readonly times: Times | undefined
  readonly categories: readonly Times[]
  readonly histogram: readonly number[]
}

export async function decisionsIn(db: Kysely<Tables>, asked: Asked): Promise<Decisions> {
  const { tenant, period, months, bounds } = asked
  const decided = db
    .selectFrom('screenings')
    .leftJoin('campaign_members as member', 'member.screening_id', 'screenings.id')
    .where('screenings.tenant', '=', tenant)
    .where('screenings.decided_at', '>=', period.from.toISOString())
    .where('screenings.decided_at', '<', period.to.toISOString())
    .where('screenings.origin', 'in', ['screen', 'report'])
  const carried = sql<number>`coalesce(member.decided, 0)`
  const monthly = await decided
    .select([
      monthOf('screenings.decided_at', months).as('month'),
      'status',
      carried.as('carried'),
      eb => eb.fn.countAll().as('count'),
    ])
    .groupBy(['month', 'status', 'carried'])
    .execute()
  const oneByOne = decided.where(carried, '=', 0)
  const all = oneByOne.select([sql.lit('').as('name'), 'screenings.decision_seconds as seconds'])
  const byCategory = oneByOne
    .innerJoin('screening_hits as hit', join =>
      join.onRef('hit.screening_id', '=', 'screenings.id').on(isCategoryOfCase),
    )
    .select(['hit.category as name', 'screenings.decision_seconds as seconds'])
    // Two rules of one category share its decision.
    .groupBy(['screenings.id', 'hit.category', 'screenings.decision_seconds'])
  const [times] = await timesOf(db, all)
  return {
    monthly: monthly.map(({ month, status, carried, count }) => ({
      month,
      status,
      carried: Number(carried) === 1,
      count: Number(count),
    })),
    times,
    categories: await timesOf(db, byCategory),
    histogram: await histogramOf(db, all, bounds),
  }
}
