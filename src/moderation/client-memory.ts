import type { IncomingMessage } from '../contract/message.js'
import type { Store } from '../store/store.js'

/** Adds what we know of its client to a message. */
export type Remember = (message: IncomingMessage) => IncomingMessage

export const nothingKnown: Remember = message => message

/** What moderators have confirmed of the clients of these messages. */
export async function recallClients(
  clients: Store['clients'],
  tenant: string,
  messages: readonly IncomingMessage[],
): Promise<Remember> {
  const ids = new Set(messages.flatMap(({ client }) => client?.id ?? []))
  if (ids.size === 0) return nothingKnown
  const confirmed = await clients.confirmed(tenant, [...ids])
  return message => {
    const confirmedViolations = confirmed.get(message.client?.id ?? '')
    return confirmedViolations === undefined
      ? message
      : { ...message, client: { ...message.client, confirmedViolations } }
  }
}
