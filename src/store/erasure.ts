import type { Kysely } from 'kysely'
import { firstIdAt, type ScreeningId } from '../contract/ids.js'
import { record } from './audit.js'
import type { Gate } from './database.js'
import type { Tables } from './tables.js'

/** Forgetting: on request, and when the time is over. */
export interface Erasure {
  /** A screening with all that hangs on it. The trail keeps that it was erased, and nothing of it. */
  screening(tenant: string, id: ScreeningId, actor: string): Promise<boolean>
  /** Everything of a client; returns the number of screenings. */
  client(tenant: string, clientId: string, actor: string): Promise<number>
  /** Deletes one batch of what arrived before a time, of every tenant; returns the number of rows: 0 when done. */
  purgeBatch(before: Date, batch: number): Promise<{ readonly rows: number; readonly screenings: number }>
}

export function buildErasure(gate: Gate): Erasure {
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
        await forget(db, [id])
        await record(db, { tenant, type: 'erased', actor, screeningId: id })
        return true
      }),

    client: async (tenant, clientId, actor) => {
      let erased = 0
      for (;;) {
        const rows = await gate.write(async db => {
          const found = await db
            .selectFrom('screenings')
            .select('id')
            .where('tenant', '=', tenant)
            .where('client_id', '=', clientId)
            .limit(500)
            .execute()
          await forget(
            db,
            found.map(({ id }) => id),
          )
          return found.length
        })
        erased += rows
        if (rows === 0) break
      }
      // The client's id is what was to be forgotten: the trail does not name it.
      if (erased > 0)
        await gate.read(db =>
          record(db, { tenant, type: 'client_erased', actor, detail: { screenings: erased } }),
        )
      return erased
    },

    purgeBatch: (before, batch) =>
      gate.write(async db => {
        const first = firstIdAt(before)
        const old = await db
          .selectFrom('screenings')
          .select('id')
          .where('id', '<', first)
          .orderBy('id')
          .limit(batch)
          .execute()
        await forget(
          db,
          old.map(({ id }) => id),
        )
        const event = `evt_${first.slice(4)}`
        const others = [
          db
            .deleteFrom('receipts')
            .where('screening_id', 'in', eb =>
              eb.selectFrom('receipts').select('screening_id').where('screening_id', '<', first).limit(batch),
            ),
          db
            .deleteFrom('events')
            .where('id', 'in', eb =>
              eb.selectFrom('events').select('id').where('id', '<', event).limit(batch),
            ),
          db
            .deleteFrom('deliveries')
            .where('id', 'in', eb =>
              eb.selectFrom('deliveries').select('id').where('id', '<', event).limit(batch),
            ),
          db.deleteFrom('tallies').where('day', '<', before.toISOString().slice(0, 10)),
        ]
        let rows = old.length
        for (const query of others) rows += Number((await query.executeTakeFirst()).numDeletedRows)
        return { rows, screenings: old.length }
      }),
  }
}

/** Hits and reports go with their screening, by reference. The trail stays: it holds no word of it. */
async function forget(db: Kysely<Tables>, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await db
    .deleteFrom('receipts')
    .where('screening_id', 'in', [...ids])
    .execute()
  await db
    .deleteFrom('deliveries')
    .where('screening_id', 'in', [...ids])
    .execute()
  await db
    .deleteFrom('screenings')
    .where('id', 'in', [...ids])
    .execute()
}
