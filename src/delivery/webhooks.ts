import { lookup as systemLookup } from 'node:dns'
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'
import { Webhook } from 'standardwebhooks'
import type { Due, Outbox } from '../store/outbox.js'

export interface WebhookOptions {
  /** Whether an endpoint may have a private or loopback address. Off: nobody can make us call into our own network. */
  readonly allowPrivate: boolean
  readonly onFailure: (failure: unknown) => void
}

/** Seconds to wait after each failed attempt; after the last one the delivery is dead. Eleven attempts in about 31 hours. */
export const BACKOFF = [5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400, 28_800, 57_600] as const
const POLL = 1_000
const TIMEOUT = 10_000
const AT_ONCE = 16
/** Longer than an attempt can take: when a sender dies, another goes on after this. */
const LEASE = 60_000

/**
 * Delivers what is in the outbox, at least once, until it is stopped: signed as Standard Webhooks has it (headers
 * `webhook-id`, `webhook-timestamp`, `webhook-signature`: HMAC-SHA256). Any 2xx is success; redirects are not followed.
 */
export function startWebhooks(
  outbox: Outbox,
  { allowPrivate, onFailure }: WebhookOptions,
): () => Promise<void> {
  let stopped = false
  let wake: (() => void) | undefined
  const running = run()

  return async () => {
    stopped = true
    wake?.()
    await running
  }

  async function run(): Promise<void> {
    while (!stopped) {
      const sent = await sendDue().catch(failure => {
        onFailure(failure)
        return 0
      })
      if (sent < AT_ONCE && !stopped) await pause(POLL)
    }
  }

  function pause(milliseconds: number): Promise<void> {
    return new Promise(resolve => {
      const timer = setTimeout(resolve, milliseconds)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  async function sendDue(): Promise<number> {
    const now = new Date()
    const due = await outbox.take(AT_ONCE, now, new Date(now.getTime() + LEASE))
    await Promise.all(due.map(attempt))
    return due.length
  }

  async function attempt(delivery: Due): Promise<void> {
    const error = await send(delivery, allowPrivate).then(
      () => null,
      (failure: unknown) => (failure instanceof Error ? failure.message : String(failure)),
    )
    const wait = BACKOFF[delivery.attempts]
    await outbox.settle(delivery.id, {
      status: error === null ? 'delivered' : wait === undefined ? 'dead' : 'waiting',
      attempts: delivery.attempts + 1,
      next_attempt_at: new Date(Date.now() + (wait ?? 0) * 1_000).toISOString(),
      last_error: error === null ? null : error.slice(0, 300),
    })
  }
}

/** Sends one delivery once. Rejects with a sentence that says what came back instead of 2xx. */
export async function send({ id, payload, endpoint }: Due, allowPrivate: boolean): Promise<void> {
  const url = new URL(endpoint.url)
  refusePrivateLiteral(url, allowPrivate)
  const now = new Date()
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(payload),
    'user-agent': 'sekisho',
    'webhook-id': id,
    'webhook-timestamp': Math.floor(now.getTime() / 1_000),
    'webhook-signature': new Webhook(endpoint.secret).sign(id, now, payload),
  }
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  const lookup = allowPrivate ? undefined : publicLookup
  await new Promise<void>((resolve, reject) => {
    const call = request(
      url,
      { method: 'POST', headers, signal: AbortSignal.timeout(TIMEOUT), ...(lookup && { lookup }) },
      answer => {
        const status = answer.statusCode ?? 0
        answer.destroy()
        if (status >= 200 && status < 300) resolve()
        else reject(new Error(`the endpoint answered ${status}`))
      },
    )
    call.on('error', reject)
    call.end(payload)
  })
}

/** Addresses of the open internet only. The check is made on the address that is then connected to: no second lookup. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  systemLookup(hostname, { ...options, all: true }, (error, addresses) => {
    const barred = addresses?.find(({ address }) => !isPublic(address))
    const [first] = addresses ?? []
    if (error) callback(error, '')
    else if (barred || !first) callback(privateAddress(), '')
    else if (options.all) callback(null, addresses)
    else callback(null, first.address, first.family)
  })
}

/** Node connects to an address in the URL without looking it up. */
function refusePrivateLiteral({ hostname }: URL, allowPrivate: boolean): void {
  const bare = hostname.replace(/^\[|\]$/g, '')
  if (!allowPrivate && ipaddr.isValid(bare) && !isPublic(bare)) throw privateAddress()
}

function privateAddress(): Error {
  return new Error('the endpoint has a private address; WEBHOOK_ALLOW_PRIVATE=true would permit it')
}

/** `process` reads IPv4 out of IPv6 that stands for it (::ffff:127.0.0.1). */
export const isPublic = (address: string): boolean => ipaddr.process(address).range() === 'unicast'
