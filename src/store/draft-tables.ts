import type { DraftStep } from '../contract/words.js'

/** One row a draft that came with an id, for a day or until it is sent: recognised by hashes under the store's secret. */
export interface DraftsTable {
  readonly tenant: string
  /** HMAC of its id, hex. */
  readonly draft_hash: string
  /** When it came first. */
  readonly created_at: string
  /** HMAC of its id and of the last text that got a hint, hex; null while none did. */
  readonly hinted_hash: string | null
  /** Whether another text came after a hint. */
  readonly revised: 0 | 1
}

/** What became of drafts, by day (UTC). */
export interface DraftCountsTable {
  readonly tenant: string
  /** YYYY-MM-DD. */
  readonly day: string
  readonly what: DraftStep
  readonly count: number
}
