import { LRUCache } from 'lru-cache'
import { type SharedCounts, WINDOW_SECONDS } from '../store/shared-counts.js'
import type { Count, Limiter } from './limiters.js'

/** Milliseconds after which what others have added is asked for again. */
const FRESH = 1_000
/** Milliseconds that points wait to be told to the others. */
const BETWEEN_TELLINGS = 200
/** Milliseconds that counts which could not be reached are left alone. */
const REST = 2_000
const MOST_REMEMBERED = 50_000

/** What is known of one key in its minute. */
interface Known {
  /** What all together had added when they were last asked. */
  total: number
  /** Added here and not told yet. */
  pending: number
  askedAt: number
  endsAt: number
  /** While they are asked. */
  asking: Promise<void> | undefined
  /** Points will be told before long. */
  isDue: boolean
}

export interface SharedLimiterParts {
  readonly name: string
  readonly most: number
  readonly counts: SharedCounts
  /** Counts for this instance alone while the others cannot be reached. */
  readonly alone: Limiter
  /** Told once when they cannot be reached, and once when they can again. */
  readonly onReach: (isReached: boolean, failure?: unknown) => void
  readonly now?: () => number
}

/**
 * A limit that holds across instances, without asking at each request: points are added here, and told to the others
 * when they come to a hundredth of the limit, or after 200 ms. So a caller who sends to all instances at once can pass the
 * limit by a hundredth an instance; a limit below a hundred is exact. Who is slow, below once a second, asks each time.
 */
export function buildSharedLimiter(parts: SharedLimiterParts): Limiter {
  const { name, most, counts, alone, onReach, now = Date.now } = parts
  const slack = Math.floor(most / 100)
  const known = new LRUCache<string, Known>({ max: MOST_REMEMBERED })
  let awayUntil = 0
  let isReached = true

  return {
    count: async (key, points = 1) => {
      const one = entryOf(key)
      one.pending += points
      const isOld = now() - one.askedAt >= FRESH
      // Beyond the limit nothing depends on how far.
      const isMuch = one.pending > slack && one.total <= most
      if (isOld || isMuch) await ask(key, one)
      else later(key, one)
      if (now() < awayUntil) return alone.count(key, points)
      return { count: one.total + one.pending, resetAfter: Math.max(0, one.endsAt - now()) } satisfies Count
    },
    giveBack: async (key, points) => {
      if (now() < awayUntil) await alone.giveBack(key, points)
      const one = entryOf(key)
      one.pending -= points
      later(key, one)
    },
  }

  function entryOf(key: string): Known {
    const found = known.get(key)
    if (found && found.endsAt > now()) return found
    const fresh: Known = {
      total: 0,
      pending: 0,
      askedAt: Number.NEGATIVE_INFINITY,
      endsAt: now() + WINDOW_SECONDS * 1_000,
      asking: undefined,
      isDue: false,
    }
    known.set(key, fresh)
    return fresh
  }

  /** Tells what was added here, and learns what all have. Who comes while it is under way waits, and tells the rest. */
  async function ask(key: string, one: Known): Promise<void> {
    await one.asking
    if (one.asking || one.pending === 0) return one.asking
    one.asking = tell(key, one).finally(() => {
      one.asking = undefined
    })
    await one.asking
  }

  async function tell(key: string, one: Known): Promise<void> {
    if (now() < awayUntil) return
    const points = one.pending
    one.pending = 0
    try {
      const { count, resetAfter } = await counts.add(`${name} ${key}`, points)
      one.total = count
      one.askedAt = now()
      one.endsAt = one.askedAt + resetAfter
      reached(true)
    } catch (failure) {
      one.pending += points
      awayUntil = now() + REST
      reached(false, failure)
    }
  }

  function later(key: string, one: Known): void {
    if (one.isDue) return
    one.isDue = true
    setTimeout(() => {
      one.isDue = false
      void ask(key, one)
    }, BETWEEN_TELLINGS).unref()
  }

  function reached(is: boolean, failure?: unknown): void {
    if (is === isReached) return
    isReached = is
    onReach(is, failure)
  }
}
