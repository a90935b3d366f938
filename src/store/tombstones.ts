import type { Kysely } from 'kysely'
import { inChunks } from './in-chunks.js'
import type { KeyedHash } from './keyed-hash.js'
import type { Tables } from './tables.js'

/** Marks message ids, and idempotency keys, as erased: a platform that sends them again does not undo it. */
export async function bury(
  db: Kysely<Tables>,
  hash: KeyedHash,
  tenant: string,
  messageIds: readonly string[],
): Promise<void> {
  const erased_at = new Date().toISOString()
  const rows = [...new Set(messageIds)].map(id => ({ message_hash: hash('message', tenant, id), erased_at }))
  await inChunks(rows, chunk =>
    db
      .insertInto('tombstones')
      .values([...chunk])
      .onConflict(conflict => conflict.column('message_hash').doNothing())
      .execute(),
  )
}

/** Which of these message ids were erased. */
export async function buried(
  db: Kysely<Tables>,
  hash: KeyedHash,
  tenant: string,
  messageIds: readonly string[],
): Promise<readonly string[]> {
  const idOf = new Map(messageIds.map(id => [hash('message', tenant, id), id]))
  const found = await inChunks([...idOf.keys()], hashes =>
    db.selectFrom('tombstones').select('message_hash').where('message_hash', 'in', hashes).execute(),
  )
  return found.flatMap(row => idOf.get(row.message_hash) ?? [])
}
