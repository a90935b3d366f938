import { setImmediate } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import { firstIdAt, type ScreeningId } from '../contract/ids.js'
import type { Record } from './audit-record.js'
import type { Gate } from './gate.js'
import type { Tables } from './tables.js'

/** Forgetting: on request, and when the time is over. */
export interface Erasure {
  /** A screening with all that hangs on it. The trail keeps that it was erased, and nothing of it. */
  screening(tenant: string, id: ScreeningId, actor: string): Promise<boolean>
  /** Everything of a client; returns the number of screenings. */
  client(tenant: string, clientId: string, actor: string): Promise<number>
  /** Deletes what arrived before a time, of every tenant, in small batches; returns the number of screenings. The trail has a time of its own. */
  purge(before: Date): Promise<number>
}

/** Screenings that one transaction deletes: others wait for it no longer than a few milliseconds. */
const BATCH = 500

export function buildErasure(gate: Gate, record: Record): Erasure {
  return {
    screening: (tenant, id, actor) =>
      gate.write(async db => {
        const found = await db
          .selectFrom('screenings')
          .select('id')
          .where('tenant', '=', tenant)
          .where('id', '=', id)
          .executeTakeFirst()
        if (found === undefined) return false
        await forget(db, [{ id }])
        await record(db, { tenant, type: 'erased', actor, screeningId: id })
        return true
      }),

    client: async (tenant, clientId, actor) => {
      let erased = 0
      for (let done = false; !done; ) {
        const before = erased
        const found = await gate.write(async db => {
          const rows = await db
            .selectFrom('screenings')
            .select('id')
            .where('tenant', '=', tenant)
            .where('client_id', '=', clientId)
            .limit(BATCH)
            .execute()
          await forget(db, rows)
          const screenings = before + rows.length
          // The client's id is what was to be forgotten: the trail does not name it.
          if (rows.length < BATCH && screenings > 0)
            await record(db, { tenant, type: 'client_erased', actor, detail: { screenings } })
          return rows.length
        })
        erased += found
        done = found < BATCH
      }
      return erased
    },

    purge: async before => {
      let screenings = 0
      for (;;) {
        const purged = await purgeBatch(before)
        screenings += purged.screenings
        if (purged.rows === 0) return screenings
        await setImmediate()
      }
    },
  }

  /** Deletes one batch of what arrived before a time; no rows: it is done. */
  function purgeBatch(before: Date): Promise<{ readonly rows: number; readonly screenings: number }> {
    return gate.write(async db => {
      const first = firstIdAt(before)
      const old = await db
        .selectFrom('screenings')
        .select('id')
        .where('id', '<', first)
        .orderBy('id')
        .limit(BATCH)
        .execute()
      await forget(db, old)
      const event = `evt_${first.slice(4)}`
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
      ]
      let rows = old.length
      for (const query of others) rows += Number((await query.executeTakeFirst()).numDeletedRows)
      return { rows, screenings: old.length }
    })
  }
}

/** Hits and reports go with their screening, by reference. The trail stays: it holds no word of it. */
async function forget(db: Kysely<Tables>, screenings: readonly { readonly id: string }[]): Promise<void> {
  if (screenings.length === 0) return
  const ids = screenings.map(({ id }) => id)
  await db.deleteFrom('receipts').where('screening_id', 'in', ids).execute()
  await db.deleteFrom('deliveries').where('screening_id', 'in', ids).execute()
  await db.deleteFrom('screenings').where('id', 'in', ids).execute()
}
