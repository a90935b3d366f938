import underPressure from '@fastify/under-pressure'
import fp from 'fastify-plugin'
import type { Metrics } from '../../operation/metrics.js'
import { Problem } from '../problems.js'

export interface Pressure {
  /** Milliseconds of mean event-loop delay above which requests are refused; 0 is no limit. */
  readonly maxDelay: number
  readonly metrics: Metrics
}

/** Milliseconds between two measurements of the delay. */
const SAMPLE_INTERVAL = 250

/** Infinite is what the plugin calls a delay of which it has no sample: it is an interval at least, and as a rule longer. */
const delayOf = (value = Number.POSITIVE_INFINITY): number =>
  Number.isFinite(value) ? value : 2 * SAMPLE_INTERVAL

/**
 * Sheds load with 503, so that the remaining requests are served in time. The share that is refused grows with the delay,
 * to half at twice the limit: refusing all or none would make the process alternate between idle and overloaded. Health,
 * metrics and public routes are always answered.
 */
export const pressure = fp<Pressure>(
  async (app, { maxDelay, metrics }) => {
    if (maxDelay === 0) return
    await app.register(underPressure, {
      maxEventLoopDelay: maxDelay,
      sampleInterval: SAMPLE_INTERVAL,
      pressureHandler: (request, reply, _type, value) => {
        const share = 1 - maxDelay / delayOf(value)
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
