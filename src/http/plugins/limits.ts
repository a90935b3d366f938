import rateLimit, { type FastifyRateLimitStore } from '@fastify/rate-limit'
import type { RouteOptions } from 'fastify'
import fp from 'fastify-plugin'
import { ID_LIMIT } from '../../contract/message.js'
import { buildLimiter, type Limiter } from '../limiters.js'
import { Problem } from '../problems.js'
import { problems } from '../schemas/problem.js'

/** Bytes. Room for a text and twenty earlier ones of 10,000 UTF-16 units, all escaped as `\uXXXX`. */
export const SCREEN_BODY_LIMIT = 2 * 1024 * 1024

/** Bytes. Room for a thousand texts of 10,000 UTF-16 units escaped as `\uXXXX`; histories take what is left. */
export const BATCH_BODY_LIMIT = 64 * 1024 * 1024

export interface Limits {
  /** Requests a minute and key; 0 is no limit. */
  readonly rateLimitMax: number
  /** One of several processes: limits are counted for all of them together. */
  readonly shared: boolean
}

/** Limits the length of ids in a path and the rate of requests. Registered after `auth`, because callers are counted by key. */
export const limits = fp<Limits>(
  async (app, { rateLimitMax, shared }) => {
    app.addHook('onRoute', documentLongPaths)
    app.addHook('onRequest', async ({ params, routeOptions }) => {
      if (!hasParameter(routeOptions.url)) return
      if (Object.values(params ?? {}).some(value => String(value).length > ID_LIMIT))
        throw new Problem('uri_too_long', `An id in the path has more than ${ID_LIMIT} characters.`)
    })
    if (rateLimitMax === 0) return
    await app.register(rateLimit, {
      max: rateLimitMax,
      timeWindow: '1 minute',
      enableDraftSpec: true,
      // After the onRequest hooks, which identify the key, and before the body is read.
      hook: 'preParsing',
      keyGenerator: request =>
        request.caller ? `${request.caller.tenant} ${request.caller.actor}` : request.ip,
      store: storeOver(buildLimiter('requests', rateLimitMax, shared)),
      // Shared counts live in the primary process: while it does not answer, requests pass uncounted.
      skipOnError: true,
      errorResponseBuilder: (_request, { after }) =>
        new Problem('too_many_requests', `Only ${rateLimitMax} requests a minute. Try again in ${after}.`),
    })
  },
  { name: 'limits', dependencies: ['auth'] },
)

function hasParameter(url = ''): boolean {
  return url.includes('/:')
}

function documentLongPaths({ url, schema }: RouteOptions): void {
  if (!schema || schema.hide === true || !hasParameter(url)) return
  const { response = {} } = schema
  Object.assign(schema, { response: { ...(typeof response === 'object' ? response : {}), ...problems(414) } })
}

/** The plugin instantiates its store itself, so it gets a class. */
function storeOver(limiter: Limiter) {
  return class implements FastifyRateLimitStore {
    incr(
      key: string,
      callback: (error: Error | null, result?: { current: number; ttl: number }) => void,
    ): void {
      limiter.count(key).then(
        ({ count, resetAfter }) => callback(null, { current: count, ttl: resetAfter }),
        (error: Error) => callback(error),
      )
    }
    child(): FastifyRateLimitStore {
      return this
    }
  }
}
