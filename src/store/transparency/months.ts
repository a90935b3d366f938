import { type RawBuilder, sql } from 'kysely'

/** A calendar month, or as much of it as a report is about. */
export interface Month {
  /** YYYY-MM. */
  readonly name: string
  /** Exclusive. */
  readonly to: Date
}

/**
 * The month that a time of the period falls into. `stepAt` writes a time as the column has it, so that the column's order is
 * time's. Months begin where people live and times are kept in UTC, so their first letters do not tell.
 */
export function monthOf(
  column: string,
  months: readonly Month[],
  stepAt: (time: Date) => string = time => time.toISOString(),
): RawBuilder<string> {
  const last = months.at(-1)?.name ?? ''
  const before = months
    .slice(0, -1)
    .map(({ name, to }) => sql`when ${sql.ref(column)} < ${stepAt(to)} then ${sql.lit(name)}`)
  return before.length === 0
    ? sql<string>`${sql.lit(last)}`
    : sql<string>`case ${sql.join(before, sql` `)} else ${sql.lit(last)} end`
}
