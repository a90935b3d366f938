import type { Generated } from 'kysely'
import type { DeliveryStatus } from '../contract/words.js'

/** Where a tenant wants its webhooks. */
export interface EndpointsTable {
  /** The endpoint's key (`endpoint-key.ts`): of `default` the tenant itself, as it was while a tenant had one. */
  readonly tenant: string
  /** Tenant and name of one that is not `default`; null of that. */
  readonly owner: string | null
  readonly name: string | null
  readonly url: string
  readonly secret: string
  readonly created_at: string
  readonly description: string | null
  /** json: the types that it wants; null: all, also those to come. */
  readonly events: string | null
  readonly enabled: Generated<number>
  /** The secret before the last rotation signs too until then. */
  readonly former_secret: string | null
  readonly former_until: string | null
  /** Attempts in a row that it did not answer. */
  readonly failures: Generated<number>
  /** Nothing is sent there before; null while it is not paused. */
  readonly paused_until: string | null
  /** Of the last attempt, to a second; null while there was none. */
  readonly last_attempt_at: string | null
  /** Why it was not accepted; null when it was. */
  readonly last_error: string | null
}

/** The outbox: one row an event and an endpoint that wants it, written in the transaction of what it tells of. */
export interface DeliveriesTable {
  /** `evt_` and a ULID, the same at every attempt. */
  readonly id: string
  /** The endpoint's key: of `default` the tenant itself. */
  readonly tenant: string
  /** The tenant where the endpoint is not `default`; else null. */
  readonly owner: string | null
  /** The event's id, the same for every endpoint; null: it is `id`. */
  readonly event_id: string | null
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
