import { request } from 'node:http'

/** Milliseconds that a caller waits for an answer. The service promises one within five seconds; this is twice that. */
const PATIENCE = 10_000

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly key?: string
  readonly body?: string
  readonly type?: string
  /** Milliseconds to wait for the whole answer; `PATIENCE` by default. */
  readonly patience?: number
}

export type Outcome =
  | { readonly kind: 'answered'; readonly status: number; readonly body: string }
  /** Nobody listened: the call never reached a service. */
  | { readonly kind: 'unreachable' }
  /** It was sent and got no whole answer: cut off, or not within the time. `body` is what had come. */
  | { readonly kind: 'unanswered'; readonly body: string }

/** Sends one call over a connection of its own: one that was kept alive may be closed by the service at any time, rightly. */
export function send(
  url: string,
  { method, path, key, body, type, patience = PATIENCE }: Call,
): Promise<Outcome> {
  return new Promise(resolve => {
    let received = ''
    const headers = {
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
      ...(body !== undefined && {
        'content-type': type ?? 'application/json',
        'content-length': Buffer.byteLength(body),
      }),
    }
    const call = request(`${url}${path}`, { method, headers, agent: false }, answer => {
      answer.setEncoding('utf8')
      answer.on('data', chunk => {
        received += chunk
      })
      answer.on('error', () => end({ kind: 'unanswered', body: received }))
      answer.on('end', () => end({ kind: 'answered', status: answer.statusCode ?? 0, body: received }))
    })
    const timer = setTimeout(() => end({ kind: 'unanswered', body: received }), patience)
    call.on('error', (error: NodeJS.ErrnoException) =>
      end(error.code === 'ECONNREFUSED' ? { kind: 'unreachable' } : { kind: 'unanswered', body: received }),
    )
    call.end(body)

    function end(outcome: Outcome): void {
      clearTimeout(timer)
      call.destroy()
      resolve(outcome)
    }
  })
}
