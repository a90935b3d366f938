import type { Waiting } from '../store/dispatch.js'

/** Slots that one tenant may have at the same time. */
const SHARE = 8

/**
 * How many more deliveries each tenant may have under way, out of the free slots. Every waiting tenant gets its first slot
 * before any gets its second, so that nobody waits behind the many of another. An endpoint that did not answer the last
 * time gets one at a time.
 */
export function shareOut(
  waiting: readonly Waiting[],
  underWay: ReadonlyMap<string, number>,
  free: number,
): ReadonlyMap<string, number> {
  const given = new Map<string, number>()
  let left = free
  for (let round = 0; round < SHARE; round++)
    for (const { tenant, isTroubled } of waiting) {
      const hasThisOne = (underWay.get(tenant) ?? 0) > round
      if (left === 0 || hasThisOne || (isTroubled && round > 0)) continue
      given.set(tenant, (given.get(tenant) ?? 0) + 1)
      left--
    }
  return given
}
