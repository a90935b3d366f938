import underPressure from '@fastify/under-pressure'
import fp from 'fastify-plugin'
import type { Metrics } from '../../operation/metrics.js'
import { Problem } from '../problems.js'

export interface Pressure {
  /** Milliseconds that a request may wait for its turn, on average, before others are refused; 0 is no limit. */
  readonly maxDelay: number
  readonly metrics: Metrics
}

/** Milliseconds between two looks at the delay. */
const LOOK = 250

/**
 * Refuses what is too much with 503, so that the rest is served in time. How many are refused grows with how late the
 * process is: at twice the delay half of them. All or none would let it stand still every other moment. Whoever watches
 * (health, metrics) and what may be asked without a key is always answered.
 */
export const pressure = fp<Pressure>(
  async (app, { maxDelay, metrics }) => {
    if (maxDelay === 0) return
    await app.register(underPressure, {
      maxEventLoopDelay: maxDelay,
      sampleInterval: LOOK,
      pressureHandler: (request, reply, _type, value) => {
        const share = 1 - maxDelay / (value ?? Number.POSITIVE_INFINITY)
        const { access = 'public', rateLimit } = request.routeOptions.config
        if (access === 'public' || rateLimit === false || Math.random() >= share) return
        metrics.shed()
        void reply.header('retry-after', '1')
        return Promise.reject(
          new Problem('overloaded', 'There is more to do than this instance can. Try again in a second.'),
        )
      },
    })
  },
  { name: 'pressure' },
)
