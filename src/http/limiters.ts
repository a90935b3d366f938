import { RateLimiterCluster, RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible'

/** Counts requests by caller or address. */
export interface Limiter {
  /** Adds one; resolves with the count of the current minute and the milliseconds until it starts at zero again. */
  count(key: string): Promise<{ readonly count: number; readonly resetAfter: number }>
}

const WINDOW_SECONDS = 60

/**
 * A fixed window of a minute. With `shared`, this is one of several worker processes and the primary counts for all.
 */
export function buildLimiter(name: string, most: number, shared: boolean): Limiter {
  const options = { keyPrefix: name, points: most, duration: WINDOW_SECONDS }
  const limiter = shared
    ? new RateLimiterCluster({ ...options, timeoutMs: 1_000 })
    : new RateLimiterMemory(options)
  const countOf = ({ consumedPoints, msBeforeNext }: RateLimiterRes) => ({
    count: consumedPoints,
    resetAfter: Math.max(0, msBeforeNext),
  })
  return {
    count: key =>
      limiter.consume(key).then(countOf, (refusal: unknown) => {
        // The library rejects with the same figures when the limit is passed.
        if (refusal instanceof Error) throw refusal
        return countOf(refusal as RateLimiterRes)
      }),
  }
}
