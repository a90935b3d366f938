import { statSync } from 'node:fs'
import { resolve } from 'node:path'

/**
 * Remembers which file a path names now; what is returned tells whether it still does. Device and inode are compared:
 * on POSIX a file that is open may be moved, deleted or replaced, and whoever has it open does not hear of it.
 */
export function namesTheSameFile(path: string): () => boolean {
  const absolute = resolve(path)
  const opened = identityOf(absolute)
  return () => identityOf(absolute) === opened
}

/** Undefined: there is none, as of a database in memory. */
function identityOf(path: string): string | undefined {
  const file = statSync(path, { bigint: true, throwIfNoEntry: false })
  return file && `${file.dev}:${file.ino}`
}
