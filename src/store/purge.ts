import { setImmediate } from 'node:timers/promises'
import { firstIdAt } from '../contract/ids.js'
import type { SignatureKeys } from './campaigns/keys.js'
import { leaveCampaigns } from './campaigns/leave.js'
import { draftsSince } from './drafts.js'
import type { Gate } from './gate.js'
import { removeScreenings } from './remove-screenings.js'

interface Purged {
  /** Of all tables. */
  readonly rows: number
  readonly screenings: number
}

/** Rows of a table that one transaction deletes: others wait for it no longer than a few milliseconds. */
const BATCH = 500

/** Deletes what arrived before a time, of every tenant, in small batches. The audit trail has a time of its own. */
export async function purge(gate: Gate, keys: SignatureKeys, before: Date): Promise<Purged> {
  let rows = 0
  let screenings = 0
  for (;;) {
    const purged = await purgeBatch(gate, keys, before)
    rows += purged.rows
    screenings += purged.screenings
    if (purged.rows === 0) return { rows, screenings }
    await setImmediate()
  }
}

/** Deletes one batch; no rows: it is done. */
function purgeBatch(gate: Gate, keys: SignatureKeys, before: Date): Promise<Purged> {
  return gate.write(async db => {
    const first = firstIdAt(before)
    const event = `evt_${first.slice(4)}`
    // Screenings first: whoever works on one has committed what it wrote before the rest is looked through.
    const old = await removeScreenings(
      db,
      db
        .selectFrom('screenings')
        .select(['id', 'message_id'])
        .where('id', '<', first)
        .orderBy('id')
        .limit(BATCH),
    )
    const ids = old.map(({ id }) => id)
    if (ids.length > 0) {
      await db.deleteFrom('receipts').where('screening_id', 'in', ids).execute()
      await db.deleteFrom('deliveries').where('screening_id', 'in', ids).execute()
    }
    const passed = await db
      .selectFrom('campaign_members')
      .select('screening_id')
      .where('passed', '=', 1)
      .where('screening_id', '<', first)
      .limit(BATCH)
      .execute()
    await leaveCampaigns(db, keys, [...ids, ...passed.map(({ screening_id }) => screening_id)])
    const others = [
      db
        .deleteFrom('receipts')
        .where('screening_id', 'in', eb =>
          eb.selectFrom('receipts').select('screening_id').where('screening_id', '<', first).limit(BATCH),
        ),
      db
        .deleteFrom('deliveries')
        .where('id', 'in', eb =>
          eb.selectFrom('deliveries').select('id').where('id', '<', event).limit(BATCH),
        ),
      db.deleteFrom('tallies').where('day', '<', before.toISOString().slice(0, 10)),
      db.deleteFrom('draft_counts').where('day', '<', before.toISOString().slice(0, 10)),
      // They have a day, however long the rest is kept.
      db.deleteFrom('drafts').where('created_at', '<', draftsSince()),
      // A session that is over is of no use any more, however young.
      db.deleteFrom('sessions').where('expires_at', '<', new Date().toISOString()),
    ]
    await db
      .updateTable('endpoints')
      .set({ former_secret: null, former_until: null })
      .where('former_until', '<=', new Date().toISOString())
      .execute()
    let rows = old.length + passed.length
    for (const query of others) rows += Number((await query.executeTakeFirst()).numDeletedRows)
    return { rows, screenings: old.length }
  })
}
