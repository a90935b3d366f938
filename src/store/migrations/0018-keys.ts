import { type Kysely, type Migration, sql } from 'kysely'
import { isPostgres } from '../dialect.js'

/**
 * Keys that end, are renewed while the old secret still holds, and of which it is known when they were used; the roles of
 * those who only look, and counts that instances share. The version before works with it, but knows nothing of an end: revoke what it must not let in.
 */
export const keys: Migration = {
  async up(db: Kysely<unknown>) {
    if (isPostgres(db)) {
      await db.schema.alterTable('keys').dropConstraint('keys_role').execute()
      await rateCounts(db)
    } else await withoutCheck(db)
    for (const column of ['expires_at', 'last_used_at', 'former_hash', 'former_until'])
      await db.schema.alterTable('keys').addColumn(column, 'text').execute()
  },
}

/** What all instances count together, as rate-limiter-flexible has it. A crash may empty it: no journal is written of it. */
async function rateCounts(db: Kysely<unknown>): Promise<void> {
  await sql`create unlogged table rate_counts (
    key varchar(255) primary key, points integer not null default 0, expire bigint
  )`.execute(db)
}

/** SQLite changes no constraint of a table that there is. The application knows the roles. */
async function withoutCheck(db: Kysely<unknown>): Promise<void> {
  const columns = ['id', 'tenant', 'role', 'name', 'secret_hash', 'created_at', 'revoked_at']
  await db.schema
    .createTable('keys_anew')
    .addColumn('id', 'text', column => column.primaryKey())
    .addColumn('tenant', 'text', column => column.notNull())
    .addColumn('role', 'text', column => column.notNull())
    .addColumn('name', 'text', column => column.notNull())
    .addColumn('secret_hash', 'text', column => column.notNull())
    .addColumn('created_at', 'text', column => column.notNull())
    .addColumn('revoked_at', 'text')
    .addUniqueConstraint('keys_name', ['tenant', 'name'])
    .execute()
  const names = sql.join(columns.map(column => sql.ref(column)))
  await sql`insert into keys_anew (${names}) select ${names} from keys`.execute(db)
  await db.schema.dropTable('keys').execute()
  await db.schema.alterTable('keys_anew').renameTo('keys').execute()
}
