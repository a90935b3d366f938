import type { z } from 'zod'
import type { screenRequest } from '../contract/message.js'
import { Problem } from './problems.js'

export type Message = z.output<typeof screenRequest> & { readonly idempotencyKey?: string }
/** A message to judge, or why it cannot be judged. */
export type Checked = Message | Problem

/** Messages that are judged and committed together. */
export const MOST_MESSAGES = 64
/** UTF-16 units that are judged before something is answered: a few of the longest texts. */
const MOST_UNITS = 50_000

/**
 * Cuts what is to be judged into pieces, in order: what is held of a batch at a time is bounded, however long its texts
 * are. Nothing is taken from `checked` before its piece is asked for.
 */
export function* piecesOf(checked: Iterable<Checked>): Generator<readonly Checked[]> {
  let piece: Checked[] = []
  let units = 0
  for (const one of checked) {
    piece.push(one)
    units += unitsOf(one)
    if (piece.length < MOST_MESSAGES && units < MOST_UNITS) continue
    yield piece
    piece = []
    units = 0
  }
  if (piece.length > 0) yield piece
}

function unitsOf(checked: Checked): number {
  if (checked instanceof Problem) return 0
  return checked.history.reduce((sum, { text }) => sum + text.length, checked.text.length)
}
