import rateLimit from '@fastify/rate-limit'
import fp from 'fastify-plugin'
import { Problem } from '../problems.js'

/** Bytes: a text and twenty earlier ones of 10,000 UTF-16 units, each written as `\uXXXX`, fit. */
export const SCREEN_BODY_LIMIT = 2 * 1024 * 1024

/** Bytes: a thousand texts of 10,000 UTF-16 units fit, written as `\uXXXX` too; histories as far as there is room. */
export const BATCH_BODY_LIMIT = 64 * 1024 * 1024

export interface Limits {
  /** Requests a minute and address; 0 is no limit. */
  readonly rateLimitMax: number
}

/** Milliseconds in which a body has to arrive, unless it is a stream. */
export const BODY_TIMEOUT = 60_000

export const limits = fp<Limits>(
  async (app, { rateLimitMax }) => {
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
      errorResponseBuilder: (_request, { after }) =>
        new Problem('too_many_requests', `Only ${rateLimitMax} requests a minute. Try again in ${after}.`),
    })
  },
  { name: 'limits' },
)
