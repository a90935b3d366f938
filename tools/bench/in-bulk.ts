import { type Kysely, sql } from 'kysely'
import { countAnew } from '../../src/store/migrations/0004-trail-and-counts.js'
import type { Tables } from '../../src/store/tables.js'

/**
 * Fills tables of PostgreSQL the way `pg_restore` does: without triggers and indexes, which come back when all is there. What
 * triggers keep is counted once at the end. `db` has to be one connection: triggers are off for it alone.
 */
export async function inBulk(
  db: Kysely<Tables>,
  tables: readonly string[],
  work: () => Promise<void>,
): Promise<void> {
  const indexes = await indexesOf(db, tables)
  for (const { name } of indexes) await sql`drop index ${sql.id(name)}`.execute(db)
  await sql`set session_replication_role = replica`.execute(db)
  await work()
  await sql`set session_replication_role = default`.execute(db)
  for (const { definition } of indexes) await sql.raw(definition).execute(db)
  await sql`delete from screening_counts`.execute(db)
  await countAnew(db, true)
  await sql`vacuum analyze`.execute(db)
}

/** Those that no key stands on, and how each is made. */
async function indexesOf(
  db: Kysely<Tables>,
  tables: readonly string[],
): Promise<readonly { readonly name: string; readonly definition: string }[]> {
  const { rows } = await sql<{ name: string; definition: string }>`
    select indexname as name, indexdef as definition from pg_indexes
    where schemaname = current_schema() and tablename in (${sql.join(tables)})
      and indexname not in (select conname from pg_constraint where contype in ('p', 'u', 'x'))`.execute(db)
  return rows
}
