import type { Kysely, Transaction } from 'kysely'
import type { Tables } from './tables.js'

/** The way into the database: every failure behind it is a `StoreFailure`. */
export interface Gate {
  /** Only for what changes nothing. */
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
