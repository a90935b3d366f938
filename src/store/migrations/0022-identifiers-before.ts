import { type Kysely, type Migration, sql } from 'kysely'
import { addColumns } from './add-columns.js'

/**
 * Identifiers of what a client wrote before the message that was judged. The version before links none of them; to it they
 * are identifiers of the message itself.
 */
export const identifiersBefore: Migration = {
  async up(db: Kysely<unknown>) {
    await addColumns(db, 'identifiers', { history_at: sql`integer`, counts_as: sql`text` })
  },
}
