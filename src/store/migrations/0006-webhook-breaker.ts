import type { Kysely, Migration } from 'kysely'

/**
 * Endpoints that do not answer are left alone for a while, and every tenant's oldest delivery is found at once. The version
 * before goes on working with it: what it does not name is not paused.
 */
export const webhookBreaker: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .alterTable('endpoints')
      .addColumn('failures', 'integer', column => column.notNull().defaultTo(0))
      .execute()
    await db.schema.alterTable('endpoints').addColumn('paused_until', 'text').execute()
    await db.schema
      .createIndex('deliveries_due_by_tenant')
      .on('deliveries')
      .columns(['tenant', 'status', 'next_attempt_at', 'id'])
      .execute()
  },
}
