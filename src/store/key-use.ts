import { LRUCache } from 'lru-cache'
import type { KeysTable } from './access-tables.js'
import type { Gate } from './gate.js'

/** Milliseconds between two notes of one key, however often and by how many instances it is used. */
const BETWEEN_NOTES = 60_000
const MOST_REMEMBERED = 10_000

/**
 * Notes that a key is used, at most once a minute, beside the request: nobody waits for it, and a store that cannot be
 * written keeps nobody out.
 */
export function buildNoteUse(gate: Gate): (key: Pick<KeysTable, 'id' | 'last_used_at'>) => void {
  const noted = new LRUCache<string, true>({ max: MOST_REMEMBERED, ttl: BETWEEN_NOTES })
  return ({ id, last_used_at: last }) => {
    const now = Date.now()
    const minuteAgo = new Date(now - BETWEEN_NOTES).toISOString()
    if (noted.has(id) || (last !== null && last > minuteAgo)) return
    noted.set(id, true)
    gate
      .write(db =>
        db
          .updateTable('keys')
          .set({ last_used_at: new Date(now).toISOString() })
          .where('id', '=', id)
          // Another instance may have been faster.
          .where(eb => eb.or([eb('last_used_at', 'is', null), eb('last_used_at', '<=', minuteAgo)]))
          .execute(),
      )
      .catch(() => undefined)
  }
}
