import type { Caller, Keys } from '../store/keys.js'

type Admission =
  | { readonly kind: 'admitted'; readonly caller: Caller }
  /** There are keys, and none was shown. */
  | { readonly kind: 'missing' }
  /** What was shown is no valid key. */
  | { readonly kind: 'unknown' }

/** Lets in whoever shows a key; everybody, while no key was ever made. */
export type Gatekeeper = (authorization: string | undefined) => Promise<Admission>

/** Whoever comes while no key exists: the service then listens on a loopback address only. */
const ANYBODY: Caller = { tenant: 'default', role: 'admin', actor: 'open' }

/** Milliseconds that a key is believed without asking the store again: a revoked one works no longer than this. */
export const TRUST = 5_000
const MOST_REMEMBERED = 10_000

/** Milliseconds that a key is believed on while the store does not answer. */
const TRUST_WITHOUT_STORE = 600_000

export interface GatekeeperOptions {
  /** Whether there were keys when the store was opened. */
  readonly hasKeys: boolean
  readonly now?: () => number
}

export function buildGatekeeper(
  keys: Pick<Keys, 'any' | 'identify'>,
  { hasKeys, now = Date.now }: GatekeeperOptions,
): Gatekeeper {
  const remembered = new Map<string, { readonly caller: Caller; readonly since: number }>()
  let locked = hasKeys
  let openUntil = 0

  return async authorization => {
    if (await isOpen()) return { kind: 'admitted', caller: ANYBODY }
    if (authorization === undefined) return { kind: 'missing' }
    const key = /^Bearer +(\S+)$/i.exec(authorization)?.[1]
    const caller = key === undefined ? undefined : await callerOf(key)
    return caller === undefined ? { kind: 'unknown' } : { kind: 'admitted', caller }
  }

  /** Once there is a key it stays so: revoking the last one does not open the door. */
  async function isOpen(): Promise<boolean> {
    if (locked || now() < openUntil) return !locked
    // A store that does not answer changes nothing: the door stays as it was.
    locked = await keys.any().catch(() => false)
    openUntil = now() + 1_000
    return !locked
  }

  async function callerOf(key: string): Promise<Caller | undefined> {
    const known = remembered.get(key)
    if (known && now() - known.since < TRUST) return known.caller
    try {
      const caller = await keys.identify(key)
      remember(key, caller)
      return caller
    } catch (failure) {
      if (known && now() - known.since < TRUST_WITHOUT_STORE) return known.caller
      throw failure
    }
  }

  /** Only valid keys are remembered: strangers cannot fill the memory. */
  function remember(key: string, caller: Caller | undefined): void {
    remembered.delete(key)
    if (!caller) return
    if (remembered.size >= MOST_REMEMBERED) remembered.clear()
    remembered.set(key, { caller, since: now() })
  }
}
