import fp from 'fastify-plugin'
import type { Verdict } from '../../screening/types.js'

/** What the log may know of a judgement: never text, evidence or client data. */
export interface Judged {
  readonly verdict: Verdict
  readonly categories: readonly string[]
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the routes that judge messages. */
    judged: Judged[]
  }
}

/** One line a request. The route's pattern is logged, not the URL: a query string may hold a client's id. */
export const requestLog = fp(
  async app => {
    app.decorateRequest('judged')
    app.addHook('onRequest', async request => {
      request.judged = []
    })
    app.addHook('onResponse', async (request, reply) => {
      request.log.info(
        {
          method: request.method,
          route: request.routeOptions.url ?? null,
          status: reply.statusCode,
          ms: Math.round(reply.elapsedTime * 10) / 10,
          ...summary(request.judged),
        },
        'request',
      )
    })
  },
  { name: 'request-log' },
)

function summary(judged: readonly Judged[]) {
  const [first, ...others] = judged
  if (first === undefined) return {}
  const categories = [...new Set(judged.flatMap(one => one.categories))]
  if (others.length === 0) return { verdict: first.verdict, categories }
  const verdicts: Partial<Record<Verdict, number>> = {}
  for (const { verdict } of judged) verdicts[verdict] = (verdicts[verdict] ?? 0) + 1
  return { messages: judged.length, verdicts, categories }
}
