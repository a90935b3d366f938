/** What keeps the store from doing what it is asked, as far as somebody can act on it. */
export type Trouble = 'busy' | 'silent' | 'full' | 'read_only' | 'moved' | 'other'

/** The time is over that a read or a transaction may take; `cause` is the lock that it met, if it met one. */
export class OutOfTime extends Error {
  override readonly name = 'OutOfTime'
}

/** The path no longer names the file that was opened. */
export class FileMoved extends Error {
  override readonly name = 'FileMoved'
}

/** Another holds the lock, or the two waited for each other: nothing was done, and the same may succeed a moment later. */
export function isBusy(failure: unknown): boolean {
  return /^(SQLITE_BUSY|SQLITE_LOCKED|40001$|40P01$)/.test(codeOf(failure))
}

/** What was to be stored is to blame, and the same beside something else would fail again: SQLSTATE classes 22 and 23. */
export function isOfData(failure: unknown): boolean {
  return (
    failure instanceof TypeError ||
    /^(2[23]...|SQLITE_(CONSTRAINT|MISMATCH|TOOBIG|RANGE).*)$/.test(codeOf(failure))
  )
}

export function troubleOf(failure: unknown): Trouble {
  if (failure instanceof OutOfTime) return isBusy(failure.cause) ? 'busy' : 'silent'
  if (failure instanceof FileMoved) return 'moved'
  return codes.find(([code]) => code.test(codeOf(failure)))?.[1] ?? 'other'
}

/** Of SQLite, of PostgreSQL (SQLSTATE) and of the system. */
const codes: readonly (readonly [code: RegExp, trouble: Trouble])[] = [
  [/^(SQLITE_BUSY|SQLITE_LOCKED|40001$|40P01$|55P03$|57014$)/, 'busy'],
  [/^(SQLITE_FULL|53100$|ENOSPC$)/, 'full'],
  [/^SQLITE_READONLY_DBMOVED$/, 'moved'],
  [/^(SQLITE_READONLY|25006$|EROFS$)/, 'read_only'],
  [/^(ECONN|EHOST|ENET|ENOTFOUND$|EAI_|ETIMEDOUT$|EPIPE$|08...$|57P..$|25P03$)/, 'silent'],
]

function codeOf(failure: unknown): string {
  return failure instanceof Error && 'code' in failure && typeof failure.code === 'string' ? failure.code : ''
}
