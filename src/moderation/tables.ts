/**
 * The tables as kysely sees them. Both stores use the same types:
 * - `json` columns are text: `jsonb` refuses U+0000 and SQLite has no such type;
 * - times are ISO 8601 in UTC, so that text order is time order;
 * - truth values are 0 and 1: libsql aborts the process when it is given a boolean.
 */
export interface Tables {
  readonly screenings: ScreeningsTable
  readonly screening_hits: ScreeningHitsTable
  readonly receipts: ReceiptsTable
}

/** One row a flagged message; what a moderator works on. */
export interface ScreeningsTable {
  /** `scr_` and a ULID: ids in order are messages in order of arrival. */
  readonly id: string
  readonly tenant: string
  readonly message_id: string | null
  readonly created_at: string
  readonly status: 'pending' | 'confirmed' | 'dismissed'
  /** json string; null when STORE_TEXT is `none`. */
  readonly text: string | null
  /** UTF-16 units of the text as it was sent. */
  readonly text_length: number
  readonly stage: 'pre_contract' | 'contracted' | 'delivered'
  readonly kind: 'message' | 'job_post'
  readonly outside_contact_approved: 0 | 1
  readonly client_id: string | null
  /** json: what the platform said of the client; null when it said nothing. */
  readonly client: string | null
  readonly verdict: 'allow' | 'warn' | 'review' | 'block'
  readonly confidence: number
  /** json: flags without the evidence's text, which is cut out of `text` by its offsets. */
  readonly flags: string
  /** json: probability by category. */
  readonly scores: string
  readonly ruleset_version: string
  readonly ruleset_hash: string
}

/** One row a category and rule that flagged a screening: what the list's filters search. */
export interface ScreeningHitsTable {
  readonly screening_id: string
  readonly tenant: string
  readonly category: string
  /** '' for a flag without evidence in the text, as `client_risk` has. */
  readonly rule: string
  /** Confidence of the category's flag. */
  readonly confidence: number
}

/**
 * One row a message id, flagged or not: what makes `messageId` idempotent. Of an allowed message it holds a
 * hash and the numbers, never a word.
 */
export interface ReceiptsTable {
  readonly tenant: string
  readonly message_id: string
  readonly screening_id: string
  /** SHA-256 over the text's UTF-16 units, hex. */
  readonly text_hash: string
  /** json: the judgement without the evidence's text. */
  readonly result: string
}
