import { RateLimiterCluster, RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible'
import { WINDOW_SECONDS } from '../store/shared-counts.js'

/** How much of a minute's limit is used, and the milliseconds until it starts at zero again. */
export interface Count {
  readonly count: number
  readonly resetAfter: number
}

/** Builds what counts under a name against a limit a minute. */
export type LimiterFor = (name: string, most: number) => Limiter

/** Counts by caller or address. */
export interface Limiter {
  /** Adds so many, one unless said; what goes beyond the limit is counted too. */
  count(key: string, points?: number): Promise<Count>
  /** Takes back what was counted and not used. */
  giveBack(key: string, points: number): Promise<void>
}

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
    count: (key, points = 1) =>
      limiter.consume(key, points).then(countOf, (refusal: unknown) => {
        // The library rejects with the same figures when the limit is passed.
        if (refusal instanceof Error) throw refusal
        return countOf(refusal as RateLimiterRes)
      }),
    giveBack: async (key, points) => void (await limiter.reward(key, points)),
  }
}
