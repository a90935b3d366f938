import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from 'request-filtering-agent'
import { Webhook } from 'standardwebhooks'

export interface Sendable {
  readonly id: string
  readonly payload: string
  readonly endpoint: { readonly url: string; readonly secret: string }
}

/** Milliseconds for one attempt. */
const TIMEOUT = 10_000

// Both check the address that is then connected to, so a name cannot resolve to another one in between.
const filteringHttp = new RequestFilteringHttpAgent()
const filteringHttps = new RequestFilteringHttpsAgent()

/**
 * Sends one delivery once, signed as Standard Webhooks specifies (headers `webhook-id`, `webhook-timestamp`,
 * `webhook-signature`: HMAC-SHA256). Any 2xx is success; redirects are not followed. Rejects with a sentence that says
 * what went wrong.
 */
export async function send({ id, payload, endpoint }: Sendable, allowPrivate: boolean): Promise<void> {
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
  const isHttps = url.protocol === 'https:'
  const request = isHttps ? requestHttps : requestHttp
  const agent = allowPrivate ? undefined : isHttps ? filteringHttps : filteringHttp
  await new Promise<void>((resolve, reject) => {
    const call = request(
      url,
      { method: 'POST', headers, agent, signal: AbortSignal.timeout(TIMEOUT) },
      answer => {
        const status = answer.statusCode ?? 0
        answer.destroy()
        if (status >= 200 && status < 300) resolve()
        else reject(new Error(`the endpoint answered ${status}`))
      },
    )
    call.on('error', error => reject(isRefusal(error) ? privateAddress() : error))
    call.end(payload)
  })
}

/** The agents' errors have no code: the wording only decides what the tenant reads, not whether we connect. */
function isRefusal({ message }: Error): boolean {
  return /^DNS lookup .* is not allowed/.test(message)
}

function privateAddress(): Error {
  return new Error('the endpoint has a private address; WEBHOOK_ALLOW_PRIVATE=true would permit it')
}
