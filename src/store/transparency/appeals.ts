import type { Kysely } from 'kysely'
import type { AppealStatus, CaseStatus, Side } from '../../contract/words.js'
import type { Tables } from '../tables.js'
import type { Asked } from './figures.js'
import { secondsBetween, type Times, timesOf } from './times.js'

/** Objections that came in the period, as they stand now. */
export interface Appealed {
  readonly filed: readonly {
    readonly side: Side
    /** What they say is wrong. */
    readonly contests: Exclude<CaseStatus, 'pending'>
    readonly status: AppealStatus
    readonly count: number
  }[]
  /** Seconds to the answer, by side. */
  readonly times: readonly Times[]
}

export async function appealsIn(db: Kysely<Tables>, { tenant, period }: Asked): Promise<Appealed> {
  const appeals = db
    .selectFrom('appeals')
    .innerJoin('screenings', 'screenings.id', 'appeals.screening_id')
    .where('appeals.tenant', '=', tenant)
    .where('appeals.created_at', '>=', period.from.toISOString())
    .where('appeals.created_at', '<', period.to.toISOString())
    .where('screenings.origin', 'in', ['screen', 'report'])
  const filed = await appeals
    .select(['appeals.side', 'appeals.contests', 'appeals.status', eb => eb.fn.countAll().as('count')])
    .groupBy(['appeals.side', 'appeals.contests', 'appeals.status'])
    .execute()
  const answered = appeals
    .where('appeals.decided_at', 'is not', null)
    .select([
      'appeals.side as name',
      secondsBetween(db, 'appeals.created_at', 'appeals.decided_at').as('seconds'),
    ])
  return {
    filed: filed.map(row => ({ ...row, count: Number(row.count) })),
    times: await timesOf(db, answered),
  }
}
