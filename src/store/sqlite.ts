import {
  type DatabaseConnection,
  type Driver,
  Kysely,
  type SqliteDatabase,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
  type SqliteStatement,
} from 'kysely'
import Database from 'libsql'
import { LRUCache } from 'lru-cache'
import type { DatabaseLocation } from '../contract/database-location.js'
import { makePrivate } from './private-file.js'
import { namesTheSameFile } from './same-file.js'
import { LEFT_TO_US, openLog, type SqliteLog } from './sqlite-log.js'
import type { Tables } from './tables.js'
import { FileMoved } from './trouble.js'

/** The log of each open file. A database in memory has none. */
const logs = new WeakMap<Kysely<Tables>, SqliteLog>()

/** Empties the log of what was deleted; false: a reader or a writer is in the way. */
export const emptyLogOf = async (db: Kysely<Tables>): Promise<boolean> =>
  (await logs.get(db)?.empty()) ?? true

/** Opens the file, and makes it and its directory where there are none. `prepare` has its tables brought up to date. */
export async function open(
  { file }: Extract<DatabaseLocation, { kind: 'sqlite' }>,
  prepare?: (db: Kysely<Tables>) => Promise<void>,
): Promise<Kysely<Tables>> {
  if (file !== ':memory:') makePrivate(file)
  const database = new Database(file)
  let log: SqliteLog | undefined
  try {
    // A commit is on disk before the caller gets its answer; readers never wait for the writer.
    database.exec('pragma journal_mode = wal')
    database.exec('pragma synchronous = full')
    database.exec('pragma foreign_keys = on')
    // What is deleted is overwritten, not only left for later use.
    database.exec('pragma secure_delete = on')
    // The driver is synchronous: waiting for a lock would hold up every request. Whoever wants it waits beside it.
    database.exec('pragma busy_timeout = 0')
    for (const pragma of LEFT_TO_US) database.exec(pragma)
    log = file === ':memory:' ? undefined : openLog(file)
    const isThere = namesTheSameFile(file)
    const begin = (): void => {
      // What is written into a file that nobody finds again is not kept.
      if (!isThere()) throw new FileMoved(`${file} was moved or deleted since it was opened`)
      database.exec('begin immediate')
    }
    const mind = (): void => log?.mind()
    const config = { database: refusingBooleans(database, mind, () => log?.close()) }
    const db = new Kysely<Tables>({ dialect: new ImmediateDialect(config, { begin, mind }) })
    if (log) logs.set(db, log)
    await prepare?.(db)
    return db
  } catch (error) {
    log?.close()
    database.close()
    throw error
  }
}

/**
 * Every transaction of ours writes: it takes the write lock at its start, or is refused there (SQLITE_BUSY) with
 * nothing done. One that began as a reader would be refused in its middle when another process has written meanwhile.
 */
class ImmediateDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig
  readonly #around: AroundTransactions
  constructor(config: SqliteDialectConfig, around: AroundTransactions) {
    super(config)
    this.#config = config
    this.#around = around
  }
  override createDriver(): Driver {
    return new ImmediateDriver(this.#config, this.#around)
  }
}

interface AroundTransactions {
  readonly begin: () => void
  /** To be called after what was written. */
  readonly mind: () => void
}

class ImmediateDriver extends SqliteDriver {
  readonly #around: AroundTransactions
  constructor(config: SqliteDialectConfig, around: AroundTransactions) {
    super(config)
    this.#around = around
  }
  override async beginTransaction(): Promise<void> {
    this.#around.begin()
  }
  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await super.commitTransaction(connection)
    this.#around.mind()
  }
  /** A full disk has SQLite roll back by itself; that there is nothing left to roll back must not hide why. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await super.rollbackTransaction(connection).catch(() => undefined)
  }
}

/** libsql 0.5 aborts the whole process on a boolean parameter: better an error of ours than no process. */
function refusingBooleans(
  database: Database.Database,
  mind: () => void,
  closeLog: () => void,
): SqliteDatabase {
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
      closeLog()
      database.close()
    },
    prepare: sql => {
      const known = statements.get(sql)
      if (known) return known
      const statement = database.prepare(sql)
      const safe: SqliteStatement = {
        reader: statement.reader,
        all: parameters => statement.all(checked(parameters)),
        run: parameters => {
          const result = statement.run(checked(parameters))
          mind()
          return result
        },
        // Rows are fetched while others may ask the same: that takes a statement of its own.
        iterate: parameters => database.prepare(sql).iterate(checked(parameters)),
      }
      statements.set(sql, safe)
      return safe
    },
  }
}
