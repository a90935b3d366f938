import { type Selectable, type SelectQueryBuilder, type SqlBool, sql, type Transaction } from 'kysely'
import type { CaseOrder } from '../contract/words.js'
import { impartial } from './appeals/impartial.js'
import { freeFor } from './decide.js'
import { isPostgres } from './dialect.js'
import { asksForHits } from './flag-conditions.js'
import { isSoonerByHits } from './kept-counts.js'
import { byHits, conditions, inOrder, ofTenant, sorted } from './list-query.js'
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

/** Where a case stands in the queue for somebody, and how it is taken from there. */
export interface Line {
  /** Takes the first of those that they hold already. */
  held(until: Date): Promise<Case | undefined>
  /** Takes the first of the decided cases that somebody objects to and this person has not decided. */
  appealed(until: Date): Promise<Case | undefined>
  /** Takes the first that nobody holds. */
  first(until: Date): Promise<Case | undefined>
  /** The place of the first that nobody holds; undefined: there is none. Takes nothing. */
  frontDue(): Promise<number | undefined>
}

type Case = Selectable<ScreeningsTable>

/**
 * What of the queue fits somebody's wish. Looking and taking is one statement. Of many who ask at the same time each gets
 * another: PostgreSQL steps over rows that are just being taken, and SQLite has one writer.
 */
export function lineFor(db: Transaction<Tables>, tenant: string, actor: string, wish: Wish): Line {
  const filter = { ...wish.filter, status: 'pending' } as const
  const byCases = (of: ScreeningFilter) =>
    db
      .selectFrom('screenings')
      .select('screenings.id')
      .where(eb => ofTenant(eb, tenant, of))
      .where(eb => eb.and(conditions(eb, db, tenant, of, ONE)))
  return {
    held: until => take(firstOf(byCases({ ...filter, claimedBy: actor })), until),
    appealed: until => take(firstAppealed(), until),
    first: async until => take(await firstFree(), until),
    frontDue: async () =>
      (
        await db
          .selectFrom('screenings')
          .select('due')
          .where('id', '=', await firstFree())
          .executeTakeFirst()
      )?.due,
  }

  /** Theirs first, then who waits longest. */
  function firstAppealed() {
    const { claimedBy: _, ...of } = wish.filter
    const now = new Date()
    return (
      db
        .selectFrom('screenings')
        .select('screenings.id')
        .where(eb => ofTenant(eb, tenant, { appeal: 'open' }))
        // Written out, so that the index of these few is used.
        .where(sql<SqlBool>`open_appeals > 0`)
        .where('status', '!=', 'pending')
        .where(eb => eb.and(conditions(eb, db, tenant, of, ONE)))
        .where(wished(wish))
        .where(freeFor(actor, now))
        .where(impartial(actor))
        .orderBy(
          sql`case when claimed_by = ${actor} and claimed_until > ${now.toISOString()} then 0 else 1 end`,
        )
        .orderBy('due')
        .limit(1)
    )
  }

  async function firstFree() {
    const isRare =
      asksForHits(filter) &&
      [filter.clientId, filter.q, filter.appeal].every(one => one === undefined) &&
      (await isSoonerByHits(db, tenant, filter, { ...ONE, sort: wish.sort }))
    const isFree = freeFor(actor, new Date())
    // One that two rules hit stands there twice, which does not matter to the first.
    return isRare
      ? firstOf(byHits(db, tenant, filter).select('screenings.id').where(isFree))
      : firstOf(byCases(filter).where(isFree))
  }

  function firstOf<DB extends Tables, TB extends keyof DB>(
    ids: SelectQueryBuilder<DB, TB | 'screenings', { id: string }>,
  ) {
    const ordered = filter.q === undefined ? inOrder : sorted
    return ordered(ids.where(wished(wish)), wish.sort).limit(1)
  }

  function take<DB extends Tables, TB extends keyof DB>(
    first: SelectQueryBuilder<DB, TB | 'screenings', { id: string }>,
    until: Date,
  ) {
    return db
      .updateTable('screenings')
      .set({ claimed_by: actor, claimed_until: until.toISOString() })
      .where('id', '=', isPostgres(db) ? first.forUpdate('screenings').skipLocked() : first)
      .returningAll()
      .executeTakeFirst()
  }
}

const ONE = { limit: 1 }

/** What the wish says beside its filter. */
export function wished({ skip, includeTests, filter: { origin } }: Wish) {
  const parts = [
    ...(skip.length > 0 ? [sql<SqlBool>`screenings.id not in (${sql.join(skip)})`] : []),
    ...(includeTests || origin !== undefined ? [] : [sql<SqlBool>`screenings.origin <> 'test'`]),
  ]
  return parts.length > 0 ? sql<SqlBool>`${sql.join(parts, sql` and `)}` : sql<SqlBool>`1 = 1`
}
