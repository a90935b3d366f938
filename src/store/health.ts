import type { DeliveryStatus } from '../contract/words.js'
import type { Gate } from './gate.js'

/** What an operator watches. */
export interface Health {
  /** Rejects when the store does not answer. */
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

export function buildHealth(gate: Gate): Health {
  return {
    ping: () =>
      gate.read(async db => void (await db.selectFrom('screenings').select('id').limit(1).execute())),

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
