import type { Kysely } from 'kysely'
import type { HistoryMessage } from '../contract/message.js'
import type { TextKept } from '../contract/words.js'
import type { NewScreening, WithHistory } from './screening.js'
import { maskOutside } from './stored-text.js'
import type { Tables } from './tables.js'

/** Screenings with what was kept of the messages before: `readHistory` reads it. */
export function withHistory(db: Kysely<Tables>) {
  return db
    .selectFrom('screenings')
    .leftJoin('screening_histories as before', 'before.screening_id', 'screenings.id')
    .selectAll('screenings')
    .select('before.history')
}

/** A screening's history as it is read with its row. */
export function readHistory({ history }: { readonly history: string | null }): WithHistory {
  return { history: history === null ? null : JSON.parse(history) }
}

/**
 * What is kept of the messages before: as much as of the text. Of `evidence` the stretches that a flag rests on, the rest
 * masked; undefined: nothing.
 */
export function keptHistory(
  { message: { history = [] }, judgement: { usedHistory = [] } }: NewScreening,
  textKept: TextKept,
): readonly HistoryMessage[] | undefined {
  if (textKept === 'none' || history.length === 0) return undefined
  if (textKept === 'full') return history
  if (usedHistory.length === 0) return undefined
  return history.map(({ from, text }, at) => ({
    from,
    text: maskOutside(
      text,
      usedHistory.filter(({ message }) => message === at),
    ),
  }))
}
