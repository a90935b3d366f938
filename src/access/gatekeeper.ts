import { LRUCache } from 'lru-cache'
import type { Caller, Keys } from '../store/keys.js'
import type { Sessions } from '../store/sessions.js'

/** By what somebody was let in. */
export interface Admitted {
  readonly kind: 'admitted'
  readonly caller: Caller
  readonly by: 'key' | 'oidc' | 'open'
  /** When the session is over; null for what does not end by itself. */
  readonly expiresAt: string | null
}

type Admission =
  | Admitted
  /** There are keys, and the request has none. */
  | { readonly kind: 'missing' }
  /** The header holds no valid key. */
  | { readonly kind: 'unknown' }
  /** The session is over, or there never was one. */
  | { readonly kind: 'ended' }

/**
 * Admits requests with a valid key or a session, and all requests as long as no key was ever made. The key counts where
 * there are both.
 */
export interface Gatekeeper {
  (authorization: string | undefined, session?: string | undefined): Promise<Admission>
  /** Whether all requests are admitted. */
  isOpen(): Promise<boolean>
  /** From now on this process does not believe the session any more. */
  forget(session: string): void
}

/** The caller while no key exists: the service then listens on a loopback address only. */
export const ANYBODY: Caller = { tenant: 'default', role: 'admin', actor: 'open' }

/**
 * Milliseconds that a key is trusted without asking the store again: with the way there a revoked one works less than a
 * second, on every instance. It costs one look-up by primary key a second and key in use.
 */
export const TRUST = 900

/**
 * Milliseconds that a key is trusted while the store does not answer, from its last yes: a fail-over is bridged, and a
 * revoked key works no longer than this whatever becomes of the store.
 */
export const TRUST_WITHOUT_STORE = 60_000

/** Milliseconds that a caller whom the store knew waits for its word, and that it is not asked again if none comes. */
const WAIT = 1_000

const MOST_REMEMBERED = 10_000

export interface GatekeeperOptions {
  /** Whether there were keys when the store was opened, or people sign in: it is never open then. */
  readonly hasKeys: boolean
  /** Absent: nobody signs in. */
  readonly sessions?: Pick<Sessions, 'identify'> | undefined
  readonly now?: () => number
}

export function buildGatekeeper(
  keys: Pick<Keys, 'any' | 'identify'>,
  { hasKeys, sessions, now = Date.now }: GatekeeperOptions,
): Gatekeeper {
  // Only valid keys are kept, so requests with invented ones cannot fill it.
  const remembered = new LRUCache<string, { readonly admitted: Admitted; readonly since: number }>({
    max: MOST_REMEMBERED,
    ttl: TRUST_WITHOUT_STORE,
    ttlResolution: 0,
    perf: { now },
  })
  let locked = hasKeys
  let openUntil = 0
  /** While the store does not answer. */
  let silentUntil = 0

  return Object.assign(admit, { isOpen, forget: (session: string) => void remembered.delete(session) })

  async function admit(authorization: string | undefined, session?: string): Promise<Admission> {
    if (await isOpen()) return { kind: 'admitted', caller: ANYBODY, by: 'open', expiresAt: null }
    if (authorization !== undefined) {
      const key = /^Bearer +(\S+)$/i.exec(authorization)?.[1]
      return (key !== undefined && (await admitted(key, askForKey))) || { kind: 'unknown' }
    }
    if (session === undefined) return { kind: 'missing' }
    const found = await admitted(session, askForSession)
    return found && !isOver(found) ? found : { kind: 'ended' }
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

  async function admitted(secret: string, ask: Ask): Promise<Admitted | undefined> {
    const known = remembered.get(secret)
    if (!known) return askNow(secret, ask)
    if (now() - known.since < TRUST || now() < silentUntil) return known.admitted
    return soon(askNow(secret, ask)).catch(() => {
      silentUntil = now() + WAIT
      return known.admitted
    })
  }

  /** What the store says counts whenever it comes: also when nobody waits for it any more. */
  async function askNow(secret: string, ask: Ask): Promise<Admitted | undefined> {
    const since = now()
    const answer = await ask(secret)
    if (answer) remembered.set(secret, { admitted: answer, since }, { start: since })
    else remembered.delete(secret)
    return answer
  }

  async function askForKey(key: string): Promise<Admitted | undefined> {
    const caller = await keys.identify(key)
    return caller && { kind: 'admitted', caller, by: 'key', expiresAt: null }
  }

  async function askForSession(token: string): Promise<Admitted | undefined> {
    const session = await sessions?.identify(token)
    return session && { kind: 'admitted', by: 'oidc', ...session }
  }

  function isOver({ expiresAt }: Admitted): boolean {
    return expiresAt !== null && Date.parse(expiresAt) <= now()
  }
}

/** Asks the store whom a secret stands for. */
type Ask = (secret: string) => Promise<Admitted | undefined>

/** Rejects when there is no answer after `WAIT`. */
function soon<Answer>(answer: Promise<Answer>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const clock = setTimeout(() => reject(new Error('no answer yet')), WAIT)
    answer.then(resolve, reject).finally(() => clearTimeout(clock))
  })
}
