import { type Kysely, type Migration, sql } from 'kysely'
import type { Tables } from '../tables.js'
import { screenings } from './0001-screenings.js'
import { moderation } from './0002-moderation.js'
import { heartbeat } from './0003-heartbeat.js'
import { trailAndCounts } from './0004-trail-and-counts.js'
import { erasure } from './0005-erasure.js'
import { webhookBreaker } from './0006-webhook-breaker.js'
import { queueOrder } from './0007-queue-order.js'
import { historyAndSearch } from './0008-history-and-search.js'
import { sessions } from './0010-sessions.js'
import { identifiers } from './0011-identifiers.js'
import { lists } from './0012-lists.js'
import { campaigns } from './0013-campaigns.js'
import { drafts } from './0014-drafts.js'
import { appeals } from './0015-appeals.js'
import { auditedMessages } from './0016-audited-messages.js'
import { idempotency } from './0017-idempotency.js'
import { keys } from './0018-keys.js'
import { webhookEndpoints } from './0019-webhook-endpoints.js'
import { frontsAndCounts } from './0020-fronts-and-counts.js'
import { secondOpinions } from './0021-second-opinions.js'
import { identifiersBefore } from './0022-identifiers-before.js'

/**
 * In order. What a migration that has run anywhere brings about is never changed: add the next one. A name that ends in
 * `.additive` says that the version before runs on the new layout as well, so that an update can be taken back.
 */
const migrations: Readonly<Record<string, Migration>> = {
  '0001-screenings': screenings,
  '0002-moderation': moderation,
  '0003-heartbeat.additive': heartbeat,
  '0004-trail-and-counts.additive': trailAndCounts,
  '0005-erasure': erasure,
  '0006-webhook-breaker.additive': webhookBreaker,
  '0007-queue-order.additive': queueOrder,
  '0008-history-and-search.additive': historyAndSearch,
  '0010-sessions.additive': sessions,
  '0011-identifiers.additive': identifiers,
  '0012-lists.additive': lists,
  '0013-campaigns.additive': campaigns,
  '0014-drafts.additive': drafts,
  '0015-appeals.additive': appeals,
  '0016-audited-messages.additive': auditedMessages,
  '0017-idempotency.additive': idempotency,
  '0018-keys.additive': keys,
  '0019-webhook-endpoints.additive': webhookEndpoints,
  '0020-fronts-and-counts.additive': frontsAndCounts,
  '0021-second-opinions.additive': secondOpinions,
  '0022-identifiers-before.additive': identifiersBefore,
}

/**
 * Brings the database to the newest layout, in one transaction: whoever is killed on the way leaves it as it was. Any
 * number of instances may start at once. Returns the migrations of later versions that this one can live with; throws
 * when there are others.
 */
export async function migrate(db: Kysely<Tables>): Promise<readonly string[]> {
  const done = await namesOf(db)
  // A start that has nothing to do waits for no writer.
  if (pendingAfter(done).length > 0) await inTurn(db, bringUpToDate)
  return laterThanOurs(done)
}

/** kysely's own table, and its lock on PostgreSQL: versions that migrate by its Migrator know what we did and wait for us. */
const TABLE = 'kysely_migration'
const LOCK = { lockTable: 'kysely_migration_lock', lockRowId: 'migration_lock' }

async function inTurn(
  db: Kysely<Tables>,
  work: (transaction: Kysely<Tables>) => Promise<void>,
): Promise<void> {
  await db.connection().execute(async connection => {
    const { adapter } = connection.getExecutor()
    await adapter.acquireMigrationLock(connection, LOCK)
    try {
      await connection.transaction().execute(work)
    } finally {
      await adapter.releaseMigrationLock(connection, LOCK)
    }
  })
}

async function bringUpToDate(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable(TABLE)
    .ifNotExists()
    .addColumn('name', 'varchar(255)', column => column.notNull().primaryKey())
    .addColumn('timestamp', 'varchar(255)', column => column.notNull())
    .execute()
  // Another instance may have been faster.
  const done = await namesOf(db)
  laterThanOurs(done)
  for (const [name, migration] of pendingAfter(done)) {
    await migration.up(db)
    const now = new Date().toISOString()
    await sql`insert into ${sql.table(TABLE)} (name, timestamp) values (${name}, ${now})`.execute(db)
  }
}

async function namesOf(db: Kysely<Tables>): Promise<readonly string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true })
  if (!tables.some(({ name }) => name === TABLE)) return []
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(TABLE)} order by name`.execute(db)
  return rows.map(({ name }) => name)
}

function pendingAfter(done: readonly string[]) {
  return Object.entries(migrations).filter(([name]) => !done.includes(name))
}

function laterThanOurs(done: readonly string[]): readonly string[] {
  const later = done.filter(name => !(name in migrations))
  const breaking = later.filter(name => !name.endsWith('.additive'))
  if (breaking.length > 0) throw new Error(tooNew(breaking))
  return later
}

function tooNew(names: readonly string[]): string {
  return `a later version of Sekisho has changed it (${names.join(', ')}) and this one would misread it: start that version, or restore the backup from before the update (docs/upgrade.md)`
}
