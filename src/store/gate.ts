import type { Kysely, Transaction } from 'kysely'
import { PATIENCE, patiently } from './patience.js'
import type { Tables } from './tables.js'
import { type Trouble, troubleOf } from './trouble.js'

/** The way into the database: every failure behind it is a `StoreFailure`, and comes within the store's patience, or what is given. */
export interface Gate {
  /** Only for what changes nothing. */
  read<Result>(work: (db: Kysely<Tables>) => Promise<Result>): Promise<Result>
  /** In one transaction: all of the work or nothing. Work that met a lock is done anew, from its beginning. */
  write<Result>(work: (db: Transaction<Tables>) => Promise<Result>, patience?: number): Promise<Result>
}

/** The store did not do what it was asked; `cause` says why. */
export class StoreFailure extends Error {
  override readonly name = 'StoreFailure'
  readonly trouble: Trouble
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
    this.trouble = troubleOf(cause)
  }
}

/** Told of every read and transaction: how long it took, and whether it failed. */
export type Observe = (operation: 'read' | 'write', seconds: number, failed: boolean) => void

export function gateTo(
  db: Kysely<Tables>,
  observe: Observe = () => undefined,
  usual: number = PATIENCE,
): Gate {
  return {
    read: work => observed('read', () => patiently(() => work(db), usual)),
    write: (work, patience = usual) =>
      observed('write', () => patiently(inTime => transact(work, inTime), patience)),
  }

  /** What nobody waits for any more is not begun, and not committed. */
  function transact<Result>(
    work: (db: Transaction<Tables>) => Promise<Result>,
    inTime: () => void,
  ): Promise<Result> {
    return db.transaction().execute(async transaction => {
      inTime()
      const result = await work(transaction)
      inTime()
      return result
    })
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
    throw error instanceof StoreFailure ? error : new StoreFailure(error)
  }
}
