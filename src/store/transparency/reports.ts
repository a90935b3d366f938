import { type Kysely, sql } from 'kysely'
import type { CaseStatus, ReportKind } from '../../contract/words.js'
import type { Tables } from '../tables.js'
import type { Asked } from './figures.js'
import { monthOf } from './months.js'
import { histogramOf, secondsBetween, type Times, timesOf } from './times.js'

/** Reports that came in the period, and what was decided of their messages until now. */
export interface Reported {
  readonly monthly: readonly {
    readonly month: string
    readonly kind: ReportKind
    readonly status: CaseStatus
    readonly count: number
  }[]
  /** Of messages that should not have been let through, by what the reporter took them for; '' where nothing was said. */
  readonly categories: readonly {
    readonly category: string
    readonly status: CaseStatus
    readonly count: number
  }[]
  /** Seconds from such a report to the decision; 0 where that was there already. */
  readonly times: Times | undefined
  readonly histogram: readonly number[]
}

export async function reportsIn(db: Kysely<Tables>, asked: Asked): Promise<Reported> {
  const { tenant, period, months, bounds } = asked
  const reports = db
    .selectFrom('reports')
    .innerJoin('screenings', 'screenings.id', 'reports.screening_id')
    .where('reports.tenant', '=', tenant)
    .where('reports.created_at', '>=', period.from.toISOString())
    .where('reports.created_at', '<', period.to.toISOString())
    .where('screenings.origin', 'in', ['screen', 'report'])
  const monthly = await reports
    .select([
      monthOf('reports.created_at', months).as('month'),
      'reports.kind',
      'screenings.status',
      eb => eb.fn.countAll().as('count'),
    ])
    .groupBy(['month', 'reports.kind', 'screenings.status'])
    .execute()
  const violations = reports.where('reports.kind', '=', 'violation')
  const categories = await violations
    .select([
      eb => eb.fn.coalesce('reports.category', sql.lit('')).as('category'),
      'screenings.status',
      eb => eb.fn.countAll().as('count'),
    ])
    .groupBy(['reports.category', 'screenings.status'])
    .execute()
  const answered = violations
    .where('screenings.decided_at', 'is not', null)
    .select([
      sql.lit('').as('name'),
      secondsBetween(db, 'reports.created_at', 'screenings.decided_at').as('seconds'),
    ])
  const [times] = await timesOf(db, answered)
  return {
    monthly: monthly.map(row => ({ ...row, count: Number(row.count) })),
    categories: categories.map(row => ({ ...row, count: Number(row.count) })),
    times,
    histogram: await histogramOf(db, answered, bounds),
  }
}
