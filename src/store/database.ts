import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresDialect,
  type SqliteDatabase,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
  type SqliteStatement,
  type Transaction,
} from 'kysely'
import Database from 'libsql'
import { LRUCache } from 'lru-cache'
import type { DatabaseLocation } from '../contract/database-location.js'
import type { Tables } from './tables.js'

/** The way into the database: every failure behind it is a `StoreFailure`. */
export interface Gate {
  read<Result>(work: (db: Kysely<Tables>) => Promise<Result>): Promise<Result>
  /** In one transaction: all of the work or nothing. */
  write<Result>(work: (db: Transaction<Tables>) => Promise<Result>): Promise<Result>
}

/** The store did not do what it was asked; `cause` says why. */
export class StoreFailure extends Error {
  override readonly name = 'StoreFailure'
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}

/** Told of every read and transaction: how long it took, and whether it failed. */
export type Observe = (operation: 'read' | 'write', seconds: number, failed: boolean) => void

export function gateTo(db: Kysely<Tables>, observe: Observe = () => undefined): Gate {
  return {
    read: work => observed('read', () => work(db)),
    write: work => observed('write', () => db.transaction().execute(work)),
  }

  async function observed<Result>(operation: 'read' | 'write', work: () => Promise<Result>): Promise<Result> {
    const since = performance.now()
    let failed = true
    try {
      const result = await attempt(work)
      failed = false
      return result
    } finally {
      observe(operation, (performance.now() - since) / 1_000, failed)
    }
  }
}

export async function attempt<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw new StoreFailure(error)
  }
}

/** Opens the database; on PostgreSQL this connects only with the first query. */
export async function openDatabase(location: DatabaseLocation): Promise<Kysely<Tables>> {
  return location.kind === 'sqlite' ? openSqlite(location.file) : openPostgres(location.url)
}

function openSqlite(file: string): Kysely<Tables> {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true })
  const database = new Database(file)
  try {
    // A commit is on disk before the caller gets its answer; readers never wait for the writer.
    database.exec('pragma journal_mode = wal')
    database.exec('pragma synchronous = full')
    database.exec('pragma busy_timeout = 5000')
    database.exec('pragma foreign_keys = on')
  } catch (error) {
    database.close()
    throw error
  }
  return new Kysely<Tables>({ dialect: new ImmediateDialect({ database: refusingBooleans(database) }) })
}

/**
 * Every transaction of ours writes: it takes the write lock at its start and waits for it there. One that began as a
 * reader would be refused the lock at once (SQLITE_BUSY) when another process has written meanwhile.
 */
class ImmediateDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig
  constructor(config: SqliteDialectConfig) {
    super(config)
    this.#config = config
  }
  override createDriver(): Driver {
    return new ImmediateDriver(this.#config)
  }
}

class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }
  /** A full disk has SQLite roll back by itself; that there is nothing left to roll back must not hide why. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await super.rollbackTransaction(connection).catch(() => undefined)
  }
}

/** libsql 0.5 aborts the whole process on a boolean parameter: better an error of ours than no process. */
function refusingBooleans(database: Database.Database): SqliteDatabase {
  const checked = (parameters: readonly unknown[]) => {
    if (parameters.some(parameter => typeof parameter === 'boolean'))
      throw new TypeError('a boolean cannot be stored')
    return parameters
  }
  // Preparing takes as long as running: the statements in use are kept.
  const statements = new LRUCache<string, SqliteStatement>({ max: 200 })
  return {
    close: () => {
      // All into the one file: whoever copies it has everything.
      database.exec('pragma wal_checkpoint(truncate)')
      database.close()
    },
    prepare: sql => {
      const known = statements.get(sql)
      if (known) return known
      const statement = database.prepare(sql)
      const safe: SqliteStatement = {
        reader: statement.reader,
        all: parameters => statement.all(checked(parameters)),
        run: parameters => statement.run(checked(parameters)),
        // Rows are fetched while others may ask the same: that takes a statement of its own.
        iterate: parameters => database.prepare(sql).iterate(checked(parameters)),
      }
      statements.set(sql, safe)
      return safe
    },
  }
}

async function openPostgres(url: string): Promise<Kysely<Tables>> {
  // Loaded only where it is used: whoever runs on SQLite starts without it.
  const { default: pg } = await import('pg')
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
