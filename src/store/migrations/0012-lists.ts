import { type Kysely, type Migration, sql } from 'kysely'
import { addColumns } from './add-columns.js'

/**
 * Lists of what is let pass and what never is, asks for contact of the last hour, and what made a verdict. The version
 * before goes on working beside it: it knows no lists, and what it keeps says nothing of what made the verdict.
 */
export const lists: Migration = {
  async up(db: Kysely<unknown>) {
    await addColumns(db, 'screenings', { verdict_by: sql`text` })

    await db.schema
      .createTable('list_versions')
      .addColumn('tenant', 'text', column => column.primaryKey())
      .addColumn('version', 'integer', column => column.notNull())
      .addColumn('entries', 'integer', column => column.notNull())
      .execute()

    await db.schema
      .createTable('list_entries')
      .addColumn('id', 'text', column => column.primaryKey())
      .addColumn('tenant', 'text', column => column.notNull())
      .addColumn('list', 'text', column => column.notNull())
      .addColumn('type', 'text', column => column.notNull())
      .addColumn('key', 'text', column => column.notNull())
      .addColumn('value', 'text', column => column.notNull())
      .addColumn('reason', 'text', column => column.notNull())
      .addColumn('category', 'text')
      .addColumn('set_by', 'text', column => column.notNull())
      .addColumn('set_at', 'text', column => column.notNull())
      .addColumn('expires_at', 'text')
      .addColumn('version', 'integer', column => column.notNull())
      .execute()
    await db.schema
      .createIndex('list_entries_by_key')
      .unique()
      .on('list_entries')
      .columns(['tenant', 'list', 'type', 'key'])
      .execute()
    await db.schema
      .createIndex('list_entries_by_version')
      .on('list_entries')
      .columns(['tenant', 'version', 'id'])
      .execute()
    await db.schema.createIndex('list_entries_by_id').on('list_entries').columns(['tenant', 'id']).execute()
    await db.schema
      .createIndex('list_entries_expiring')
      .on('list_entries')
      .column('expires_at')
      .where(sql.ref('expires_at'), 'is not', null)
      .execute()

    await db.schema
      .createTable('list_removals')
      .addColumn('tenant', 'text', column => column.notNull())
      .addColumn('entry_id', 'text', column => column.notNull())
      .addColumn('version', 'integer', column => column.notNull())
      .addColumn('removed_at', 'text', column => column.notNull())
      .addPrimaryKeyConstraint('list_removals_pk', ['tenant', 'version', 'entry_id'])
      .execute()

    await db.schema
      .createTable('contact_asks')
      .addColumn('tenant', 'text', column => column.notNull())
      .addColumn('client_hash', 'text', column => column.notNull())
      .addColumn('recipient_hash', 'text', column => column.notNull())
      .addColumn('asked_at', 'text', column => column.notNull())
      .addPrimaryKeyConstraint('contact_asks_pk', ['tenant', 'client_hash', 'recipient_hash'])
      .execute()
    await db.schema.createIndex('contact_asks_by_time').on('contact_asks').column('asked_at').execute()
  },
}
