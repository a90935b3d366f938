import fp from 'fastify-plugin'
import type { Metrics } from '../../operation/metrics.js'
import type { Caller } from '../../store/keys.js'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The answer ends when the caller goes. */
    isEndless?: boolean
  }
}

/** Counts every request by the route's pattern: counting by path would make a time series of every id. */
export const requestMetrics = fp<{ readonly metrics: Metrics }>(
  async (app, { metrics }) => {
    app.addHook('onResponse', async (request, reply) => {
      const route = request.routeOptions.url ?? 'none'
      // How long somebody listened says nothing of how fast we are.
      const seconds = request.routeOptions.config.isEndless === true ? undefined : reply.elapsedTime / 1_000
      metrics.request(request.method, route, reply.statusCode, seconds)
      // Undefined on public routes, and where there was no valid key.
      const caller: Caller | undefined = request.caller
      if (caller) metrics.callers.called(caller.tenant, caller.actor, request.judged.length)
    })
    // Its caller goes in the middle of an endless answer, which is how that ends.
    app.addHook('onRequestAbort', async ({ method, routeOptions }) => {
      if (routeOptions.config.isEndless === true)
        metrics.request(method, routeOptions.url ?? 'none', 200, undefined)
    })
  },
  { name: 'metrics' },
)
