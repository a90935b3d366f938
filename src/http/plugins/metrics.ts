import fp from 'fastify-plugin'
import type { Metrics } from '../../operation/metrics.js'

/** Counts every request by the route's pattern: counting by path would make a time series of every id. */
export const requestMetrics = fp<{ readonly metrics: Metrics }>(
  async (app, { metrics }) => {
    app.addHook('onResponse', async (request, reply) => {
      const route = request.routeOptions.url ?? 'none'
      metrics.request(request.method, route, reply.statusCode, reply.elapsedTime / 1_000)
    })
  },
  { name: 'metrics' },
)
