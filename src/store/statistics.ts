import { type Kysely, sql } from 'kysely'
import { timeOf } from '../contract/ids.js'
import type { Gate } from './gate.js'
import {
  type CategoryPrecision,
  categoryPrecision,
  type Period,
  type RulePrecision,
  rulePrecision,
} from './precision.js'
import { screeningId } from './rows.js'
import type { Tables } from './tables.js'
import type { Tallies } from './tallies.js'

interface Statistics {
  readonly from: string
  readonly to: string
  /** All that was judged in the period, by verdict; counted, so seconds behind. */
  readonly volumes: Readonly<Record<string, number>>
  readonly days: readonly { readonly day: string; readonly verdicts: Readonly<Record<string, number>> }[]
  /** Of all times: what waits now. */
  readonly queue: {
    readonly pending: number
    readonly claimed: number
    readonly oldestPendingAt: string | null
  }
  readonly decisions: {
    readonly confirmed: number
    readonly dismissed: number
    /** Seconds from arrival (or reopening) to the decision, of decisions made in the period. */
    readonly secondsToDecision: {
      readonly median: number | null
      readonly p90: number | null
      readonly max: number | null
    }
  }
  readonly categories: readonly CategoryPrecision[]
  readonly rules: readonly RulePrecision[]
  /** Messages that were let through and reported. */
  readonly reports: {
    readonly received: number
    readonly confirmed: number
    readonly dismissed: number
    /** Reports that there is nothing wrong with a flagged message. */
    readonly notAViolation: number
  }
  /** Objections of the period, as they stand now. */
  readonly appeals: { readonly open: number; readonly granted: number; readonly rejected: number }
}

/** What it all adds up to for a tenant, with what this process has counted until now. */
export type StatisticsOf = (tenant: string, period: Period) => Promise<Statistics>

export function buildStatistics(gate: Gate, tallies: Tallies): StatisticsOf {
  return async (tenant, period) => {
    await tallies.flush()
    return gate.read(async db => {
      const counted = await talliesIn(db, tenant, period)
      return {
        from: period.from.toISOString(),
        to: period.to.toISOString(),
        ...volumes(counted),
        queue: await queueNow(db, tenant),
        decisions: await decisionsIn(db, tenant, period),
        categories: await categoryPrecision(db, tenant, period),
        rules: await rulePrecision(db, tenant, period, counted),
        reports: await reportsIn(db, tenant, period),
        appeals: await appealsIn(db, tenant, period),
      }
    })
  }
}

const count = sql<number>`count(*)`

function talliesIn(db: Kysely<Tables>, tenant: string, { from, to }: Period) {
  return db
    .selectFrom('tallies')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('day', '>=', from.toISOString().slice(0, 10))
    .where('day', '<=', new Date(to.getTime() - 1).toISOString().slice(0, 10))
    .orderBy('day')
    .execute()
}

function volumes(tallies: Awaited<ReturnType<typeof talliesIn>>): Pick<Statistics, 'volumes' | 'days'> {
  const verdicts = tallies.filter(({ kind }) => kind === 'verdict')
  const total: Record<string, number> = { allow: 0, warn: 0, review: 0, block: 0 }
  for (const { name, count } of verdicts) total[name] = (total[name] ?? 0) + Number(count)
  const days = [...new Set(verdicts.map(({ day }) => day))].map(day => ({
    day,
    verdicts: Object.fromEntries(
      verdicts.filter(row => row.day === day).map(({ name, count }) => [name, Number(count)]),
    ),
  }))
  return { volumes: total, days }
}

async function queueNow(db: Kysely<Tables>, tenant: string): Promise<Statistics['queue']> {
  const pending = db
    .selectFrom('screenings')
    .where('tenant', '=', tenant)
    .where('status', '=', 'pending')
    .where('origin', '!=', 'test')
  const all = await pending
    .select(eb => [count.as('count'), eb.fn.min('id').as('first')])
    .executeTakeFirstOrThrow()
  const claimed = await pending
    .where('claimed_until', '>', new Date().toISOString())
    .select(count.as('count'))
    .executeTakeFirstOrThrow()
  return {
    pending: Number(all.count),
    claimed: Number(claimed.count),
    oldestPendingAt: all.first ? timeOf(screeningId(all.first)).toISOString() : null,
  }
}

async function decisionsIn(
  db: Kysely<Tables>,
  tenant: string,
  { from, to }: Period,
): Promise<Statistics['decisions']> {
  const decided = db
    .selectFrom('screenings')
    .where('tenant', '=', tenant)
    .where('decided_at', '>=', from.toISOString())
    .where('decided_at', '<', to.toISOString())
    // Those of audits are no flags that were right or wrong: they are in the risk budget.
    .where('origin', 'not in', ['test', 'audit'])
  const byStatus = await decided
    .select(['status', count.as('count')])
    .groupBy('status')
    .execute()
  const of = (status: string): number => Number(byStatus.find(row => row.status === status)?.count ?? 0)
  const all = of('confirmed') + of('dismissed')
  // Neither store has percentiles in common: the n-th of the ordered column is one.
  const nth = async (share: number): Promise<number | null> => {
    const row = await decided
      .select('decision_seconds')
      .orderBy('decision_seconds')
      .offset(Math.max(0, Math.ceil(all * share) - 1))
      .limit(1)
      .executeTakeFirst()
    return row?.decision_seconds ?? null
  }
  return {
    confirmed: of('confirmed'),
    dismissed: of('dismissed'),
    secondsToDecision: { median: await nth(0.5), p90: await nth(0.9), max: await nth(1) },
  }
}

async function reportsIn(
  db: Kysely<Tables>,
  tenant: string,
  { from, to }: Period,
): Promise<Statistics['reports']> {
  const received = await db
    .selectFrom('reports')
    .where('tenant', '=', tenant)
    .where('created_at', '>=', from.toISOString())
    .where('created_at', '<', to.toISOString())
    .select(['kind', count.as('count')])
    .groupBy('kind')
    .execute()
  const decided = await db
    .selectFrom('screenings')
    .where('tenant', '=', tenant)
    .where('origin', '=', 'report')
    .where('decided_at', '>=', from.toISOString())
    .where('decided_at', '<', to.toISOString())
    .select(['status', count.as('count')])
    .groupBy('status')
    .execute()
  const of = (status: string): number => Number(decided.find(row => row.status === status)?.count ?? 0)
  const sent = (kind: string): number => Number(received.find(row => row.kind === kind)?.count ?? 0)
  return {
    received: sent('violation'),
    confirmed: of('confirmed'),
    dismissed: of('dismissed'),
    notAViolation: sent('not_a_violation'),
  }
}

async function appealsIn(
  db: Kysely<Tables>,
  tenant: string,
  { from, to }: Period,
): Promise<Statistics['appeals']> {
  const rows = await db
    .selectFrom('appeals')
    .where('tenant', '=', tenant)
    .where('created_at', '>=', from.toISOString())
    .where('created_at', '<', to.toISOString())
    .select(['status', count.as('count')])
    .groupBy('status')
    .execute()
  const of = (status: string): number => Number(rows.find(row => row.status === status)?.count ?? 0)
  return { open: of('open'), granted: of('granted'), rejected: of('rejected') }
}
