import { randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { Admitted } from '../../access/gatekeeper.js'
import type { Verdict } from '../../contract/words.js'

/** The part of a judgement that is logged: never text, evidence or client data. */
export interface LoggedJudgement {
  readonly verdict: Verdict
  readonly categories: readonly string[]
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the routes that judge messages. */
    judged: LoggedJudgement[]
  }
}

/** Logs one line a request, with the route's pattern instead of the URL: a query string may hold a client's id. */
export const requestLog = fp(
  async app => {
    app.decorateRequest('judged')
    app.addHook('onRequest', async (request, reply) => {
      request.judged = []
      void reply.header('x-request-id', request.id)
    })
    app.addHook('onResponse', async (request, reply) =>
      write(request, reply.statusCode, Math.round(reply.elapsedTime * 10) / 10),
    )
    // Its caller goes in the middle of an endless answer, which is how that ends.
    app.addHook('onRequestAbort', async request => {
      if (request.routeOptions.config.isEndless === true) write(request, 200)
    })
  },
  { name: 'request-log' },
)

function write(request: FastifyRequest, status: number, ms?: number): void {
  request.log.info(
    {
      method: request.method,
      route: request.routeOptions.url ?? null,
      status,
      ...callerOf(request),
      ...traceOf(request.headers.traceparent),
      ms,
      ...summary(request.judged),
    },
    'request',
  )
}

/** Which platform it was: its tenant, and the name of its key. A person who signed in is in the trail, not in the log. */
function callerOf(request: FastifyRequest): { readonly tenant?: string; readonly key?: string } {
  // Undefined on public routes, and where there was no valid key.
  const admitted: Admitted | undefined = request.admitted
  if (admitted === undefined || admitted.by === 'open') return {}
  const { tenant, actor } = admitted.caller
  return admitted.by === 'key' ? { tenant, key: actor } : { tenant }
}

/** The caller's trace id (W3C Trace Context), to correlate its traces with our log. */
function traceOf(traceparent: string | readonly string[] | undefined): { readonly traceId?: string } {
  if (typeof traceparent !== 'string') return {}
  const traceId = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/.exec(traceparent)?.[1]
  return traceId === undefined ? {} : { traceId }
}

/** Request ids that are accepted from a caller. They are echoed in a header and in the log, so others are replaced. */
const REQUEST_ID = /^[\w.:+/=-]{1,128}$/

/** The caller's own id of the request (`X-Request-Id`), or a new one. */
export function requestIdOf({ headers }: { readonly headers: IncomingHttpHeaders }): string {
  const given = headers['x-request-id']
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID()
}

function summary(judged: readonly LoggedJudgement[]) {
  const [first, ...others] = judged
  if (first === undefined) return {}
  const categories = [...new Set(judged.flatMap(one => one.categories))]
  if (others.length === 0) return { verdict: first.verdict, categories }
  const verdicts: Partial<Record<Verdict, number>> = {}
  for (const { verdict } of judged) verdicts[verdict] = (verdicts[verdict] ?? 0) + 1
  return { messages: judged.length, verdicts, categories }
}
