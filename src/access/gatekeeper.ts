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

/**
 * Milliseconds that a key is trusted while the store does not answer, from its last yes: a fail-over is bridged, and a
 * revoked key works no longer than this whatever becomes of the store.
 */
export const TRUST_WITHOUT_STORE = 60_000

/** Milliseconds that a caller whom the store knew waits for its word, and that it is not asked again if none comes. */
const WAIT = 1_000

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
  /** While the store does not answer. */
  let silentUntil = 0

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
    openUntil = now() + WAIT
    const asked = keys.any().then(any => {
      locked ||= any
    })
    // While the store does not answer, nothing changes.
    await soon(asked).catch(() => undefined)
    return !locked
  }

  async function callerOf(key: string): Promise<Caller | undefined> {
    const known = remembered.get(key)
    if (!known) return ask(key)
    if (now() - known.since < TRUST || now() < silentUntil) return known.caller
    return soon(ask(key)).catch(() => {
      silentUntil = now() + WAIT
      return known.caller
    })
  }

  /** What the store says counts whenever it comes: also when nobody waits for it any more. */
  async function ask(key: string): Promise<Caller | undefined> {
    const since = now()
    const caller = await keys.identify(key)
    if (caller) remembered.set(key, { caller, since }, { start: since })
    else remembered.delete(key)
    return caller
  }
}

/** Rejects when there is no answer after `WAIT`. */
function soon<Answer>(answer: Promise<Answer>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const clock = setTimeout(() => reject(new Error('no answer yet')), WAIT)
    answer.then(resolve, reject).finally(() => clearTimeout(clock))
  })
}
