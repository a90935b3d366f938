import type { CaseStatus } from '../../contract/words.js'

/** One row a look at a decided case by somebody who does not see the decision. */
export interface BlindLooksTable {
  readonly screening_id: string
  readonly tenant: string
  /** `second`: a second opinion, made to wait at the decision; `golden`: of a case that is known, made when it is handed out. */
  readonly purpose: 'second' | 'golden'
  /** Of the decision that it is about: of another one it says nothing. */
  readonly decided_at: string
  /** Who made it: never asked again. Null for a golden item, which is looked for elsewhere. */
  readonly decided_by: string | null
  /** Its place in the queue, as of a case of no harm that came with the decision. */
  readonly due: number
  /** Who looks, or was the last to; null before anybody has. */
  readonly actor: string | null
  /** The lease: when it is over somebody else may look. */
  readonly claimed_until: string | null
  readonly given_at: string | null
  readonly decision: Exclude<CaseStatus, 'pending'> | null
  /** json: what the look found; none where it dismissed. */
  readonly categories: string | null
  /** json string. */
  readonly note: string | null
}

/** One row a decided case whose decision is known to be right. */
export interface GoldenItemsTable {
  readonly screening_id: string
  readonly tenant: string
  /** Of the decision that is known to be right. */
  readonly decided_at: string
  readonly added_at: string
  readonly added_by: string
  /** json string. */
  readonly note: string | null
}
