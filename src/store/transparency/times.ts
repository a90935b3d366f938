import { type Expression, type Kysely, type RawBuilder, sql } from 'kysely'
import { isPostgres } from '../dialect.js'
import type { Tables } from '../tables.js'

/** How long things of one name took, in seconds. */
export interface Times {
  readonly name: string
  readonly count: number
  /** By nearest rank, as `GET /stats` has it: the smallest that half, or nine in ten, did not exceed. */
  readonly median: number
  readonly p90: number
}

interface Timed {
  readonly name: string
  readonly seconds: number | null
}

/** Of rows with a name and seconds, ranked by the database: as many as there are stay there. */
export async function timesOf(db: Kysely<Tables>, rows: Expression<Timed>): Promise<readonly Times[]> {
  const ranked = await sql<{ name: string; count: number; median: number; p90: number }>`
    select name, count(*) as count,
      min(case when place * 2 >= total then seconds end) as median,
      min(case when place * 10 >= total * 9 then seconds end) as p90
    from (
      select name, seconds, row_number() over (partition by name order by seconds) as place,
        count(*) over (partition by name) as total
      from ${rows} as timed
    ) as ranked
    group by name order by name`.execute(db)
  return ranked.rows.map(({ name, count, median, p90 }) => ({
    name,
    count: Number(count),
    median: Math.max(0, Number(median)),
    p90: Math.max(0, Number(p90)),
  }))
}

/**
 * How many took less than each of the bounds, and not less than the one before it; last, how many took longer than all of
 * them.
 */
export async function histogramOf(
  db: Kysely<Tables>,
  rows: Expression<Timed>,
  bounds: readonly number[],
): Promise<readonly number[]> {
  const steps = bounds.map((bound, at) => sql`when seconds < ${sql.lit(bound)} then ${sql.lit(at)}`)
  const counted = await sql<{ step: number; count: number }>`
    select step, count(*) as count
    from (select case ${sql.join(steps, sql` `)} else ${sql.lit(bounds.length)} end as step from ${rows} as timed) as stepped
    group by step`.execute(db)
  const counts = new Map(counted.rows.map(({ step, count }) => [Number(step), Number(count)]))
  return [...bounds.keys(), bounds.length].map(step => counts.get(step) ?? 0)
}

/** Whole seconds from one column of ISO times to another; negative where the second was first. */
export function secondsBetween(db: Kysely<Tables>, from: string, to: string): RawBuilder<number> {
  const secondOf = (column: string): RawBuilder<number> =>
    isPostgres(db)
      ? sql`floor(extract(epoch from ${sql.ref(column)}::timestamptz))`
      : sql`unixepoch(${sql.ref(column)})`
  return sql<number>`${secondOf(to)} - ${secondOf(from)}`
}
