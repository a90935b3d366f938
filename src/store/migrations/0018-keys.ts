import { type Kysely, type Migration, sql } from 'kysely'
import { isPostgres } from '../dialect.js'

/**
 * Keys that end, are renewed while the old secret still holds, and of which it is known when they were used; and the roles
 * of those who only look. The version before works with it, but knows nothing of an end: revoke what it must not let in.
 */
export const keys: Migration = {
  async up(db: Kysely<unknown>) {
    if (isPostgres(db)) await db.schema.alterTable('keys').dropConstraint('keys_role').execute()
    else await withoutCheck(db)
    for (const column of ['expires_at', 'last_used_at', 'former_hash', 'former_until'])
      await db.schema.alterTable('keys').addColumn(column, 'text').execute()
  },
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
