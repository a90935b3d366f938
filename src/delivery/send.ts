import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { Webhook } from 'standardwebhooks'
import { mayBePublic } from '../contract/public-address.js'
import { NotPublic, publicLookup } from './public-lookup.js'

export interface Sendable {
  /** The event's: the same at every attempt and for every endpoint. */
  readonly id: string
  readonly payload: string
  readonly url: string
  /** Each of them signs. */
  readonly secrets: readonly string[]
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

/** What the endpoint said, or why it could not be reached; `milliseconds` until either. */
export type Reply =
  | {
      readonly kind: 'answered'
      readonly status: number
      readonly milliseconds: number
      readonly body: string
    }
  | { readonly kind: 'unreached'; readonly reason: string; readonly milliseconds: number }

/**
 * Sends one delivery once, signed as Standard Webhooks specifies (headers `webhook-id`, `webhook-timestamp`,
 * `webhook-signature`: HMAC-SHA256, one for each secret with a space between). Any 2xx is success; redirects are not
 * followed. Never rejects for what the endpoint or the network does.
 */
export async function send(delivery: Sendable, options: SendOptions): Promise<Outcome> {
  const reply = await post(delivery, options, 0)
  return reply.kind === 'answered' ? outcomeOf(reply.status) : { kind: 'unanswered', reason: reply.reason }
}

/** Sends as `send` does, and reads the beginning of what the endpoint says: so many characters at most. */
export function tryOut(delivery: Sendable, options: SendOptions, characters: number): Promise<Reply> {
  return post(delivery, options, characters)
}

async function post(delivery: Sendable, options: SendOptions, characters: number): Promise<Reply> {
  const since = performance.now()
  const milliseconds = () => Math.round(performance.now() - since)
  const url = new URL(delivery.url)
  const { allowPrivate, timeout } = options
  // An address written out is never looked up.
  if (!allowPrivate && !mayBePublic(url)) return { kind: 'unreached', reason: NOT_REACHABLE, milliseconds: 0 }
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  const lookup = allowPrivate ? undefined : publicLookup
  return new Promise<Reply>(resolve => {
    const signal = AbortSignal.timeout(timeout)
    const headers = headersOf(delivery)
    let isAnswered = false
    const call = request(url, { method: 'POST', headers, agent: false, lookup, signal }, answer => {
      isAnswered = true
      const answered = {
        kind: 'answered',
        status: answer.statusCode ?? 0,
        milliseconds: milliseconds(),
      } as const
      void beginningOf(answer, characters).then(body => resolve({ ...answered, body }))
    })
    call.on('error', error => {
      // It has said its status: what breaks off behind it is the body.
      if (isAnswered) return
      const reason = signal.aborted
        ? `the endpoint did not answer within ${timeout / 1_000} s`
        : reasonOf(error)
      resolve({ kind: 'unreached', reason, milliseconds: milliseconds() })
    })
    call.end(delivery.payload)
  })
}

function headersOf({ id, payload, secrets }: Sendable) {
  const now = new Date()
  return {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(payload),
    'user-agent': 'sekisho',
    'webhook-id': id,
    'webhook-timestamp': Math.floor(now.getTime() / 1_000),
    'webhook-signature': secrets.map(secret => new Webhook(secret).sign(id, now, payload)).join(' '),
  }
}

/** Of an answer that breaks off, what came. The rest is not read. */
async function beginningOf(answer: IncomingMessage, characters: number): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    if (characters > 0)
      for await (const chunk of answer) {
        chunks.push(chunk)
        bytes += chunk.length
        // No character has more than four.
        if (bytes >= 4 * characters) break
      }
  } catch {
    // The status is what counts.
  } finally {
    answer.destroy()
  }
  return [...Buffer.concat(chunks).toString('utf8')].slice(0, characters).join('')
}

function outcomeOf(status: number): Outcome {
  if (status >= 200 && status < 300) return { kind: 'delivered' }
  const cannotTakeAny = status >= 500 || status === 429
  return { kind: cannotTakeAny ? 'unanswered' : 'refused', reason: `the endpoint answered ${status}` }
}

/** One sentence for a name that there is not and one that leads into our own network: a tenant cannot ask for its names. */
const NOT_REACHABLE = 'the endpoint is not reachable: its host has no public address'

function reasonOf(error: NodeJS.ErrnoException): string {
  if (error instanceof NotPublic || error.syscall === 'getaddrinfo') return NOT_REACHABLE
  // Of several addresses that all fail Node says the code alone.
  return error.message || (error.code ?? error.name)
}
