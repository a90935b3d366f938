import {
  Kysely,
  PostgresDialect,
  type PostgresPool,
  type PostgresPoolClient,
  type PostgresQueryResult,
} from 'kysely'
import pg from 'pg'
import type { DatabaseLocation } from '../contract/database-location.js'
import { PATIENCE } from './patience.js'
import type { Tables } from './tables.js'

/** Milliseconds that one statement of a migration may take, with waiting for another instance that migrates. */
const LONGEST_MIGRATION = 600_000

/** Opens a pool of connections; the first connects with the first query. `prepare` has a connection without clocks. */
export async function open(
  { url }: Extract<DatabaseLocation, { kind: 'postgres' }>,
  prepare?: (db: Kysely<Tables>) => Promise<void>,
  /** Milliseconds. */
  patience = PATIENCE,
): Promise<Kysely<Tables>> {
  if (prepare) {
    const patient = poolOf(url, { max: 1, query_timeout: LONGEST_MIGRATION })
    try {
      await prepare(patient)
    } finally {
      await patient.destroy()
    }
  }
  return poolOf(url, {
    max: 10,
    query_timeout: patience,
    // The server gives up too: what nobody waits for any more holds no lock there.
    statement_timeout: patience,
    lock_timeout: patience,
    idle_in_transaction_session_timeout: 2 * patience,
  })
}

function poolOf(url: string, clocks: pg.PoolConfig): Kysely<Tables> {
  const pool = new pg.Pool({
    connectionString: url,
    connectionTimeoutMillis: PATIENCE,
    keepAlive: true,
    application_name: 'sekisho',
    ...clocks,
  })
  // Without a listener an idle connection that the server drops would end the process; the next query reconnects.
  pool.on('error', () => undefined)
  // The same between two queries of a transaction: the next one fails, and with it the transaction.
  pool.on('connect', client => void client.on('error', () => undefined))
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: withoutTheSilent(pool) }) })
}

/** A connection that gave no answer does not come back: what is asked next would wait behind the old question. */
function withoutTheSilent(pool: pg.Pool): PostgresPool {
  return {
    connect: async () => {
      const client = await pool.connect()
      return new Connection(client, broken => client.release(broken))
    },
    end: () => pool.end(),
  }
}

class Connection implements PostgresPoolClient {
  readonly #client: PostgresPoolClient
  readonly #giveBack: (broken: boolean) => void
  /** Why there was no answer. */
  #silence: unknown

  constructor(client: PostgresPoolClient, giveBack: (broken: boolean) => void) {
    this.#client = client
    this.#giveBack = giveBack
  }

  query<Row>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<Row>>
  query(): never
  async query<Row>(sql = '', parameters: readonly unknown[] = []): Promise<PostgresQueryResult<Row>> {
    if (this.#silence !== undefined) throw this.#silence
    try {
      return await this.#client.query<Row>(sql, parameters)
    } catch (failure) {
      // An error of the server's is an answer.
      if (!(failure instanceof pg.DatabaseError)) this.#silence = failure
      throw failure
    }
  }

  release(): void {
    this.#giveBack(this.#silence !== undefined)
  }
}
