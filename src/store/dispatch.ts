import type { Kysely } from 'kysely'
import type { DeliveryStatus } from '../contract/words.js'
import { isPauseOver, noteAnswer, noteSilence, takeProbe } from './breaker.js'
import { type Endpoint, endpointBy } from './endpoints.js'
import type { Gate } from './gate.js'
import type { DeliveriesTable } from './outbox-tables.js'
import type { Tables } from './tables.js'

/** A webhook on its way. */
export interface Delivery {
  readonly id: string
  /** The event that it tells of, to every endpoint that wants it. */
  readonly eventId: string
  readonly screeningId: string
  readonly type: string
  readonly status: DeliveryStatus
  readonly attempts: number
  readonly createdAt: string
  readonly nextAttemptAt: string
  readonly lastError: string | null
}

/** A delivery that is due, with where it has to go. */
export interface Due extends Delivery {
  /** The endpoint's key. */
  readonly key: string
  readonly payload: string
  readonly endpoint: Endpoint
  /** The one attempt at an endpoint that is paused: it shows whether the others may follow. */
  readonly isProbe: boolean
}

/** An endpoint with deliveries that are due. */
export interface Waiting {
  readonly key: string
  /** It did not answer the last time. */
  readonly isTroubled: boolean
}

/** What came of an attempt. */
export interface Result {
  readonly status: DeliveryStatus
  readonly attempts: number
  readonly nextAttemptAt: Date
  readonly lastError: string | null
  /** Whether the endpoint answered, be it with a refusal. */
  readonly isAnswered: boolean
}

/** What a sender needs of the outbox. */
export interface Dispatch {
  /** The endpoints that something can be sent to, the longest waiting first; those that are paused or switched off are left out. */
  waiting(now: Date): Promise<readonly Waiting[]>
  /**
   * Takes so many due deliveries of each endpoint, by its key, its oldest first: until `leaseUntil` no other instance sends
   * them. Of an endpoint that was paused it takes one, the probe.
   */
  take(wanted: ReadonlyMap<string, number>, now: Date, leaseUntil: Date): Promise<readonly Due[]>
  /** Writes what came of an attempt, of the delivery and of its endpoint. */
  settle(delivery: Pick<Due, 'id' | 'key' | 'isProbe'>, result: Result, now: Date): Promise<void>
}

export function buildDispatch(gate: Gate): Dispatch {
  return {
    waiting: now =>
      gate.read(async db => {
        const at = now.toISOString()
        const found = await db
          .selectFrom('endpoints')
          .select(eb => [
            'tenant as key',
            'failures',
            eb
              .selectFrom('deliveries')
              .select(oldest => oldest.fn.min('next_attempt_at').as('due'))
              .whereRef('deliveries.tenant', '=', 'endpoints.tenant')
              .where('status', '=', 'waiting')
              .as('due'),
          ])
          .where('enabled', '=', 1)
          .where(eb => eb.or([eb('paused_until', 'is', null), isPauseOver(eb, now)]))
          .execute()
        return found
          .flatMap(({ key, failures, due }) =>
            due !== null && due <= at ? [{ key, due, isTroubled: failures > 0 }] : [],
          )
          .sort((one, other) => compare(one.due, other.due))
      }),

    take: (wanted, now, leaseUntil) =>
      gate.write(async db => {
        const taken: Due[] = []
        // In one order in every instance, so that no two of them wait for each other.
        for (const [key, count] of [...wanted].sort(([one], [other]) => compare(one, other))) {
          const endpoint = await endpointBy(db, key)
          if (!endpoint?.enabled) continue
          const isProbe = endpoint.pausedUntil !== null
          if (isProbe && !(await takeProbe(db, key, now, leaseUntil))) continue
          const leased = await leaseDue(db, key, isProbe ? 1 : count, now, leaseUntil)
          for (const row of leased)
            taken.push({ ...deliveryOf(row), key, payload: row.payload, endpoint, isProbe })
        }
        return taken
      }),

    settle: ({ id, key, isProbe }, result, now) =>
      gate.write(async db => {
        const attempt = { at: now, error: result.lastError }
        if (result.isAnswered) await noteAnswer(db, key, attempt)
        else await noteSilence(db, key, isProbe, attempt)
        await db
          .updateTable('deliveries')
          .set({
            status: result.status,
            attempts: result.attempts,
            next_attempt_at: result.nextAttemptAt.toISOString(),
            last_error: result.lastError,
          })
          .where('id', '=', id)
          .execute()
      }),
  }
}

/** An endpoint's due deliveries, the oldest first, leased. */
async function leaseDue(
  db: Kysely<Tables>,
  key: string,
  count: number,
  now: Date,
  leaseUntil: Date,
): Promise<readonly DeliveriesTable[]> {
  const due = await db
    .selectFrom('deliveries')
    .selectAll()
    .where('tenant', '=', key)
    .where('status', '=', 'waiting')
    .where('next_attempt_at', '<=', now.toISOString())
    .orderBy('next_attempt_at')
    .orderBy('id')
    .limit(count)
    .execute()
  const leased: DeliveriesTable[] = []
  for (const row of due) {
    // Two instances may have read the same row: the one whose update finds it unchanged has it.
    const { numUpdatedRows } = await db
      .updateTable('deliveries')
      .set({ next_attempt_at: leaseUntil.toISOString() })
      .where('id', '=', row.id)
      .where('status', '=', 'waiting')
      .where('next_attempt_at', '=', row.next_attempt_at)
      .executeTakeFirst()
    if (numUpdatedRows > 0n) leased.push(row)
  }
  return leased
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}

export function deliveryOf(row: DeliveriesTable): Delivery {
  return {
    id: row.id,
    eventId: row.event_id ?? row.id,
    screeningId: row.screening_id,
    type: row.type,
    status: row.status,
    attempts: row.attempts,
    createdAt: row.created_at,
    nextAttemptAt: row.next_attempt_at,
    lastError: row.last_error,
  }
}
