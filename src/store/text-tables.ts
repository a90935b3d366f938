import type { IdentifierType } from '../contract/identifier.js'

/** One row a screening that came with earlier messages, as far as STORE_TEXT keeps them. */
export interface ScreeningHistoriesTable {
  readonly screening_id: string
  /** json: who wrote what, oldest first. */
  readonly history: string
}

/** One row a screening of whose text something was kept: what a search looks through. Never shown. */
export interface ScreeningTextsTable {
  readonly screening_id: string
  /** See `search-text.ts`. */
  readonly folded: string
  /** PostgreSQL only, as it writes an array; SQLite's triggers see to its index. */
  readonly grams?: string
}

/** One row an identifier of a flagged message, or of what its client wrote before: what links those that lead to the same sender. */
export interface IdentifiersTable {
  readonly screening_id: string
  readonly tenant: string
  readonly type: IdentifierType
  /** HMAC under IDENTIFIER_SECRET, hex. */
  readonly value_hash: string
  /** Its place in the history, from 0; null: in the message itself. */
  readonly history_at: number | null
  /** The screening that its message counts as, where that was known already; null: as one of its own. */
  readonly counts_as: string | null
}
