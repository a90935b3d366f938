import type { Transaction } from 'kysely'
import type { ScreeningId } from '../../contract/ids.js'
import type { Tables } from '../tables.js'

/** Without its decision there is nothing to compare a look with. What is erased takes its looks along by reference. */
export async function forgetLooks(db: Transaction<Tables>, ids: readonly ScreeningId[]): Promise<void> {
  if (ids.length === 0) return
  await db.deleteFrom('blind_looks').where('screening_id', 'in', ids).execute()
  await db.deleteFrom('golden_items').where('screening_id', 'in', ids).execute()
}
