import { type Selectable, type SelectQueryBuilder, type SqlBool, sql, type Transaction } from 'kysely'
import type { CaseOrder } from '../contract/words.js'
import { freeFor } from './decide.js'
import { isPostgres } from './dialect.js'
import { asksForHits } from './flag-conditions.js'
import { isSoonerByHits } from './kept-counts.js'
import { byHits, conditions, inOrder, sorted } from './list-query.js'
import type { ScreeningFilter } from './screening.js'
import type { ScreeningsTable, Tables } from './tables.js'

/** What the next case is to be. */
export interface Wish {
  readonly filter: ScreeningFilter
  readonly sort: CaseOrder
  /** Not these. */
  readonly skip: readonly string[]
  /** Known-answer texts too. */
  readonly includeTests: boolean
}

/**
 * Leases the next case to somebody: one that they hold already, else the first that nobody holds; undefined: there is none.
 * Looking and taking is one statement. Of many who ask at the same time each gets another: PostgreSQL steps over rows
 * that are just being taken, and SQLite has one writer.
 */
export async function leaseNext(
  db: Transaction<Tables>,
  tenant: string,
  actor: string,
  wish: Wish,
  until: Date,
): Promise<Selectable<ScreeningsTable> | undefined> {
  const filter = { ...wish.filter, status: 'pending' } as const
  const byCases = (of: ScreeningFilter) =>
    db
      .selectFrom('screenings')
      .select('screenings.id')
      .where('tenant', '=', tenant)
      .where(eb => eb.and(conditions(eb, db, tenant, of, ONE)))
  const held = await take(byCases({ ...filter, claimedBy: actor }))
  if (held) return held
  const isRare =
    asksForHits(filter) &&
    filter.clientId === undefined &&
    filter.q === undefined &&
    (await isSoonerByHits(db, tenant, filter, { ...ONE, sort: wish.sort }))
  // One that two rules hit stands there twice, which does not matter to the first.
  if (isRare) return take(byHits(db, tenant, filter).select('screenings.id').where(isFree()))
  return take(byCases(filter).where(isFree()))

  function isFree() {
    return freeFor(actor, new Date())
  }

  function take<DB extends Tables, TB extends keyof DB>(
    ids: SelectQueryBuilder<DB, TB | 'screenings', { id: string }>,
  ) {
    const ordered = filter.q === undefined ? inOrder : sorted
    const first = ordered(ids.where(wished(wish)), wish.sort).limit(1)
    return db
      .updateTable('screenings')
      .set({ claimed_by: actor, claimed_until: until.toISOString() })
      .where('id', '=', isPostgres(db) ? first.forUpdate('screenings').skipLocked() : first)
      .returningAll()
      .executeTakeFirst()
  }
}

const ONE = { limit: 1 }

function wished({ skip, includeTests, filter: { origin } }: Wish) {
  const parts = [
    ...(skip.length > 0 ? [sql<SqlBool>`screenings.id not in (${sql.join(skip)})`] : []),
    ...(includeTests || origin !== undefined ? [] : [sql<SqlBool>`screenings.origin <> 'test'`]),
  ]
  return parts.length > 0 ? sql<SqlBool>`${sql.join(parts, sql` and `)}` : sql<SqlBool>`1 = 1`
}
