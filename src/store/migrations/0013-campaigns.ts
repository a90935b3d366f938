import { type Kysely, type Migration, sql } from 'kysely'
import { isPostgres } from '../dialect.js'

/**
 * Texts that were made from one another: campaigns, what they are found by, and who is in them. The version before goes on
 * working with it: what it keeps is in no campaign.
 */
export const campaigns: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('campaigns')
      .addColumn('id', 'text', column => column.primaryKey())
      .addColumn('tenant', 'text', column => column.notNull())
      .addColumn('status', 'text', column => column.notNull())
      .addColumn('size', 'integer', column => column.notNull())
      .addColumn('first_seen', 'text', column => column.notNull())
      .addColumn('last_seen', 'text', column => column.notNull())
      .addColumn('minima', 'text', column => column.notNull())
      .addColumn('shingles', 'integer', column => column.notNull())
      .addColumn('telling', 'text', column => column.notNull())
      .addColumn('announced', 'integer', column => column.notNull())
      .addColumn('core_id', 'text')
      .addColumn('decided_at', 'text')
      .addColumn('decided_by', 'text')
      .addColumn('decided_categories', 'text')
      .addColumn('note', 'text')
      .addCheckConstraint('campaigns_status', sql`status in ('open', 'confirmed', 'dismissed')`)
      .execute()
    // A lone message is nothing to list, and most are alone.
    for (const [name, columns] of [
      ['campaigns_by_size', ['tenant', 'size', 'id']],
      ['campaigns_by_time', ['tenant', 'last_seen', 'id']],
    ] as const)
      await db.schema
        .createIndex(name)
        .on('campaigns')
        .columns([...columns])
        .where(sql.ref('size'), '>', sql.lit(1))
        .execute()
    await db.schema
      .createIndex('campaigns_decided')
      .on('campaigns')
      .columns(['tenant', 'status'])
      .where(sql.ref('status'), '!=', sql.lit('open'))
      .execute()

    await db.schema
      .createTable('campaign_bands')
      .addColumn('band', 'bigint', column => column.notNull())
      .addColumn('campaign_id', 'text', column => column.notNull())
      .addPrimaryKeyConstraint('campaign_bands_key', ['band', 'campaign_id'])
      .modifyEnd(withoutRowid(db))
      .execute()

    // Where a core is erased its bands go too.
    await db.schema.createIndex('campaign_bands_of').on('campaign_bands').column('campaign_id').execute()

    await db.schema
      .createTable('campaign_members')
      .addColumn('screening_id', 'text', column => column.primaryKey())
      .addColumn('tenant', 'text', column => column.notNull())
      .addColumn('campaign_id', 'text', column => column.notNull())
      .addColumn('client_id', 'text')
      .addColumn('decided', 'integer', column => column.notNull())
      .addColumn('passed', 'integer', column => column.notNull())
      .execute()
    await db.schema
      .createIndex('campaign_members_in_order')
      .on('campaign_members')
      .columns(['campaign_id', 'screening_id'])
      .execute()
    await db.schema
      .createIndex('campaign_members_by_client')
      .on('campaign_members')
      .columns(['tenant', 'client_id'])
      .where(sql.ref('client_id'), 'is not', null)
      .execute()

    await db.schema
      .createTable('campaign_heirs')
      .addColumn('screening_id', 'text', column => column.primaryKey())
      .addColumn('campaign_id', 'text', column => column.notNull())
      .addColumn('minima', 'text', column => column.notNull())
      .addColumn('shingles', 'integer', column => column.notNull())
      .addColumn('telling', 'text', column => column.notNull())
      .execute()
    await db.schema
      .createIndex('campaign_heirs_in_order')
      .on('campaign_heirs')
      .columns(['campaign_id', 'screening_id'])
      .execute()

    await db.schema
      .createTable('campaign_categories')
      .addColumn('campaign_id', 'text', column => column.notNull())
      .addColumn('category', 'text', column => column.notNull())
      .addPrimaryKeyConstraint('campaign_categories_key', ['campaign_id', 'category'])
      .execute()
  },
}

/** The key is all there is of a band: SQLite need not keep it twice. */
const withoutRowid = (db: Kysely<unknown>) => (isPostgres(db) ? sql`` : sql`without rowid`)
