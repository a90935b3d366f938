import { type Kysely, type Migration, sql } from 'kysely'
import { addColumns } from './add-columns.js'

/**
 * Several webhook endpoints a tenant. One that is not `default`, and what waits for it, stands under a key of its own where
 * the tenant stood (`endpoint-key.ts`): the version before goes on sending what waits there, with its own secret, and
 * neither lists it nor mixes it with what is the tenant's. It knows nothing of a choice of events or of one switched off.
 */
export const webhookEndpoints: Migration = {
  async up(db: Kysely<unknown>) {
    await addColumns(db, 'endpoints', {
      owner: sql`text`,
      name: sql`text`,
      description: sql`text`,
      events: sql`text`,
      enabled: sql`integer not null default 1`,
      former_secret: sql`text`,
      former_until: sql`text`,
      last_attempt_at: sql`text`,
      last_error: sql`text`,
    })
    await addColumns(db, 'deliveries', { owner: sql`text`, event_id: sql`text` })
    for (const [table, columns] of [
      ['endpoints', ['owner']],
      ['deliveries', ['owner', 'id']],
    ] as const)
      await db.schema
        .createIndex(`${table}_by_owner`)
        .on(table)
        .columns([...columns])
        .where(sql.ref('owner'), 'is not', null)
        .execute()
  },
}
