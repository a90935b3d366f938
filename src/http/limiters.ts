import { RateLimiterCluster, RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible'

/** Counts what comes from one place. */
export interface Limiter {
  /** Counts one more and says how many there are in this minute, and the milliseconds until they are forgotten. */
  count(key: string): Promise<{ readonly count: number; readonly forgottenAfter: number }>
}

/** Seconds. */
const WINDOW = 60

/**
 * A fixed window of a minute. `shared`: this is one of several worker processes, which count together in the process that
 * started them.
 */
export function buildLimiter(name: string, most: number, shared: boolean): Limiter {
  const options = { keyPrefix: name, points: most, duration: WINDOW }
  const limiter = shared
    ? new RateLimiterCluster({ ...options, timeoutMs: 1_000 })
    : new RateLimiterMemory(options)
  const told = ({ consumedPoints, msBeforeNext }: RateLimiterRes) => ({
    count: consumedPoints,
    forgottenAfter: Math.max(0, msBeforeNext),
  })
  return {
    count: key =>
      limiter.consume(key).then(told, (refusal: unknown) => {
        // Whoever has had enough is refused with the same figures.
        if (refusal instanceof Error) throw refusal
        return told(refusal as RateLimiterRes)
      }),
  }
}
