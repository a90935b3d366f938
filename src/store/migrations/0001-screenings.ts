import { type Kysely, type Migration, sql } from 'kysely'

/**
 * Flagged screenings, what the list filters by, and the receipts that make message ids idempotent.
 * Every index starts with the tenant and ends with the id, because every list is one tenant's, newest first.
 */
export const screenings: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('screenings')
      .ifNotExists()
      .addColumn('id', 'text', column => column.primaryKey())
      .addColumn('tenant', 'text', column => column.notNull())
      .addColumn('message_id', 'text')
      .addColumn('created_at', 'text', column => column.notNull())
      .addColumn('status', 'text', column => column.notNull())
      .addColumn('text', 'text')
      .addColumn('text_length', 'integer', column => column.notNull())
      .addColumn('stage', 'text', column => column.notNull())
      .addColumn('kind', 'text', column => column.notNull())
      .addColumn('outside_contact_approved', 'integer', column => column.notNull())
      .addColumn('client_id', 'text')
      .addColumn('client', 'text')
      .addColumn('verdict', 'text', column => column.notNull())
      .addColumn('confidence', 'double precision', column => column.notNull())
      .addColumn('flags', 'text', column => column.notNull())
      .addColumn('scores', 'text', column => column.notNull())
      .addColumn('ruleset_version', 'text', column => column.notNull())
      .addColumn('ruleset_hash', 'text', column => column.notNull())
      .addCheckConstraint('screenings_status', sql`status in ('pending', 'confirmed', 'dismissed')`)
      .execute()

    for (const column of ['id', 'status', 'verdict', 'client_id'] as const) {
      await db.schema
        .createIndex(`screenings_by_${column}`)
        .ifNotExists()
        .on('screenings')
        .columns(column === 'id' ? ['tenant', 'id'] : ['tenant', column, 'id'])
        .execute()
    }

    await db.schema
      .createTable('screening_hits')
      .ifNotExists()
      .addColumn('screening_id', 'text', column =>
        column.notNull().references('screenings.id').onDelete('cascade'),
      )
      .addColumn('tenant', 'text', column => column.notNull())
      .addColumn('category', 'text', column => column.notNull())
      .addColumn('rule', 'text', column => column.notNull())
      .addColumn('confidence', 'double precision', column => column.notNull())
      .addPrimaryKeyConstraint('screening_hits_key', ['screening_id', 'category', 'rule'])
      .execute()

    for (const column of ['category', 'rule'] as const) {
      await db.schema
        .createIndex(`screening_hits_by_${column}`)
        .ifNotExists()
        .on('screening_hits')
        .columns(['tenant', column, 'screening_id'])
        .execute()
    }

    await db.schema
      .createTable('receipts')
      .ifNotExists()
      .addColumn('tenant', 'text', column => column.notNull())
      .addColumn('message_id', 'text', column => column.notNull())
      .addColumn('screening_id', 'text', column => column.notNull())
      .addColumn('text_hash', 'text', column => column.notNull())
      .addColumn('result', 'text', column => column.notNull())
      .addPrimaryKeyConstraint('receipts_key', ['tenant', 'message_id'])
      .execute()
    await db.schema
      .createIndex('receipts_by_screening')
      .ifNotExists()
      .on('receipts')
      .column('screening_id')
      .execute()
  },
}
