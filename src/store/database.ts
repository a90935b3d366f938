import type { Kysely } from 'kysely'
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
