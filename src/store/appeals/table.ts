import type { AppealStatus, CaseStatus, Side } from '../../contract/words.js'

/** The objections, as kysely sees them: see `tables.ts`. One row a case and side. */
export interface AppealsTable {
  /** `apl_` and a ULID. */
  readonly id: string
  readonly tenant: string
  readonly screening_id: string
  readonly side: Side
  /** json string: their words; null unless STORE_TEXT is `full`. */
  readonly text: string | null
  /** What it says is wrong: that the message breaks the rules, or that there is nothing wrong with it. */
  readonly contests: Exclude<CaseStatus, 'pending'>
  /** Whose decision that is; null: no person's. */
  readonly contests_of: string | null
  readonly status: AppealStatus
  readonly created_at: string
  readonly decided_at: string | null
  readonly decided_by: string | null
  /** json string. */
  readonly note: string | null
}
