import { type Kysely, type Migration, sql } from 'kysely'

/** People who have signed in. The version before knows nothing of them, and lets nobody in by them. */
export const sessions: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('sessions')
      .addColumn('id', 'text', column => column.primaryKey())
      .addColumn('tenant', 'text', column => column.notNull())
      .addColumn('role', 'text', column => column.notNull())
      .addColumn('name', 'text', column => column.notNull())
      .addColumn('subject_hash', 'text', column => column.notNull())
      .addColumn('secret_hash', 'text', column => column.notNull())
      .addColumn('created_at', 'text', column => column.notNull())
      .addColumn('expires_at', 'text', column => column.notNull())
      .addCheckConstraint('sessions_role', sql`role in ('moderator', 'admin')`)
      .execute()
    await db.schema.createIndex('sessions_by_name').on('sessions').columns(['tenant', 'name']).execute()
    await db.schema.createIndex('sessions_by_end').on('sessions').column('expires_at').execute()
  },
}
