import { type Kysely, sql } from 'kysely'
import type { DatabaseLocation } from '../contract/database-location.js'
import type { Tables } from './tables.js'

/** Opens the database. A driver is loaded only where it is used: whoever runs on one store starts without the other. */
export async function openDatabase(location: DatabaseLocation): Promise<Kysely<Tables>> {
  switch (location.kind) {
    case 'sqlite':
      return (await import('./sqlite.js')).open(location)
    case 'postgres':
      return (await import('./postgres.js')).open(location)
  }
}

/**
 * Empties what a database keeps beside its tables of what was deleted; false: a reader is in the way. SQLite's log holds
 * pages as they were until it is cut. PostgreSQL's vacuum does its part by itself (docs/privacy.md).
 */
export async function emptyLog({ kind }: DatabaseLocation, db: Kysely<Tables>): Promise<boolean> {
  if (kind === 'postgres') return true
  return db.connection().execute(connection =>
    refusedAtOnce({ kind }, connection, async () => {
      const { rows } = await sql<{ busy: number }>`pragma wal_checkpoint(truncate)`.execute(connection)
      return rows.every(({ busy }) => busy === 0)
    }),
  )
}

/** Has SQLite say at once that its lock is taken during the work, where it would stand still until it is free. */
export async function refusedAtOnce<Result>(
  { kind }: Pick<DatabaseLocation, 'kind'>,
  db: Kysely<Tables>,
  work: () => Promise<Result>,
): Promise<Result> {
  if (kind === 'postgres') return work()
  const { rows } = await sql<{ timeout: number }>`pragma busy_timeout`.execute(db)
  await sql`pragma busy_timeout = 0`.execute(db)
  try {
    return await work()
  } finally {
    await sql`pragma busy_timeout = ${sql.lit(rows[0]?.timeout ?? 0)}`.execute(db)
  }
}
