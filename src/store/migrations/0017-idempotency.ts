import { type Kysely, type Migration, sql } from 'kysely'
import { addColumns } from './add-columns.js'

/**
 * Receipts know what else than the text decided, so that a repeat that differs is found out. The version before goes on
 * working on it: what it answers is told apart by its text alone.
 */
export const idempotency: Migration = {
  async up(db: Kysely<unknown>) {
    await addColumns(db, 'receipts', { deciding: sql`text` })
  },
}
