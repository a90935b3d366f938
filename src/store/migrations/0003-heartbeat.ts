import type { Kysely, Migration } from 'kysely'

/** What readiness writes, to know that the store can be written: one row. The version before knows nothing of it. */
export const heartbeat: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('heartbeat')
      .addColumn('id', 'integer', column => column.primaryKey())
      .addColumn('at', 'text', column => column.notNull())
      .execute()
  },
}
