import type { Kysely } from 'kysely'
import type { DatabaseLocation } from '../contract/database-location.js'
import type { Tables } from './tables.js'

/**
 * Opens the database; `prepare` has it before anybody else, with the time that it needs. A driver is loaded only where it is
 * used: whoever runs on one store starts without the other.
 */
export async function openDatabase(
  location: DatabaseLocation,
  prepare?: (db: Kysely<Tables>) => Promise<void>,
): Promise<Kysely<Tables>> {
  switch (location.kind) {
    case 'sqlite':
      return (await import('./sqlite.js')).open(location, prepare)
    case 'postgres':
      return (await import('./postgres.js')).open(location, prepare)
  }
}
