import { closeSync, openSync, readSync, statSync } from 'node:fs'
import Database from 'libsql'
import { untilFree } from './patience.js'
import { isBusy } from './trouble.js'

/**
 * The log of a SQLite file (its WAL), emptied while no writer is at work.
 *
 * SQLite before 3.51.3 can lose what was committed when one connection begins the log anew while another copies it into the
 * file (https://sqlite.org/wal.html#walresetbug), and libsql has 3.45; here every erasure has the log copied. So nobody
 * copies it of itself, and who does holds the lock of the writers with a connection of its own.
 */
export interface SqliteLog {
  /** Copies the log into the file and begins it anew; false: a reader or a writer is in the way. */
  empty(): Promise<boolean>
  /** Has the log looked at soon, and copied when it has grown; to be called after what writes. */
  mind(): void
  /** The same at once, as far as nobody is in the way, and lets go of the file. */
  close(): void
}

/** Bytes from which a log is copied: what SQLite takes by itself, a thousand pages. */
const GROWN = 4_000_000
/** Milliseconds from something written to a look at the log's size: many writes are seen with one. */
const SOON = 50
/** Milliseconds for which the lock of the writers is asked for. */
const PATIENCE = 1_000

/** To be said on every connection to the file. */
export const LEFT_TO_US = [
  'pragma wal_autocheckpoint = 0',
  // A log that is begun anew is cut, so that nothing of before is left behind its end.
  'pragma journal_size_limit = 0',
]

export function openLog(file: string): SqliteLog {
  const log = `${file}-wal`
  const copier = connection(file)
  const guard = connection(file)
  let look: NodeJS.Timeout | undefined

  return {
    empty: async () => {
      const end = performance.now() + PATIENCE
      const before = beginningOf(log)
      const isBegunAnew = (await withoutWriters(copyAll, end)) && (await withoutWriters(touch, end))
      return isBegunAnew && beginningOf(log) !== before
    },

    mind: () => {
      look ??= setTimeout(() => void copyWhenGrown(), SOON).unref()
    },

    close: () => {
      clearTimeout(look)
      try {
        if (copyAll()) touch()
      } catch {
        // A writer is at work: what it keeps is copied by whoever closes last, or by the next start.
      }
      copier.close()
      guard.close()
    },
  }

  async function copyWhenGrown(): Promise<void> {
    if (sizeOf(log) >= GROWN) await withoutWriters(copyAll, performance.now() + PATIENCE).catch(() => false)
    look = undefined
  }

  /** Throws SQLITE_BUSY while somebody writes; false: somebody still reads what was before. */
  function copyAll(): boolean {
    guard.exec('begin immediate')
    try {
      const [result] = copier.prepare('pragma wal_checkpoint(passive)').all() as CopyResult[]
      return result !== undefined && result.busy === 0 && result.log === result.checkpointed
    } finally {
      guard.exec('rollback')
    }
  }

  /** The next that is written after all was copied begins the log anew, and cuts it: this writes what stands there. */
  function touch(): boolean {
    const version = copier.prepare('pragma user_version').all() as { user_version: number }[]
    copier.exec('begin immediate')
    try {
      copier.exec(`pragma user_version = ${version[0]?.user_version ?? 0}`)
      copier.exec('commit')
    } catch (failure) {
      // A full disk has SQLite roll back by itself.
      if (copier.inTransaction) copier.exec('rollback')
      throw failure
    }
    return true
  }
}

interface CopyResult {
  readonly busy: number
  readonly log: number
  readonly checkpointed: number
}

function connection(file: string): Database.Database {
  const database = new Database(file)
  database.exec('pragma busy_timeout = 0')
  database.exec('pragma synchronous = full')
  for (const pragma of LEFT_TO_US) database.exec(pragma)
  return database
}

/** Tries until no writer is in the way, at most until a time; false: one was all the while. */
function withoutWriters(work: () => boolean, end: number): Promise<boolean> {
  const again = (lock: unknown): void => {
    if (performance.now() > end) throw lock
  }
  return untilFree(async () => work(), again).catch(failure => {
    if (isBusy(failure)) return false
    throw failure
  })
}

/** What tells one beginning of a log from the next: the salts in its header. Empty: there is no log. */
function beginningOf(log: string): string {
  try {
    const file = openSync(log, 'r')
    try {
      const header = Buffer.alloc(32)
      return header.subarray(0, readSync(file, header)).toString('hex', 16, 24)
    } finally {
      closeSync(file)
    }
  } catch {
    return ''
  }
}

function sizeOf(log: string): number {
  return statSync(log, { throwIfNoEntry: false })?.size ?? 0
}
