import { type ExpressionBuilder, type Kysely, sql } from 'kysely'
import { firstIdAt } from '../../contract/ids.js'
import type { CaseStatus, Decider, Verdict } from '../../contract/words.js'
import { isPostgres } from '../dialect.js'
import type { Tables } from '../tables.js'
import type { Asked } from './figures.js'
import { monthOf } from './months.js'

/** What a case is counted by; `notice`: it was let through, and somebody reported it. */
export interface CaseKind {
  readonly verdict: Verdict
  readonly status: CaseStatus
  readonly origin: 'screen' | 'report'
}

export interface MonthlyCases extends CaseKind {
  readonly month: string
  readonly count: number
}

export interface CategoryCases extends CaseKind {
  /** '' for those that have none. */
  readonly category: string
  readonly count: number
}

/** How cases were found, and by whom they were decided. */
export interface Detected {
  /** Null where it is not known: before 0012. */
  readonly by: Decider | 'notice' | null
  readonly status: CaseStatus
  /** By the decision on a campaign, not one by one. */
  readonly carried: boolean
  readonly count: number
}

/** Flags of automated means that a person has looked at one by one. */
export interface CheckedFlags {
  readonly category: string
  readonly upheld: boolean
  readonly count: number
}

/** Cases that arrived in the period, as they stand now. Others than what the platform's ways brought are no measures. */
function arrivals(db: Kysely<Tables>, { tenant, period: { from, to } }: Asked) {
  return db
    .selectFrom('screenings')
    .where('screenings.tenant', '=', tenant)
    .where('screenings.id', '>=', firstIdAt(from))
    .where('screenings.id', '<', firstIdAt(to))
    .where('screenings.origin', 'in', ['screen', 'report'])
}

export async function monthlyCases(db: Kysely<Tables>, asked: Asked): Promise<readonly MonthlyCases[]> {
  const rows = await arrivals(db, asked)
    .select([
      monthOf('screenings.id', asked.months, firstIdAt).as('month'),
      'verdict',
      'status',
      'origin',
      eb => eb.fn.countAll().as('count'),
    ])
    .groupBy(['month', 'verdict', 'status', 'origin'])
    .execute()
  return rows.map(({ count, ...row }) => ({ ...row, origin: originOf(row), count: Number(count) }))
}

/** Each case counts once in every category that it has. */
export async function categoryCases(db: Kysely<Tables>, asked: Asked): Promise<readonly CategoryCases[]> {
  const rows = await arrivals(db, asked)
    .leftJoin('screening_hits as hit', join =>
      join.onRef('hit.screening_id', '=', 'screenings.id').on(isCategoryOfCase),
    )
    .select([
      eb => eb.fn.coalesce('hit.category', sql.lit('')).as('category'),
      'verdict',
      'status',
      'origin',
      eb => eb.fn.count('screenings.id').distinct().as('count'),
    ])
    .groupBy(['hit.category', 'verdict', 'status', 'origin'])
    .execute()
  return rows.map(({ count, ...row }) => ({ ...row, origin: originOf(row), count: Number(count) }))
}

/** What a case counts as: what a person found it to be; else, also where a person found nothing, what it was flagged for. */
export function isCategoryOfCase(
  eb: ExpressionBuilder<Tables & { hit: Tables['screening_hits'] }, 'screenings' | 'hit'>,
) {
  return eb.or([
    eb.and([
      eb('screenings.status', '=', 'confirmed'),
      eb('hit.source', '!=', 'shadow'),
      eb('hit.upheld', '=', 1),
    ]),
    eb.and([eb('screenings.status', '!=', 'confirmed'), eb('hit.source', '=', 'rule')]),
  ])
}

export async function detections(db: Kysely<Tables>, asked: Asked): Promise<readonly Detected[]> {
  const by = isPostgres(db)
    ? sql<Decider | null>`verdict_by::json ->> 'by'`
    : sql<Decider | null>`json_extract(verdict_by, '$.by')`
  const rows = await arrivals(db, asked)
    .leftJoin('campaign_members as member', 'member.screening_id', 'screenings.id')
    .select([
      sql<Decider | 'notice' | null>`case when origin = 'report' then 'notice' else ${by} end`.as('detector'),
      'status',
      sql<number>`case when status <> 'pending' then coalesce(member.decided, 0) else 0 end`.as('carried'),
      eb => eb.fn.countAll().as('count'),
    ])
    .groupBy(['detector', 'status', 'carried'])
    .execute()
  return rows.map(({ detector, status, carried, count }) => ({
    by: detector,
    status,
    carried: Number(carried) === 1,
    count: Number(count),
  }))
}

/** A decision that was carried over to copies says nothing of each of them. */
export async function checkedFlags(db: Kysely<Tables>, asked: Asked): Promise<readonly CheckedFlags[]> {
  const rows = await arrivals(db, asked)
    .innerJoin('screening_hits as hit', 'hit.screening_id', 'screenings.id')
    .leftJoin('campaign_members as member', 'member.screening_id', 'screenings.id')
    .select(['hit.category', 'hit.upheld', eb => eb.fn.count('screenings.id').distinct().as('count')])
    .where('screenings.origin', '=', 'screen')
    .where('screenings.status', '!=', 'pending')
    .where('hit.source', '=', 'rule')
    .where('hit.upheld', 'is not', null)
    .where(eb => eb(eb.fn.coalesce('member.decided', sql.lit(0)), '=', 0))
    .groupBy(['hit.category', 'hit.upheld'])
    .execute()
  return rows.map(({ category, upheld, count }) => ({ category, upheld: upheld === 1, count: Number(count) }))
}

const originOf = ({ origin }: { readonly origin: Tables['screenings']['origin'] }): CaseKind['origin'] =>
  origin === 'report' ? 'report' : 'screen'
