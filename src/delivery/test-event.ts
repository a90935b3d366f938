import { freshId } from '../contract/ids.js'
import { type Endpoint, secretsOf } from '../store/endpoints.js'
import { type Reply, tryOut } from './send.js'

/** Characters of what the endpoint says that are shown. */
const SHOWN = 200

/** An event that was sent to try an endpoint out, and what came of it. */
export interface Tried {
  readonly eventId: string
  readonly reply: Reply
}

export type SendTest = (endpoint: Endpoint) => Promise<Tried>

/** Sends one `webhook.test` now, signed as every delivery. Nothing is kept of it, and no breaker counts it. */
export function buildSendTest({
  allowPrivate,
  timeout = 10_000,
}: {
  allowPrivate: boolean
  timeout?: number
}): SendTest {
  return async endpoint => {
    const now = new Date()
    const id = freshId('evt')
    const data = { endpoint: endpoint.name }
    const body = { id, type: 'webhook.test', timestamp: now.toISOString(), test: true, data }
    const delivery = {
      id,
      payload: JSON.stringify(body),
      url: endpoint.url,
      secrets: secretsOf(endpoint, now),
    }
    return { eventId: id, reply: await tryOut(delivery, { allowPrivate, timeout }, SHOWN) }
  }
}
