import { desk, LEASE_MINUTES } from '../api/desk.js'
import type { Case } from '../api/shapes.js'
import { isQueue, nextFilters } from './filters.js'
import { later } from './later.js'
import { giveBack, hold, leased } from './leases.js'
import { place } from './place.js'
import { rows } from './rows.js'

/** The service skips so many at most. */
const SKIPPED_AT_MOST = 100

/** The case after the open one, asked for while that one is read, so that a decision opens it at once. */
let ahead: Promise<Case | null> | null = null
/** What became of the cases that are on their way: decided or taken by somebody else. */
const lost = new Set<string>()
/** Decided here, and not yet acknowledged: the service must not hand them out again. */
export const deciding = new Set<string>()

export function lookAhead(): void {
  if (!isQueue.value) return
  if (ahead !== null)
    void ahead.then(
      found => found !== null && liesBehind(found.id) && lookAnew(),
      () => undefined,
    )
  else lookOn()
}

/** The moderator moved past it: what follows the open case is another one now. */
function liesBehind(id: string): boolean {
  const at = rows.value.findIndex(row => row.id === id)
  return at >= 0 && at < place.value
}

function lookAnew(): void {
  forgetAhead()
  lookOn()
}

function lookOn(): void {
  ahead = fetchNext()
  // Nobody waits for it yet; whoever does asks again.
  ahead.catch(() => {
    ahead = null
  })
}

/** The next case, leased; null only when the service has none. */
export async function takeNext(): Promise<Case | null> {
  const waiting = ahead
  ahead = null
  const found = await waiting?.catch(() => null)
  if (found && !lost.delete(found.id)) return found
  return fetchNext()
}

/** The case if it is the one ahead: then it is at hand, and leased. */
export async function takeIfAhead(id: string): Promise<Case | null> {
  const waiting = ahead
  const found = await waiting?.catch(() => null)
  if (found?.id !== id || ahead !== waiting || lost.has(id)) return null
  ahead = null
  return found
}

/** A case that was fetched and is not wanted at this moment. */
export function keepAhead(found: Case): void {
  if (ahead === null) ahead = Promise.resolve(found)
  else giveBack(found.id)
}

/** Gives the case back: other filters are set, or the page is left. */
export function forgetAhead(leaving = false): void {
  const waiting = ahead
  ahead = null
  void waiting?.then(
    found => found && giveBack(found.id, leaving),
    () => undefined,
  )
}

/** Somebody else decided or took it. */
export function loseAhead(id: string): void {
  if (ahead !== null) lost.add(id)
}

/**
 * Asks the queue. The rows above the open one were passed over, so what follows it comes first; then anything that was
 * passed over; what was put off for later never comes by itself.
 */
async function fetchNext(): Promise<Case | null> {
  const passed = rows.value.slice(0, place.value).map(({ id }) => id)
  const never = [...later.value, ...deciding, ...leased()]
  for (const skipped of passed.length > 0 ? [[...passed, ...never], never] : [never]) {
    const skip = [...new Set(skipped.toReversed())].slice(0, SKIPPED_AT_MOST)
    const found = await desk.next({ ...nextFilters(), skip, minutes: LEASE_MINUTES })
    if (found === null) continue
    hold(found.id)
    lost.delete(found.id)
    return found
  }
  return null
}
