import { type Kysely, sql } from 'kysely'
import { isPostgres } from '../dialect.js'
import type { Tables } from '../tables.js'

/**
 * Reads all of one moment, however much is decided meanwhile: what is counted twice comes to the same. Nobody waits for it:
 * not `db.transaction()`, which takes SQLite's write lock.
 */
export function ofOneMoment<Result>(
  db: Kysely<Tables>,
  work: (db: Kysely<Tables>) => Promise<Result>,
): Promise<Result> {
  return db.connection().execute(async connection => {
    const begin = isPostgres(db) ? sql`begin isolation level repeatable read read only` : sql`begin`
    await begin.execute(connection)
    try {
      return await work(connection)
    } finally {
      await sql`rollback`.execute(connection)
    }
  })
}
