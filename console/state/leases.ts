import { desk } from '../api/desk.js'
import { Failure } from '../api/failure.js'
import type { Claim } from '../api/shapes.js'
import { session } from './session.js'

/** The cases that are this moderator's own for now. */
const held = new Set<string>()
/** Milliseconds between two renewals, well within the lease. */
const RENEWAL = 4 * 60_000

export function hold(id: string): void {
  held.add(id)
}

export function holds(id: string): boolean {
  return held.has(id)
}

export function leased(): readonly string[] {
  return [...held]
}

/** Decided, or lost: nothing is to be given back. */
export function letGo(id: string): void {
  held.delete(id)
}

/** Frees the case for others. When that cannot be said the lease runs out by itself. */
export function giveBack(id: string, leaving = false): void {
  if (held.delete(id)) void desk.release(id, leaving).catch(() => undefined)
}

/** Who else works on it now; null when nobody does. */
export function otherHolder(claim: Claim | null, now: number): string | null {
  if (claim === null || claim.by === session.value?.name) return null
  return Date.parse(claim.until) > now ? claim.by : null
}

setInterval(async () => {
  for (const id of held) {
    try {
      await desk.claim(id)
    } catch (error) {
      if (error instanceof Failure && ['claimed', 'decided', 'gone'].includes(error.kind)) held.delete(id)
    }
  }
}, RENEWAL)
