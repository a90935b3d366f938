import type { Transaction } from 'kysely'
import type { Gate } from './gate.js'
import { inChunks } from './in-chunks.js'
import type { Tables } from './tables.js'

/** How changes of lists are numbered and told, so that every instance that holds them in memory follows. */

const DAY = 24 * 60 * 60 * 1_000

/** Locks the tenant's lists: whoever changes them next waits for the commit, so that no version is seen before the one below it. */
export function nextVersion(db: Transaction<Tables>, tenant: string) {
  return db
    .insertInto('list_versions')
    .values({ tenant, version: 1, entries: 0 })
    .onConflict(conflict =>
      conflict.column('tenant').doUpdateSet(eb => ({ version: eb('list_versions.version', '+', 1) })),
    )
    .returning(['version', 'entries'])
    .executeTakeFirstOrThrow()
}

/** So many entries more. */
export async function addToCount(db: Transaction<Tables>, tenant: string, more: number): Promise<void> {
  await db
    .updateTable('list_versions')
    .set(eb => ({ entries: eb('entries', '+', more) }))
    .where('tenant', '=', tenant)
    .execute()
}

/** For instances that hold them in memory. */
export async function tellRemoved(
  db: Transaction<Tables>,
  tenant: string,
  version: number,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return
  const removed_at = new Date().toISOString()
  await inChunks(
    ids.map(entry_id => ({ tenant, entry_id, version, removed_at })),
    chunk =>
      db
        .insertInto('list_removals')
        .values([...chunk])
        .execute(),
  )
  await addToCount(db, tenant, -ids.length)
}

/** Takes entries that name a client away with it. Returns how many there were. */
export async function removeClientEntries(
  db: Transaction<Tables>,
  tenant: string,
  clientId: string,
): Promise<number> {
  const own = await db
    .selectFrom('list_entries')
    .select('id')
    .where('tenant', '=', tenant)
    .where('type', '=', 'client')
    .where('key', '=', clientId)
    .execute()
  if (own.length === 0) return 0
  const { version } = await nextVersion(db, tenant)
  const ids = own.map(({ id }) => id)
  await db.deleteFrom('list_entries').where('id', 'in', ids).execute()
  await tellRemoved(db, tenant, version, ids)
  return ids.length
}

/** Deletes what has expired, and forgets what was removed more than a day ago. */
export async function purgeEntries(gate: Gate, now: Date): Promise<void> {
  for (const tenant of await tenantsWithExpired(gate, now))
    await gate.write(async db => {
      const { version } = await nextVersion(db, tenant)
      const rows = await db
        .deleteFrom('list_entries')
        .where('tenant', '=', tenant)
        .where('expires_at', '<=', now.toISOString())
        .returning('id')
        .execute()
      await tellRemoved(
        db,
        tenant,
        version,
        rows.map(({ id }) => id),
      )
    })
  await gate.write(async db => {
    await db
      .deleteFrom('list_removals')
      .where('removed_at', '<', new Date(now.getTime() - DAY).toISOString())
      .execute()
  })
}

function tenantsWithExpired(gate: Gate, now: Date): Promise<readonly string[]> {
  return gate.read(async db => {
    const rows = await db
      .selectFrom('list_entries')
      .select('tenant')
      .distinct()
      .where('expires_at', '<=', now.toISOString())
      .execute()
    return rows.map(({ tenant }) => tenant)
  })
}
