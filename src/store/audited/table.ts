/** One row a message that was let through and drawn for an audit: what its case does not say until it is decided. */
export interface AuditedMessagesTable {
  readonly screening_id: string
  readonly tenant: string
  /** The share of passed messages that was drawn then: how likely this one was to be. */
  readonly rate: number
  /** The highest calibrated probability of a violation. */
  readonly confidence: number
  /** json: probability by category. */
  readonly scores: string
}
