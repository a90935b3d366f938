import type { Transaction } from 'kysely'
import { freshId } from '../contract/ids.js'
import type { AuditEntry } from './audit.js'
import type { Chain } from './audit-chain.js'
import type { Tables } from './tables.js'

/** Writes an entry, in the transaction of what it tells of; returns its id. */
export type Record = (db: Transaction<Tables>, entry: AuditEntry) => Promise<string>

/**
 * Adds entries to their tenant's chain. The head's row is locked from here to the commit, so that of two instances one
 * goes on where the other ended: record last, when all other rows of the transaction are locked.
 */
export function buildRecord(chain: Chain): Record {
  return async (db, { tenant, type, actor, screeningId, detail }) => {
    const head = await nextHead(db, tenant)
    const entry = {
      id: freshId('evt'),
      tenant,
      at: new Date().toISOString(),
      type,
      actor,
      screening_id: screeningId ?? null,
      detail: JSON.stringify(detail ?? {}),
      seq: head.seq,
    }
    const hash = chain.hashOf(head.hash, entry)
    await db
      .insertInto('events')
      .values({ ...entry, hash })
      .execute()
    const unchained = head.seq === 1 ? await countUnchained(db, tenant) : head.unchained
    const ends = { ...head, hash, unchained }
    await db
      .updateTable('audit_heads')
      .set({ hash, unchained, seal: chain.sealOf(ends) })
      .where('tenant', '=', tenant)
      .execute()
    return entry.id
  }
}

/** Locks the head, made at the first entry, and takes the next place; its hash is still that of the place before. */
function nextHead(db: Transaction<Tables>, tenant: string) {
  return db
    .insertInto('audit_heads')
    .values({ tenant, seq: 1, hash: '', anchor_seq: 0, anchor_hash: '', unchained: 0, seal: '' })
    .onConflict(conflict =>
      conflict.column('tenant').doUpdateSet(eb => ({ seq: eb('audit_heads.seq', '+', 1) })),
    )
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** What was there before the chain. It is not covered, but nothing can be added to it. */
async function countUnchained(db: Transaction<Tables>, tenant: string): Promise<number> {
  const { count } = await db
    .selectFrom('events')
    .select(eb => eb.fn.countAll().as('count'))
    .where('tenant', '=', tenant)
    .where('seq', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(count)
}
