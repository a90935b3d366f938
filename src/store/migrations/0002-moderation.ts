import { type Kysely, type Migration, sql } from 'kysely'

/**
 * What moderators and platforms need beside the flagged messages: keys, decisions and claims, an audit trail, workers'
 * reports, counts of all that was judged, and the outbox of webhooks.
 */
export const moderation: Migration = {
  async up(db: Kysely<unknown>) {
    const columns = [
      ['origin', sql`text not null default 'screen'`],
      ['text_kept', sql`text not null default 'full'`],
      ['claimed_by', sql`text`],
      ['claimed_until', sql`text`],
      ['decided_at', sql`text`],
      ['decided_by', sql`text`],
      ['decided_categories', sql`text`],
      ['decision_seconds', sql`integer`],
      ['note', sql`text`],
    ] as const
    // SQLite adds one column a statement.
    for (const [name, type] of columns)
      await db.schema.alterTable('screenings').addColumn(name, type).execute()
    await db.schema
      .alterTable('screening_hits')
      .addColumn('source', sql`text not null default 'rule'`)
      .execute()
    await db.schema.alterTable('screening_hits').addColumn('upheld', 'integer').execute()
    await db.schema
      .createIndex('screenings_by_decision')
      .on('screenings')
      .columns(['tenant', 'decided_at'])
      .execute()

    await db.schema
      .createTable('keys')
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
      .addColumn('id', 'text', column => column.primaryKey())
      .addColumn('tenant', 'text', column => column.notNull())
      .addColumn('at', 'text', column => column.notNull())
      .addColumn('type', 'text', column => column.notNull())
      .addColumn('actor', 'text', column => column.notNull())
      // No reference: the trail outlives what it tells of.
      .addColumn('screening_id', 'text')
      .addColumn('detail', 'text', column => column.notNull())
      .execute()
    await db.schema.createIndex('events_by_tenant').on('events').columns(['tenant', 'id']).execute()
    await db.schema.createIndex('events_by_screening').on('events').columns(['screening_id', 'id']).execute()

    await db.schema
      .createTable('reports')
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
    await db.schema.createIndex('reports_by_screening').on('reports').column('screening_id').execute()
    await db.schema.createIndex('reports_by_tenant').on('reports').columns(['tenant', 'id']).execute()

    await db.schema
      .createTable('tallies')
      .addColumn('tenant', 'text', column => column.notNull())
      .addColumn('day', 'text', column => column.notNull())
      .addColumn('kind', 'text', column => column.notNull())
      .addColumn('name', 'text', column => column.notNull())
      .addColumn('count', 'integer', column => column.notNull())
      .addPrimaryKeyConstraint('tallies_key', ['tenant', 'day', 'kind', 'name'])
      .execute()

    await db.schema
      .createTable('endpoints')
      .addColumn('tenant', 'text', column => column.primaryKey())
      .addColumn('url', 'text', column => column.notNull())
      .addColumn('secret', 'text', column => column.notNull())
      .addColumn('created_at', 'text', column => column.notNull())
      .execute()
    await db.schema
      .createTable('deliveries')
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
      .on('deliveries')
      .columns(['status', 'next_attempt_at'])
      .execute()
    await db.schema.createIndex('deliveries_by_tenant').on('deliveries').columns(['tenant', 'id']).execute()
    await db.schema.createIndex('deliveries_by_screening').on('deliveries').column('screening_id').execute()
  },
}
