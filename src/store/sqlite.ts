import {
  CompiledQuery,
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
import type { Tables } from './tables.js'

/** Opens the file, and makes it and its directory where there are none. */
export async function open({ file }: Extract<DatabaseLocation, { kind: 'sqlite' }>): Promise<Kysely<Tables>> {
  if (file !== ':memory:') makePrivate(file)
  const database = new Database(file)
  try {
    // A commit is on disk before the caller gets its answer; readers never wait for the writer.
    database.exec('pragma journal_mode = wal')
    database.exec('pragma synchronous = full')
    database.exec('pragma busy_timeout = 5000')
    database.exec('pragma foreign_keys = on')
    // What is deleted is overwritten, not only left for later use.
    database.exec('pragma secure_delete = on')
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
