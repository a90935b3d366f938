import rateLimit, { type FastifyRateLimitStore } from '@fastify/rate-limit'
import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import fp from 'fastify-plugin'
import { ID_LIMIT } from '../../contract/message.js'
import type { Limiter, LimiterFor } from '../limiters.js'
import { buildMessageLimit, type Grant, type MessageLimit } from '../message-limit.js'
import { Problem } from '../problems.js'
import { problems } from '../schemas/problem.js'

/** Bytes. Room for a text and twenty earlier ones of 10,000 UTF-16 units, all escaped as `\uXXXX`. */
export const SCREEN_BODY_LIMIT = 2 * 1024 * 1024

/** Bytes. Room for a thousand texts of 10,000 UTF-16 units escaped as `\uXXXX`; histories take what is left. */
export const BATCH_BODY_LIMIT = 64 * 1024 * 1024

export interface Limits {
  /** Messages, or requests of other kinds, a minute and key; 0 is no limit. */
  readonly rateLimitMax: number
  readonly limiterFor: LimiterFor
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Counts the messages of a request against its caller's limit. Its first message was counted with the request. */
    readonly messageLimit: RequestLimit
  }
}

interface RequestLimit {
  /** Counts a batch. Throws a problem when it does not fit into what is left, and then counts nothing more. */
  readonly takeBatch: (request: FastifyRequest, reply: FastifyReply, messages: number) => Promise<void>
  /** Counts the lines of a stream as they come. */
  readonly ofStream: (request: FastifyRequest) => TakeLines
}

/** How many of so many lines may be judged now, and in how many seconds the others may. */
type TakeLines = (lines: number) => Promise<Pick<Grant, 'granted' | 'retryAfter'>>

/** Limits the length of ids in a path and the rate of requests. Registered after `auth`, because callers are counted by key. */
export const limits = fp<Limits>(
  async (app, { rateLimitMax, limiterFor }) => {
    app.addHook('onRoute', documentLongPaths)
    app.addHook('onRequest', async ({ params, routeOptions }) => {
      if (!hasParameter(routeOptions.url)) return
      if (Object.values(params ?? {}).some(value => String(value).length > ID_LIMIT))
        throw new Problem('uri_too_long', `An id in the path has more than ${ID_LIMIT} characters.`)
    })
    if (rateLimitMax === 0) {
      app.decorate('messageLimit', NO_LIMIT)
      return
    }
    const limiter = limiterFor('requests', rateLimitMax)
    app.decorate('messageLimit', requestLimit(buildMessageLimit(limiter, rateLimitMax)))
    await app.register(rateLimit, {
      max: rateLimitMax,
      timeWindow: '1 minute',
      enableDraftSpec: true,
      // After the onRequest hooks, which identify the key, and before the body is read: a bad request costs one as well.
      hook: 'preParsing',
      keyGenerator: keyOf,
      store: storeOver(limiter),
      // Shared counts live in the primary process: while it does not answer, requests pass uncounted.
      skipOnError: true,
      errorResponseBuilder: (_request, { after }) =>
        new Problem('too_many_requests', `Only ${rateLimitMax} messages a minute. Try again in ${after}.`),
    })
  },
  { name: 'limits', dependencies: ['auth'] },
)

const keyOf = ({ caller, ip }: FastifyRequest): string => (caller ? `${caller.tenant} ${caller.actor}` : ip)

const NO_LIMIT: RequestLimit = {
  takeBatch: async () => undefined,
  ofStream: () => async lines => ({ granted: lines, retryAfter: 0 }),
}

function requestLimit({ most, take, takeAll }: MessageLimit): RequestLimit {
  return {
    takeBatch: async (request, reply, messages) => {
      // Waiting would not help: 429 would have it sent again and again.
      if (messages > most)
        throw new Problem(
          'payload_too_large',
          `No batch may hold more messages than the ${most} of a minute.`,
        )
      if (messages < 2) return
      const grant = await takeAll(keyOf(request), messages - 1).catch(() => undefined)
      if (grant === undefined) return
      void reply.header('ratelimit-remaining', grant.remaining)
      if (grant.granted > 0) return
      void reply.header('retry-after', grant.retryAfter)
      throw new Problem(
        'too_many_requests',
        `Only ${most} messages a minute, and this batch does not fit into what is left. Try again in ${grant.retryAfter} seconds.`,
      )
    },
    ofStream: request => {
      let isPaid = true
      return async lines => {
        const free = isPaid ? Math.min(1, lines) : 0
        isPaid = false
        if (lines === free) return { granted: lines, retryAfter: 0 }
        const grant = await take(keyOf(request), lines - free).catch(() => undefined)
        return grant
          ? { granted: grant.granted + free, retryAfter: grant.retryAfter }
          : { granted: lines, retryAfter: 0 }
      }
    },
  }
}

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
