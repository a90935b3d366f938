import type { Generated } from 'kysely'
import type { DeliveryStatus } from '../contract/words.js'

/** Where a tenant wants its webhooks. */
export interface EndpointsTable {
  readonly tenant: string
  readonly url: string
  readonly secret: string
  readonly created_at: string
  /** Attempts in a row that it did not answer. */
  readonly failures: Generated<number>
  /** Nothing is sent there before; null while it is not paused. */
  readonly paused_until: string | null
}

/** The outbox: one row an event for a tenant with an endpoint, written in the transaction of what it tells of. */
export interface DeliveriesTable {
  /** `evt_` and a ULID: the event's id, the same at every attempt. */
  readonly id: string
  readonly tenant: string
  readonly screening_id: string
  readonly type: string
  /** json: the body as it is sent. */
  readonly payload: string
  readonly status: DeliveryStatus
  readonly attempts: number
  readonly created_at: string
  /** When it is due; while it is being sent, when it is due again if the sender dies. */
  readonly next_attempt_at: string
  readonly last_error: string | null
}
