import { setImmediate } from 'node:timers/promises'
import { firstIdAt } from '../contract/ids.js'
import type { Gate } from './gate.js'

interface Purged {
  /** Of all tables. */
  readonly rows: number
  readonly screenings: number
}

/** Rows of a table that one transaction deletes: others wait for it no longer than a few milliseconds. */
const BATCH = 500

/** Deletes what arrived before a time, of every tenant, in small batches. The audit trail has a time of its own. */
export async function purge(gate: Gate, before: Date): Promise<Purged> {
  let rows = 0
  let screenings = 0
  for (;;) {
    const purged = await purgeBatch(gate, before)
    rows += purged.rows
    screenings += purged.screenings
    if (purged.rows === 0) return { rows, screenings }
    await setImmediate()
  }
}

/** Deletes one batch; no rows: it is done. */
function purgeBatch(gate: Gate, before: Date): Promise<Purged> {
  return gate.write(async db => {
    const first = firstIdAt(before)
    const event = `evt_${first.slice(4)}`
    // Screenings first: whoever works on one has committed what it wrote before the rest is looked through.
    const old = await db
      .deleteFrom('screenings')
      .where('id', 'in', eb =>
        eb.selectFrom('screenings').select('id').where('id', '<', first).orderBy('id').limit(BATCH),
      )
      .returning('id')
      .execute()
    const ids = old.map(({ id }) => id)
    if (ids.length > 0) {
      await db.deleteFrom('receipts').where('screening_id', 'in', ids).execute()
      await db.deleteFrom('deliveries').where('screening_id', 'in', ids).execute()
    }
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
      // A session that is over is of no use any more, however young.
      db.deleteFrom('sessions').where('expires_at', '<', new Date().toISOString()),
    ]
    let rows = old.length
    for (const query of others) rows += Number((await query.executeTakeFirst()).numDeletedRows)
    return { rows, screenings: old.length }
  })
}
