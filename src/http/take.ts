import type { FastifyReply } from 'fastify'
import type { Limiter } from './limiters.js'
import { Problem } from './problems.js'

/** Counts one more against so many a minute; beyond them throws a 429 that says when to come again. */
export async function take(
  limiter: Limiter,
  most: number,
  key: string,
  reply: FastifyReply,
  detail: string,
): Promise<void> {
  const used = await limiter.count(key).catch(() => undefined)
  // Shared counts live in the primary process: while it does not answer, requests pass uncounted.
  if (used === undefined || used.count <= most) return
  void reply.header('retry-after', Math.ceil(used.resetAfter / 1_000))
  throw new Problem('too_many_requests', detail)
}
