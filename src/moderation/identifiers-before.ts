import type { HistoryMessage } from '../contract/message.js'
import type { Screener } from '../contract/screener.js'
import { keyOf } from '../store/link-hash.js'
import type { EarlierIdentifier, NewScreening } from '../store/screening.js'
import type { Store } from '../store/store.js'

/** UTF-16 units of earlier messages that are looked through: two of the longest. */
const LOOKED_THROUGH = 20_000

/** What the client itself wrote before leads to the same sender. Each identifier once, at its last place in the history. */
export function identifiersBefore(
  { identifiers }: Pick<Screener, 'identifiers'>,
  history: readonly HistoryMessage[],
): readonly EarlierIdentifier[] {
  const found = new Map<string, EarlierIdentifier>()
  let left = LOOKED_THROUGH
  for (const [at, { from, text }] of [...history.entries()].toReversed()) {
    if (from !== 'client') continue
    left -= text.length
    if (left < 0) break
    for (const { type, value } of identifiers(text)) {
      const one = { type, value, historyIndex: at }
      if (!found.has(keyOf(one))) found.set(keyOf(one), one)
    }
  }
  return [...found.values()]
}

/** With what links it to others besides its own text; nothing where nothing is linked. */
export function withIdentifiersBefore<One extends NewScreening>(
  screener: Pick<Screener, 'identifiers'>,
  { isLinking }: Pick<Store['identifiers'], 'isLinking'>,
  one: One,
): One {
  const { history = [] } = one.message
  if (!isLinking || one.judgement.test || history.length === 0) return one
  return { ...one, earlierIdentifiers: identifiersBefore(screener, history) }
}
