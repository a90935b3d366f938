import type { Judgement } from './judgement.js'
import type { Wording } from './wording.js'
import type { Stage } from './words.js'

/** What the sender of a draft is told of a stretch `[start, end)` of it, in UTF-16 units. */
export interface Hint {
  readonly category: string
  readonly start: number
  readonly end: number
  readonly text: string
  /** To the sender: what the stretch would lead to. */
  readonly message: Wording
  /** Words that may stand there instead. */
  readonly suggestion: Wording
}

/**
 * What to tell the sender of a draft that was judged so. Nothing for what the dictionary has no hint for, however sure the
 * judgement is; never more than that something was flagged.
 */
export type HintsOf = (
  draft: { readonly text: string; readonly stage?: Stage | undefined },
  judgement: Judgement,
) => readonly Hint[]
