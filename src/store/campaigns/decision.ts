/** The decision of its campaign, which holds for a message that has just come. */
export interface DecisionInForce {
  readonly decision: 'confirmed' | 'dismissed'
  readonly by: string
  /** None: what the message itself is flagged for. */
  readonly categories: readonly string[]
}
