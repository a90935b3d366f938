import type { Kysely, Selectable } from 'kysely'
import { dueOf } from './rank.js'
import type { ScreeningsTable, Tables } from './tables.js'

/** Gives a case the place in the queue that what is known of it asks for; to be called when that has changed. */
export async function rankAnew(db: Kysely<Tables>, row: Selectable<ScreeningsTable>): Promise<void> {
  await db
    .updateTable('screenings')
    .set({ due: dueOf(row) })
    .where('id', '=', row.id)
    .execute()
}
