import { type Kysely, type Migration, sql } from 'kysely'

/** Drafts, as far as they are recognised for a day, and what became of them. The version before knows nothing of them. */
export const drafts: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('drafts')
      .addColumn('tenant', 'text', column => column.notNull())
      .addColumn('draft_hash', 'text', column => column.notNull())
      .addColumn('created_at', 'text', column => column.notNull())
      .addColumn('hinted_hash', 'text')
      .addColumn('revised', 'integer', column => column.notNull())
      .addPrimaryKeyConstraint('drafts_key', ['tenant', 'draft_hash'])
      .addCheckConstraint('drafts_revised', sql`revised in (0, 1)`)
      .execute()
    await db.schema.createIndex('drafts_by_time').on('drafts').column('created_at').execute()
    await db.schema
      .createTable('draft_counts')
      .addColumn('tenant', 'text', column => column.notNull())
      .addColumn('day', 'text', column => column.notNull())
      .addColumn('what', 'text', column => column.notNull())
      .addColumn('count', 'integer', column => column.notNull())
      .addPrimaryKeyConstraint('draft_counts_key', ['tenant', 'day', 'what'])
      .execute()
  },
}
