import type { IncomingMessage } from '../contract/message.js'
import type { Receipt } from '../store/screening.js'

/** Neither answered before nor the second of its id in this request. */
export function isFirst(messages: readonly IncomingMessage[], known: ReadonlyMap<string, Receipt>) {
  const firsts = new Map<string, number>()
  for (const [at, message] of messages.entries()) {
    const id = messageIdOf(message)
    if (id !== undefined && !firsts.has(id)) firsts.set(id, at)
  }
  return (message: IncomingMessage, at: number): boolean => {
    const id = messageIdOf(message)
    return id === undefined || (!known.has(id) && firsts.get(id) === at)
  }
}

/** A dry run has no id: it neither finds nor leaves anything. */
export function messageIdOf({ messageId, dryRun }: IncomingMessage): string | undefined {
  return dryRun ? undefined : messageId
}
