import { LRUCache } from 'lru-cache'
import type { Caller, Keys } from '../store/keys.js'

type Admission =
  | { readonly kind: 'admitted'; readonly caller: Caller }
  /** There are keys, and the request has none. */
  | { readonly kind: 'missing' }
  /** The header holds no valid key. */
  | { readonly kind: 'unknown' }

/** Admits requests with a valid key, and all requests as long as no key was ever made. */
export type Gatekeeper = (authorization: string | undefined) => Promise<Admission>

/** The caller while no key exists: the service then listens on a loopback address only. */
export const ANYBODY: Caller = { tenant: 'default', role: 'admin', actor: 'open' }

/** Milliseconds that a key is trusted without asking the store again: a revoked one works no longer than this. */
export const TRUST = 5_000

/** Milliseconds that a key is trusted while the store does not answer. */
const TRUST_WITHOUT_STORE = 600_000

const MOST_REMEMBERED = 10_000

export interface GatekeeperOptions {
  /** Whether there were keys when the store was opened. */
  readonly hasKeys: boolean
  readonly now?: () => number
}

export function buildGatekeeper(
  keys: Pick<Keys, 'any' | 'identify'>,
  { hasKeys, now = Date.now }: GatekeeperOptions,
): Gatekeeper {
  // Only valid keys are kept, so requests with invented ones cannot fill it.
  const remembered = new LRUCache<string, { readonly caller: Caller; readonly since: number }>({
    max: MOST_REMEMBERED,
    ttl: TRUST_WITHOUT_STORE,
    ttlResolution: 0,
    perf: { now },
  })
  let locked = hasKeys
  let openUntil = 0

  return async authorization => {
    if (await isOpen()) return { kind: 'admitted', caller: ANYBODY }
    if (authorization === undefined) return { kind: 'missing' }
    const key = /^Bearer +(\S+)$/i.exec(authorization)?.[1]
    const caller = key === undefined ? undefined : await callerOf(key)
    return caller === undefined ? { kind: 'unknown' } : { kind: 'admitted', caller }
  }

  /** Once a key was made the service never opens again, even when the last one is revoked. */
  async function isOpen(): Promise<boolean> {
    if (locked || now() < openUntil) return !locked
    // While the store does not answer, nothing changes.
    locked = await keys.any().catch(() => false)
    openUntil = now() + 1_000
    return !locked
  }

  async function callerOf(key: string): Promise<Caller | undefined> {
    const known = remembered.get(key)
    if (known && now() - known.since < TRUST) return known.caller
    try {
      const caller = await keys.identify(key)
      if (caller) remembered.set(key, { caller, since: now() })
      else remembered.delete(key)
      return caller
    } catch (failure) {
      if (known) return known.caller
      throw failure
    }
  }
}
