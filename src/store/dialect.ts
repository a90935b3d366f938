import { type Kysely, PostgresAdapter } from 'kysely'

/** For the few statements that the two stores do not share. */
export function isPostgres<Anything>(db: Kysely<Anything>): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter
}
