import { createHash } from 'node:crypto'
import type { Redis } from 'ioredis'
import pg from 'pg'
import type { RateLimiterStoreAbstract } from 'rate-limiter-flexible'

/** Seconds after which a count starts at zero again. */
export const WINDOW_SECONDS = 60

/** Counts that all instances add to. Every method rejects while they cannot be reached. */
export interface SharedCounts {
  /** Adds so many points, fewer than none too; returns what all have added, and the milliseconds until it starts anew. */
  add(key: string, points: number): Promise<{ readonly count: number; readonly resetAfter: number }>
  close(): Promise<void>
}

/** Milliseconds to wait for an answer: a request may be waiting. */
const PATIENCE = 300
const TABLE = 'rate_counts'

/** In the service's own PostgreSQL, in a table that no crash has to bring back. */
export async function countsInPostgres(url: string): Promise<SharedCounts> {
  const { RateLimiterPostgres } = await import('rate-limiter-flexible')
  const pool = new pg.Pool({
    connectionString: url,
    max: 2,
    connectionTimeoutMillis: PATIENCE,
    query_timeout: PATIENCE,
    statement_timeout: PATIENCE,
    application_name: 'sekisho limits',
  })
  // An idle connection that the server drops is no failure: the next count connects anew.
  pool.on('error', () => undefined)
  const limiter = new RateLimiterPostgres({
    storeClient: pool,
    storeType: 'pool',
    tableName: TABLE,
    tableCreated: true,
    keyPrefix: '',
    points: 1,
    duration: WINDOW_SECONDS,
  })
  return countsOf(limiter, () => pool.end())
}

/** `rediss://` too. Written before they are known to be reachable: a start does not wait for them. */
export async function countsInRedis(url: string): Promise<SharedCounts> {
  const [{ RateLimiterRedis }, { Redis: Client }] = await Promise.all([
    import('rate-limiter-flexible'),
    import('ioredis'),
  ])
  const redis: Redis = new Client(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: PATIENCE,
    connectTimeout: 2_000,
  })
  // Told by what is counted; without a listener it would be told on standard error, once a second.
  redis.on('error', () => undefined)
  const limiter = new RateLimiterRedis({
    storeClient: redis,
    keyPrefix: 'sekisho',
    points: 1,
    duration: WINDOW_SECONDS,
  })
  return countsOf(limiter, async () => redis.disconnect())
}

function countsOf(limiter: RateLimiterStoreAbstract, close: () => Promise<void>): SharedCounts {
  return {
    add: async (key, points) => {
      const { consumedPoints, msBeforeNext } = await limiter.penalty(hashOf(key), points)
      return { count: consumedPoints, resetAfter: Math.max(0, msBeforeNext) }
    },
    close,
  }
}

/** Names of tenants, keys and clients stay here. */
function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('base64url')
}
