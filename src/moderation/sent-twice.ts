import { namesOf } from '../contract/idempotency.js'
import type { IncomingMessage } from '../contract/message.js'
import type { Receipt } from '../store/screening.js'

/** Neither answered before nor the second of a name in this request. */
export function isFirst(messages: readonly IncomingMessage[], known: ReadonlyMap<string, Receipt>) {
  const taken = new Set(known.keys())
  const firsts = new Set<number>()
  for (const [at, message] of messages.entries()) {
    const names = namesOf(message)
    if (names.some(name => taken.has(name))) continue
    firsts.add(at)
    for (const name of names) taken.add(name)
  }
  return (_message: IncomingMessage, at: number): boolean => firsts.has(at)
}
