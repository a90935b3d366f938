/** The tables of the audit trail, as kysely sees them: see `tables.ts`. */

/** The audit trail: who did what, and when. Never a word of a message. */
export interface EventsTable {
  /** `evt_` and a ULID. */
  readonly id: string
  readonly tenant: string
  readonly at: string
  readonly type: string
  readonly actor: string
  readonly screening_id: string | null
  /** json: what the type needs to be understood. */
  readonly detail: string
  /** Place in the tenant's chain, from 1; null for what a version without the chain wrote. */
  readonly seq: number | null
  /** What the entry and all before it come to: see `audit-chain.ts`. */
  readonly hash: string | null
}

/** Which screenings an entry is about that was made for many at once. Goes with its entry. */
export interface BulkStepsTable {
  readonly screening_id: string
  readonly event_id: string
}

/** One row a tenant: where its chain of entries begins and ends. Locked while an entry is added. */
export interface AuditHeadsTable {
  readonly tenant: string
  /** The last entry's place and hash. */
  readonly seq: number
  readonly hash: string
  /** Place and hash of the last entry that retention deleted; 0 and '' while none was. */
  readonly anchor_seq: number
  readonly anchor_hash: string
  /** Entries that were there before the chain: no more of them may appear. */
  readonly unchained: number
  /** Over this row. */
  readonly seal: string
}
