import type { Cut } from './pieces.js'
import type { NetworkOutput } from './session.js'
import type { InputWindow } from './windows.js'

/** A stretch of the text that was read, in UTF-16 units. */
export interface Passage {
  readonly start: number
  readonly end: number
}

/** A piece belongs to the passage when it added at least this share of what the strongest piece added. */
const SHARE = 0.25
/** Pieces between two of a passage that may have added less. */
const LONGEST_GAP = 3

/**
 * The passage that carried a category: the run of pieces with the largest sum of contributions. Undefined when no piece
 * speaks for it, only the text as a whole.
 */
export function passageOf(
  text: Cut,
  { first, offset, count }: InputWindow,
  { logits, contributions }: NetworkOutput,
  category: number,
): Passage | undefined {
  const added = (piece: number): number => contributions[(offset + piece) * logits.length + category] ?? 0
  let strongest = 0
  for (let piece = 0; piece < count; piece++) strongest = Math.max(strongest, added(piece))
  if (strongest <= 0) return undefined
  let best = { from: 0, to: -1, sum: 0 }
  let run = { from: -1, to: -1, sum: 0 }
  for (let piece = 0; piece < count; piece++) {
    const value = added(piece)
    if (value < SHARE * strongest) continue
    const goesOn = run.from >= 0 && piece - run.to <= LONGEST_GAP + 1
    run = goesOn
      ? { from: run.from, to: piece, sum: run.sum + value }
      : { from: piece, to: piece, sum: value }
    if (run.sum > best.sum) best = run
  }
  const start = text.starts[first + best.from]
  const end = text.ends[first + best.to]
  return start === undefined || end === undefined ? undefined : { start, end }
}
