import { setTimeout } from 'node:timers/promises'

/** Milliseconds that a start waits for others that start on the same database, and between two tries. */
const PATIENCE = 30_000
const AGAIN = 50

/** Does the work as soon as SQLite's lock is free, without standing still meanwhile. */
export async function untilFree<Result>(work: () => Promise<Result>): Promise<Result> {
  const end = performance.now() + PATIENCE
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!isBusy(error) || performance.now() > end) throw error
      await setTimeout(AGAIN * (0.5 + Math.random()))
    }
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')
}
