import { type Kysely, type Migration, sql } from 'kysely'
import { addColumns } from './add-columns.js'

/**
 * What moderators and platforms need beside the flagged messages: keys, decisions and claims, an audit trail, workers'
 * reports, counts of all that was judged, and the outbox of webhooks.
 */
export const moderation: Migration = {
  async up(db: Kysely<unknown>) {
    await addColumns(db, 'screenings', {
      origin: sql`text not null default 'screen'`,
      text_kept: sql`text not null default 'full'`,
      claimed_by: sql`text`,
      claimed_until: sql`text`,
      decided_at: sql`text`,
      decided_by: sql`text`,
      decided_categories: sql`text`,
      decision_seconds: sql`integer`,
      note: sql`text`,
    })
    await addColumns(db, 'screening_hits', {
      source: sql`text not null default 'rule'`,
      upheld: sql`integer`,
    })
    await db.schema
      .createIndex('screenings_by_decision')
      .ifNotExists()
      .on('screenings')
      .columns(['tenant', 'decided_at'])
      .execute()

    await db.schema
      .createTable('keys')
      .ifNotExists()
      .addColumn('id', 'text', column => column.primaryKey())
      .addColumn('tenant', 'text', column => column.notNull())
      .addColumn('role', 'text', column => column.notNull())
      .addColumn('name', 'text', column => column.notNull())
      .addColumn('secret_hash', 'text', column => column.notNull())
      .addColumn('created_at', 'text', column => column.notNull())
      .addColumn('revoked_at', 'text')
      .addUniqueConstraint('keys_name', ['tenant', 'name'])
      .addCheckConstraint('keys_role', sql`role in ('platform', 'moderator', 'admin')`)
      .execute()

    await db.schema
      .createTable('events')
      .ifNotExists()
      .addColumn('id', 'text', column => column.primaryKey())
      .addColumn('tenant', 'text', column => column.notNull())
      .addColumn('at', 'text', column => column.notNull())
      .addColumn('type', 'text', column => column.notNull())
      .addColumn('actor', 'text', column => column.notNull())
      // No reference: the trail outlives what it tells of.
      .addColumn('screening_id', 'text')
      .addColumn('detail', 'text', column => column.notNull())
      .execute()
    await db.schema
      .createIndex('events_by_tenant')
      .ifNotExists()
      .on('events')
      .columns(['tenant', 'id'])
      .execute()
    await db.schema
      .createIndex('events_by_screening')
      .ifNotExists()
      .on('events')
      .columns(['screening_id', 'id'])
      .execute()

    await db.schema
      .createTable('reports')
      .ifNotExists()
      .addColumn('id', 'text', column => column.primaryKey())
      .addColumn('tenant', 'text', column => column.notNull())
      .addColumn('screening_id', 'text', column =>
        column.notNull().references('screenings.id').onDelete('cascade'),
      )
      .addColumn('created_at', 'text', column => column.notNull())
      .addColumn('category', 'text')
      .addColumn('reason', 'text')
      .addColumn('reporter_id', 'text')
      .execute()
    await db.schema
      .createIndex('reports_by_screening')
      .ifNotExists()
      .on('reports')
      .column('screening_id')
      .execute()
    await db.schema
      .createIndex('reports_by_tenant')
      .ifNotExists()
      .on('reports')
      .columns(['tenant', 'id'])
      .execute()

    await db.schema
      .createTable('tallies')
      .ifNotExists()
      .addColumn('tenant', 'text', column => column.notNull())
      .addColumn('day', 'text', column => column.notNull())
      .addColumn('kind', 'text', column => column.notNull())
      .addColumn('name', 'text', column => column.notNull())
      .addColumn('count', 'integer', column => column.notNull())
      .addPrimaryKeyConstraint('tallies_key', ['tenant', 'day', 'kind', 'name'])
      .execute()

    await db.schema
      .createTable('endpoints')
      .ifNotExists()
      .addColumn('tenant', 'text', column => column.primaryKey())
      .addColumn('url', 'text', column => column.notNull())
      .addColumn('secret', 'text', column => column.notNull())
      .addColumn('created_at', 'text', column => column.notNull())
      .execute()
    await db.schema
      .createTable('deliveries')
      .ifNotExists()
      .addColumn('id', 'text', column => column.primaryKey())
      .addColumn('tenant', 'text', column => column.notNull())
      .addColumn('screening_id', 'text', column => column.notNull())
      .addColumn('type', 'text', column => column.notNull())
      .addColumn('payload', 'text', column => column.notNull())
      .addColumn('status', 'text', column => column.notNull())
      .addColumn('attempts', 'integer', column => column.notNull())
      .addColumn('created_at', 'text', column => column.notNull())
      .addColumn('next_attempt_at', 'text', column => column.notNull())
      .addColumn('last_error', 'text')
      .addCheckConstraint('deliveries_status', sql`status in ('waiting', 'delivered', 'dead')`)
      .execute()
    await db.schema
      .createIndex('deliveries_due')
      .ifNotExists()
      .on('deliveries')
      .columns(['status', 'next_attempt_at'])
      .execute()
    await db.schema
      .createIndex('deliveries_by_tenant')
      .ifNotExists()
      .on('deliveries')
      .columns(['tenant', 'id'])
      .execute()
    await db.schema
      .createIndex('deliveries_by_screening')
      .ifNotExists()
      .on('deliveries')
      .column('screening_id')
      .execute()
  },
}
