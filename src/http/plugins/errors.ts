import { randomUUID } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { StoreFailure } from '../../store/gate.js'
import type { Trouble } from '../../store/trouble.js'
import { Problem, problemDetails } from '../problems.js'

/** Turns every error into a problem document. */
export const errors = fp(
  async app => {
    app.setErrorHandler(replyWithProblem)
    app.setNotFoundHandler(() => {
      throw notFound()
    })
    // Before the body is read: an unknown path is 404 even when the body is invalid.
    app.addHook('onRequest', async request => {
      if (request.is404) throw notFound()
    })
  },
  { name: 'errors' },
)

/** How an error is written: media type and body. */
export type ErrorForm = (
  problem: Problem,
  requestId: string,
) => { readonly type: string; readonly body: object }

/** Answers an error in a form. Everything but a route that follows another's contract has the form of RFC 9457. */
export function replyAs(form: ErrorForm) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    const problem = problemOf(error)
    // Shed requests are counted in the metrics; a log line for each would add to the load.
    if (problem.statusCode >= 500 && problem.code !== 'overloaded')
      request.log.error({ err: error }, 'request failed')
    const { type, body } = form(problem, request.id)
    void reply.code(problem.statusCode).header('x-request-id', request.id).type(type).send(body)
  }
}

const replyWithProblem = replyAs((problem, requestId) => ({
  type: 'application/problem+json',
  body: problemDetails(problem, requestId),
}))

/** A URL that the router cannot parse bypasses all hooks, so its log line is written here. */
export function replyToUnroutable(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const { statusCode } = problemOf(error)
  request.log.info({ method: request.method, route: null, status: statusCode }, 'request')
  void reply.header('connection', 'close')
  replyWithProblem(error, request, reply)
}

/** Input that Node cannot parse as HTTP never becomes a request, so the answer is written to the socket. */
export function replyToUnreadable(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const problem = unreadableProblem(error.code)
  const body = JSON.stringify(problemDetails(problem, randomUUID()))
  const status = `${problem.statusCode} ${STATUS_CODES[problem.statusCode]}`
  socket.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: application/problem+json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}

const troubles: Readonly<Record<Trouble, string>> = {
  busy: 'The store is busy, another holds its lock',
  silent: 'The store is busy or does not answer',
  full: 'The disk of the store is full',
  read_only: 'The store is read-only',
  moved: 'The file of the store was moved or deleted',
  other: 'The store failed',
}

function unreadableProblem(code: string | undefined): Problem {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return new Problem('headers_too_large', 'The header fields of the request are too large.')
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new Problem('request_timeout', 'The header fields of the request were not sent in time.')
    default:
      return new Problem('malformed_request', 'The request is not readable as HTTP.')
  }
}

/** Messages of libraries' errors may repeat what was sent, so they are never passed on. */
function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (error instanceof StoreFailure)
    return new Problem(
      'store_unavailable',
      `${troubles[error.trouble]}: the result could not be read or kept. Try again later.`,
    )
  if (isFastifyError(error)) return fastifyProblem(error)
  return new Problem(
    'internal_error',
    'Nothing is wrong with the request. The log has the details under the request id.',
  )
}

function fastifyProblem({ code, statusCode }: FastifyError): Problem {
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new Problem('payload_too_large', 'The body is larger than this operation reads.')
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new Problem('unsupported_media_type', 'Send the body with Content-Type: application/json.')
    case 'FST_ERR_BAD_URL':
      return new Problem('malformed_request', 'The path is not a valid URL.')
    default:
      return statusCode !== undefined && statusCode < 500
        ? new Problem('malformed_request', 'The request could not be read.')
        : new Problem(
            'internal_error',
            'Nothing is wrong with the request. The log has the details under the request id.',
          )
  }
}

function isFastifyError(error: unknown): error is FastifyError {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
}

function notFound(): Problem {
  return new Problem('not_found', 'No such path. GET /docs lists what there is.')
}
