import type { Kysely } from 'kysely'
import type { DatabaseLocation } from '../contract/database-location.js'
import { PATIENCE } from './patience.js'
import type { Tables } from './tables.js'

/**
 * Opens the database; `prepare` has it before anybody else, with the time that it needs. A driver is loaded only where it is
 * used: whoever runs on one store starts without the other.
 */
export async function openDatabase(
  location: DatabaseLocation,
  prepare?: (db: Kysely<Tables>) => Promise<void>,
  /** Milliseconds that a statement may take, where the database has a clock for it. */
  patience = PATIENCE,
): Promise<Kysely<Tables>> {
  switch (location.kind) {
    case 'sqlite':
      return (await import('./sqlite.js')).open(location, prepare)
    case 'postgres':
      return (await import('./postgres.js')).open(location, prepare, patience)
  }
}

/**
 * Empties what a database keeps beside its tables of what was deleted; false: somebody is in the way. SQLite's log holds
 * pages as they were until it is cut. PostgreSQL's vacuum does its part by itself (docs/privacy.md).
 */
export async function emptyLog({ kind }: DatabaseLocation, db: Kysely<Tables>): Promise<boolean> {
  return kind === 'postgres' || (await import('./sqlite.js')).emptyLogOf(db)
}
