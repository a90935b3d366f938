import type { IncomingMessage } from 'node:http'
import fp from 'fastify-plugin'
import { Problem } from '../problems.js'

/** Header fields of a request. Browsers and proxies together send about thirty. */
const MOST_FIELDS = 100

/** Refuses what Node's parser lets through, and answers it as everything else is answered. */
export const wellFormed = fp(
  async app => {
    app.addHook('onRequest', async ({ raw }, reply) => {
      const problem = problemOf(raw)
      if (problem === undefined) return
      void reply.header('connection', 'close')
      throw problem
    })
  },
  { name: 'well-formed' },
)

function problemOf({ httpVersion, headers, rawHeaders }: IncomingMessage): Problem | undefined {
  // A request line without a version is HTTP/0.9, which knows no header fields and no status.
  if (httpVersion !== '1.1' && httpVersion !== '1.0')
    return new Problem('malformed_request', 'The request is not in HTTP/1.1.')
  if (httpVersion === '1.1' && headers.host === undefined)
    return new Problem('malformed_request', 'The request has no Host (RFC 9112, 3.2).')
  // Names and values stand in turn.
  if (rawHeaders.length > 2 * MOST_FIELDS)
    return new Problem('headers_too_large', `The request has more than ${MOST_FIELDS} header fields.`)
  return undefined
}
