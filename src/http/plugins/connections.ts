import type { IncomingMessage } from 'node:http'
import { finished, Readable } from 'node:stream'
import fp from 'fastify-plugin'
import { closeIdleConnections } from '../idle-connections.js'

declare module 'fastify' {
  interface FastifyRequest {
    /** Runs while the body is read. */
    bodyClock: NodeJS.Timeout | undefined
  }
}

export interface Connections {
  /** Milliseconds for a body to arrive completely, unless it is a stream. */
  readonly requestTimeout: number
  /** Milliseconds between an answer and the next request. */
  readonly idleTimeout: number
  /** Connections at a time; further ones are closed at once. */
  readonly maxConnections: number
}

/**
 * Milliseconds that an answer which is ready before its request has come waits for the rest. A sender whose connection is
 * closed under its body sees a reset and not the answer, so an honest one gets this long to finish.
 */
const GRACE = 1_000

/** Nobody holds a connection by never finishing a request, whether it is answered with its body read or unread. */
export const connections = fp<Connections>(
  async (app, { requestTimeout, idleTimeout, maxConnections }) => {
    app.server.maxConnections = maxConnections
    closeIdleConnections(app.server, idleTimeout)
    app.decorateRequest('bodyClock', undefined)
    app.addHook('preParsing', async (request, _reply, payload) => {
      if (hasCome(request.raw) || isStream(request.headers['content-type'])) return
      request.bodyClock = setTimeout(() => request.raw.destroy(), requestTimeout).unref()
      for (const event of ['end', 'close']) payload.once(event, () => clearTimeout(request.bodyClock))
    })
    app.addHook('onSend', async ({ raw, body, bodyClock }, reply) => {
      clearTimeout(bodyClock)
      // A stream is answered while it is read.
      if (hasCome(raw) || body instanceof Readable) return
      await restOf(raw, Math.min(GRACE, requestTimeout))
      if (!hasCome(raw)) void reply.header('connection', 'close')
    })
  },
  { name: 'connections' },
)

/** Also of requests that are injected, which have no connection and no such property. */
function hasCome({ complete }: Partial<IncomingMessage>): boolean {
  return complete !== false
}

function isStream(contentType: string | undefined): boolean {
  return contentType?.toLowerCase().startsWith('application/x-ndjson') === true
}

/** Reads and drops the rest of a body; resolves when it has come, the sender is gone or the time is over. */
function restOf(raw: IncomingMessage, most: number): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, most)
    finished(raw, { writable: false }, () => {
      clearTimeout(timer)
      resolve()
    })
    raw.resume()
  })
}
