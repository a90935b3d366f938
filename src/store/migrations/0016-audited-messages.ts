import { type Kysely, type Migration, sql } from 'kysely'

/**
 * Passed messages that moderators look at without seeing that they passed. The version before knows nothing of them: what it
 * decides meanwhile stays a case that says nothing, and counts in the sample all the same.
 */
export const auditedMessages: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('audited_messages')
      .addColumn('screening_id', 'text', column =>
        column.primaryKey().references('screenings.id').onDelete('cascade'),
      )
      .addColumn('tenant', 'text', column => column.notNull())
      .addColumn('rate', sql`double precision`, column => column.notNull())
      .addColumn('confidence', sql`double precision`, column => column.notNull())
      .addColumn('scores', 'text', column => column.notNull())
      .addCheckConstraint('audited_messages_rate', sql`rate > 0 and rate <= 1`)
      .execute()
    await db.schema
      .createIndex('audited_messages_by_tenant')
      .on('audited_messages')
      .columns(['tenant', 'screening_id'])
      .execute()
  },
}
