import type { Waiting } from '../store/dispatch.js'

/** Slots that one endpoint may have at the same time. */
const SHARE = 8
/** Slots of all endpoints together, */
const SLOTS = 64
/** and up to here whoever has none still gets its first: it never waits behind the many of others. */
export const FIRST_SLOTS = 512

/**
 * How many more deliveries each endpoint may have under way. Every waiting endpoint gets its first slot before any gets its
 * second, whichever tenant's it is. One that did not answer the last time gets one at a time.
 */
export function shareOut(
  waiting: readonly Waiting[],
  underWay: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  const given = new Map<string, number>()
  let taken = [...underWay.values()].reduce((sum, count) => sum + count, 0)
  for (let round = 0; round < SHARE; round++)
    for (const { key, isTroubled } of waiting) {
      const hasThisOne = (underWay.get(key) ?? 0) > round
      const isFull = taken >= (round === 0 ? FIRST_SLOTS : SLOTS)
      if (isFull || hasThisOne || (isTroubled && round > 0)) continue
      given.set(key, (given.get(key) ?? 0) + 1)
      taken++
    }
  return given
}
