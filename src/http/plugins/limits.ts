import rateLimit, { type FastifyRateLimitStore } from '@fastify/rate-limit'
import fp from 'fastify-plugin'
import { buildLimiter, type Limiter } from '../limiters.js'
import { Problem } from '../problems.js'

/** Bytes: a text and twenty earlier ones of 10,000 UTF-16 units, each written as `\uXXXX`, fit. */
export const SCREEN_BODY_LIMIT = 2 * 1024 * 1024

/** Bytes: a thousand texts of 10,000 UTF-16 units fit, written as `\uXXXX` too; histories as far as there is room. */
export const BATCH_BODY_LIMIT = 64 * 1024 * 1024

export interface Limits {
  /** Requests a minute and key; 0 is no limit. */
  readonly rateLimitMax: number
  /** One of several processes, which count together. */
  readonly shared: boolean
}

/** Milliseconds in which a body has to arrive, unless it is a stream. */
const BODY_TIMEOUT = 60_000

/** Milliseconds without a byte in either direction after which a connection is closed. A stream may pause this long. */
export const IDLE_TIMEOUT = 120_000

/** How much one caller may ask, and how long it may take to. Registered behind `auth`: a caller is counted by its key. */
export const limits = fp<Limits>(
  async (app, { rateLimitMax, shared }) => {
    app.addHook('preParsing', async (request, _reply, payload) => {
      if (request.headers['content-type']?.startsWith('application/x-ndjson')) return
      // Whoever sends a byte now and then holds a connection, not more: it ends here.
      const timer = setTimeout(() => request.raw.destroy(), BODY_TIMEOUT).unref()
      payload.once('close', () => clearTimeout(timer))
      payload.once('end', () => clearTimeout(timer))
    })
    if (rateLimitMax === 0) return
    await app.register(rateLimit, {
      max: rateLimitMax,
      timeWindow: '1 minute',
      enableDraftSpec: true,
      // Behind the onRequest hooks, which know the key, and before the body is read.
      hook: 'preParsing',
      keyGenerator: request =>
        request.caller ? `${request.caller.tenant} ${request.caller.actor}` : request.ip,
      store: storeOver(buildLimiter('requests', rateLimitMax, shared)),
      // Counting together takes the process that started us: while it does not answer nobody is refused for it.
      skipOnError: true,
      errorResponseBuilder: (_request, { after }) =>
        new Problem('too_many_requests', `Only ${rateLimitMax} requests a minute. Try again in ${after}.`),
    })
  },
  { name: 'limits', dependencies: ['auth'] },
)

/** The plugin makes its store itself, from a class. */
function storeOver(limiter: Limiter) {
  return class implements FastifyRateLimitStore {
    incr(
      key: string,
      callback: (error: Error | null, result?: { current: number; ttl: number }) => void,
    ): void {
      limiter.count(key).then(
        ({ count, forgottenAfter }) => callback(null, { current: count, ttl: forgottenAfter }),
        (error: Error) => callback(error),
      )
    }
    child(): FastifyRateLimitStore {
      return this
    }
  }
}
