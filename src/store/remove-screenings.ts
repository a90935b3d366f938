import type { SelectQueryBuilder, Transaction } from 'kysely'
import { isPostgres } from './dialect.js'
import type { Tables } from './tables.js'

export interface Removed {
  readonly id: string
  readonly message_id: string | null
}

/**
 * Deletes screenings with all that hangs on them by reference; returns which they were. Their hits first: PostgreSQL takes
 * those out of its counts together. Whoever works on one of them has committed by then.
 */
export async function removeScreenings(
  db: Transaction<Tables>,
  some: SelectQueryBuilder<Tables, 'screenings', Removed>,
): Promise<readonly Removed[]> {
  const found = await (isPostgres(db) ? some.forUpdate() : some).execute()
  if (found.length === 0) return []
  const ids = found.map(({ id }) => id)
  await db.deleteFrom('screening_hits').where('screening_id', 'in', ids).execute()
  await db.deleteFrom('screenings').where('id', 'in', ids).execute()
  return found
}
