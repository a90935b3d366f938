import { setImmediate } from 'node:timers/promises'
import { firstIdAt } from '../contract/ids.js'
import type { Chain } from './audit-chain.js'
import type { Gate } from './gate.js'

/** Entries that one transaction deletes. */
const BATCH = 500

/** Deletes entries from before a time, of every tenant; returns how many. */
export async function purgeAudit(gate: Gate, chain: Chain, before: Date): Promise<number> {
  const first = `evt_${firstIdAt(before).slice(4)}`
  const tenants = await gate.read(db =>
    db.selectFrom('events').select('tenant').distinct().where('id', '<', first).execute(),
  )
  let purged = 0
  for (const { tenant } of tenants)
    for (let deleted = BATCH; deleted > 0; await setImmediate()) {
      deleted = await purgeBatch(gate, chain, tenant, first)
      purged += deleted
    }
  await gate.write(
    async db => void (await db.deleteFrom('bulk_steps').where('event_id', '<', first).execute()),
  )
  return purged
}

/** From the beginning of the chain on, never out of its middle; the last that goes becomes the anchor of what stays. */
function purgeBatch(gate: Gate, chain: Chain, tenant: string, first: string): Promise<number> {
  return gate.write(async db => {
    // An update that changes nothing locks the head, as an entry that is added does.
    const head = await db
      .updateTable('audit_heads')
      .set(eb => ({ seq: eb.ref('seq') }))
      .where('tenant', '=', tenant)
      .returningAll()
      .executeTakeFirst()
    const unchained = await db
      .deleteFrom('events')
      .where('id', 'in', eb =>
        eb
          .selectFrom('events')
          .select('id')
          .where('tenant', '=', tenant)
          .where('id', '<', first)
          .where('seq', 'is', null)
          .limit(BATCH),
      )
      .executeTakeFirst()
    const gone = Number(unchained.numDeletedRows)
    if (head === undefined) return gone
    const oldest = await db
      .selectFrom('events')
      .select(['id', 'seq', 'hash'])
      .where('tenant', '=', tenant)
      .where('seq', 'is not', null)
      .orderBy('seq')
      .limit(BATCH)
      .execute()
    const kept = oldest.findIndex(({ id }) => id >= first)
    const old = kept < 0 ? oldest : oldest.slice(0, kept)
    const last = old.at(-1)
    if (last === undefined && gone === 0) return 0
    if (last)
      await db.deleteFrom('events').where('tenant', '=', tenant).where('seq', '<=', last.seq).execute()
    const ends = {
      ...head,
      anchor_seq: last?.seq ?? head.anchor_seq,
      anchor_hash: last?.hash ?? head.anchor_hash,
      unchained: Math.max(0, head.unchained - gone),
    }
    const { tenant: _, seal: __, ...changed } = ends
    await db
      .updateTable('audit_heads')
      .set({ ...changed, seal: chain.sealOf(ends) })
      .where('tenant', '=', tenant)
      .execute()
    return gone + old.length
  })
}
