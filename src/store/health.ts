import type { Kysely } from 'kysely'
import type { DeliveryStatus } from '../contract/words.js'
import type { Gate } from './gate.js'
import type { Tables } from './tables.js'

/** What an operator watches. */
export interface Health {
  /** Writes a heartbeat, every two seconds at most; rejects when the store cannot be written. */
  ping(): Promise<void>
  /** How much waits, of all tenants. */
  depths(): Promise<Depths>
}

export interface Depths {
  readonly pending: number
  readonly waitingDeliveries: number
  readonly deadDeliveries: number
  /** Webhook endpoints that nothing is sent to because they do not answer. */
  readonly pausedEndpoints: number
}

/** Milliseconds that a heartbeat's outcome holds: probes may come from everywhere, and are no load on the store. */
export const BETWEEN_HEARTBEATS = 2_000

export function buildHealth(gate: Gate, now: () => number = Date.now): Health {
  return {
    ping: sharing(() => gate.write(beat), BETWEEN_HEARTBEATS, now),

    depths: () =>
      gate.read(async db => {
        const pending = await db
          .selectFrom('screenings')
          .select(eb => eb.fn.countAll().as('count'))
          .where('status', '=', 'pending')
          .executeTakeFirst()
        const deliveries = await db
          .selectFrom('deliveries')
          .select(['status', eb => eb.fn.countAll().as('count')])
          .where('status', 'in', ['waiting', 'dead'])
          .groupBy('status')
          .execute()
        const paused = await db
          .selectFrom('endpoints')
          .select(eb => eb.fn.countAll().as('count'))
          .where('paused_until', 'is not', null)
          .executeTakeFirst()
        const of = (status: DeliveryStatus): number =>
          Number(deliveries.find(row => row.status === status)?.count ?? 0)
        return {
          pending: Number(pending?.count ?? 0),
          waitingDeliveries: of('waiting'),
          deadDeliveries: of('dead'),
          pausedEndpoints: Number(paused?.count ?? 0),
        }
      }),
  }
}

async function beat(db: Kysely<Tables>): Promise<void> {
  const at = new Date().toISOString()
  await db
    .insertInto('heartbeat')
    .values({ id: 1, at })
    .onConflict(conflict => conflict.column('id').doUpdateSet({ at }))
    .execute()
}

/** Who asks while the work is under way, or shortly after it began, shares its outcome. */
function sharing(work: () => Promise<void>, milliseconds: number, now: () => number): () => Promise<void> {
  let last: Promise<void> | undefined
  let over = 0
  return () => {
    if (last !== undefined && now() < over) return last
    over = Number.POSITIVE_INFINITY
    const since = now()
    last = work().finally(() => {
      over = since + milliseconds
    })
    return last
  }
}
