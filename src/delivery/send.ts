import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { Webhook } from 'standardwebhooks'
import { mayBePublic } from '../contract/public-address.js'
import { NotPublic, publicLookup } from './public-lookup.js'

export interface Sendable {
  readonly id: string
  readonly payload: string
  readonly endpoint: { readonly url: string; readonly secret: string }
}

export interface SendOptions {
  readonly allowPrivate: boolean
  /** Milliseconds for the attempt. */
  readonly timeout: number
}

/**
 * What came of an attempt. `refused`: the endpoint answered, and not with 2xx; `unanswered`: time-out, no connection, 5xx
 * or 429, which are no answer to this delivery but say that the endpoint cannot take any.
 */
export type Outcome =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'refused' | 'unanswered'; readonly reason: string }

/**
 * Sends one delivery once, signed as Standard Webhooks specifies (headers `webhook-id`, `webhook-timestamp`,
 * `webhook-signature`: HMAC-SHA256). Any 2xx is success; redirects are not followed. Never rejects for what the endpoint
 * or the network does.
 */
export async function send(
  { id, payload, endpoint }: Sendable,
  { allowPrivate, timeout }: SendOptions,
): Promise<Outcome> {
  const now = new Date()
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(payload),
    'user-agent': 'sekisho',
    'webhook-id': id,
    'webhook-timestamp': Math.floor(now.getTime() / 1_000),
    'webhook-signature': new Webhook(endpoint.secret).sign(id, now, payload),
  }
  const url = new URL(endpoint.url)
  // An address written out is never looked up.
  if (!allowPrivate && !mayBePublic(url)) return unreachable()
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  const lookup = allowPrivate ? undefined : publicLookup
  return new Promise<Outcome>(resolve => {
    const signal = AbortSignal.timeout(timeout)
    const call = request(url, { method: 'POST', headers, agent: false, lookup, signal }, answer => {
      answer.destroy()
      resolve(outcomeOf(answer.statusCode ?? 0))
    })
    call.on('error', error => resolve(signal.aborted ? late(timeout) : failed(error)))
    call.end(payload)
  })
}

function outcomeOf(status: number): Outcome {
  if (status >= 200 && status < 300) return { kind: 'delivered' }
  const cannotTakeAny = status >= 500 || status === 429
  return { kind: cannotTakeAny ? 'unanswered' : 'refused', reason: `the endpoint answered ${status}` }
}

function late(timeout: number): Outcome {
  return { kind: 'unanswered', reason: `the endpoint did not answer within ${timeout / 1_000} s` }
}

function failed(error: NodeJS.ErrnoException): Outcome {
  if (error instanceof NotPublic || error.syscall === 'getaddrinfo') return unreachable()
  // Of several addresses that all fail Node says the code alone.
  return { kind: 'unanswered', reason: error.message || (error.code ?? error.name) }
}

/** One sentence for a name that there is not and one that leads into our own network: a tenant cannot ask for its names. */
function unreachable(): Outcome {
  return { kind: 'unanswered', reason: 'the endpoint is not reachable: its host has no public address' }
}
