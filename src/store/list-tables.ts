import type { ListName, ListType } from '../contract/lists.js'

/** One row a tenant: how often its lists were changed. Locked while they are, so that versions are committed in order. */
export interface ListVersionsTable {
  readonly tenant: string
  readonly version: number
  /** Entries that there are, of both lists. */
  readonly entries: number
}

/** What a tenant's admins have listed. */
export interface ListEntriesTable {
  /** `lst_` and a ULID. */
  readonly id: string
  readonly tenant: string
  readonly list: ListName
  readonly type: ListType
  /** What messages are compared with: the value, folded. */
  readonly key: string
  readonly value: string
  readonly reason: string
  readonly category: string | null
  readonly set_by: string
  readonly set_at: string
  readonly expires_at: string | null
  /** The version that it was last changed in. */
  readonly version: number
}

/** Which entries went, for instances that hold them in memory: no word of what they were. Kept for a day. */
export interface ListRemovalsTable {
  readonly tenant: string
  readonly entry_id: string
  readonly version: number
  readonly removed_at: string
}

/** One row a client and recipient to whom it sent an ask for contact within the last hour. */
export interface ContactAsksTable {
  readonly tenant: string
  /** HMAC of the client's id, hex. */
  readonly client_hash: string
  /** HMAC of the recipient's id, hex. */
  readonly recipient_hash: string
  /** When it last did. */
  readonly asked_at: string
}
