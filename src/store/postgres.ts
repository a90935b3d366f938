import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { DatabaseLocation } from '../contract/database-location.js'
import type { Tables } from './tables.js'

/** Opens a pool of connections; the first connects with the first query. */
export async function open({
  url,
}: Extract<DatabaseLocation, { kind: 'postgres' }>): Promise<Kysely<Tables>> {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 5_000,
    query_timeout: 10_000,
    application_name: 'sekisho',
  })
  // Without a listener an idle connection that the server drops would end the process; the next query reconnects.
  pool.on('error', () => undefined)
  // The same between two queries of a transaction: the next one fails, and with it the transaction.
  pool.on('connect', client => void client.on('error', () => undefined))
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
}
