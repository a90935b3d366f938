import type { Limiter } from './limiters.js'

/** What a caller may have judged now. */
export interface Grant {
  /** Messages, at most as many as were asked for. */
  readonly granted: number
  /** Messages that are left of this minute's limit. */
  readonly remaining: number
  /** Seconds until the limit starts anew. */
  readonly retryAfter: number
}

/** A limit of messages a minute, whatever requests they come in. */
export interface MessageLimit {
  readonly most: number
  /** Takes as many of the wanted messages as are left. */
  readonly take: (key: string, wanted: number) => Promise<Grant>
  /** Takes all of them, or none. */
  readonly takeAll: (key: string, wanted: number) => Promise<Grant>
}

export function buildMessageLimit(limiter: Limiter, most: number): MessageLimit {
  return {
    most,
    take: async (key, wanted) => {
      const grant = await grantOf(key, wanted)
      if (grant.granted < wanted) await limiter.giveBack(key, wanted - grant.granted)
      return grant
    },
    takeAll: async (key, wanted) => {
      const grant = await grantOf(key, wanted)
      if (grant.granted === wanted) return grant
      // A caller who then sends a smaller batch still has what is left.
      await limiter.giveBack(key, wanted)
      return { ...grant, granted: 0, remaining: grant.granted }
    },
  }

  async function grantOf(key: string, wanted: number): Promise<Grant> {
    const { count, resetAfter } = await limiter.count(key, wanted)
    return {
      granted: Math.max(0, Math.min(wanted, most - (count - wanted))),
      remaining: Math.max(0, most - count),
      retryAfter: Math.ceil(resetAfter / 1_000),
    }
  }
}
