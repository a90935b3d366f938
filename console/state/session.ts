import { signal } from '@preact/signals'
import { carry } from '../api/ask.js'
import { desk } from '../api/desk.js'
import { Failure } from '../api/failure.js'
import type { Session, Ways } from '../api/shapes.js'
import { words } from '../words/words.js'
import { wordsOf } from './notices.js'

/** `asking`: not known yet; `out`: a sign-in is shown; `in`: the desk is. */
export const door = signal<'asking' | 'out' | 'in'>('asking')
export const session = signal<Session | null>(null)
export const ways = signal<Ways>({ keys: true, open: false, oidc: null })
/** Why the last attempt failed; '' where there was none. */
export const refusal = signal('')

const KEY = 'sekisho.key'
/** Set while a provider has signed this browser in: only then is it asked who that is, so that a first visit fails nowhere. */
const BY_PROVIDER = 'sekisho.by-provider'

/** Finds out whether somebody is signed in already: no key needed, a key kept by this tab, or a provider's cookie. */
export async function comeIn(): Promise<void> {
  try {
    ways.value = await desk.ways()
  } catch (error) {
    refusal.value = wordsOf(error)
    door.value = 'out'
    return
  }
  const failed = new URLSearchParams(location.search).get('sign-in')
  if (failed !== null) {
    localStorage.removeItem(BY_PROVIDER)
    history.replaceState(null, '', '/console')
    refusal.value = words.value.signIn.failed(failed)
    door.value = 'out'
    return
  }
  const key = sessionStorage.getItem(KEY)
  if (key !== null) return enter(key)
  if (ways.value.open || localStorage.getItem(BY_PROVIDER) !== null) return enter('')
  door.value = 'out'
}

/** Tries a key; '' tries without. */
export async function enter(key: string): Promise<void> {
  carry(key)
  try {
    const found = await desk.session()
    if (found.role === 'platform') throw new Failure('no_right')
    if (key) sessionStorage.setItem(KEY, key)
    session.value = found
    refusal.value = ''
    door.value = 'in'
  } catch (error) {
    const passing = error instanceof Failure && error.kind !== 'wrong_key'
    // A key that may still be right is not thrown away because the network is down.
    if (!passing) forget()
    // Coming back after a provider's session has ended is no mistake of anybody's.
    refusal.value = key || passing ? wordsOf(error) : ''
    door.value = 'out'
  }
}

/** The browser leaves for the provider and comes back with a cookie. */
export function leaveForProvider(url: string): void {
  localStorage.setItem(BY_PROVIDER, 'yes')
  const to = encodeURIComponent(location.pathname + location.search)
  location.assign(`${url}?to=${to}`)
}

export async function signOut(): Promise<void> {
  if (session.value?.by === 'oidc') await desk.signOut().catch(() => undefined)
  forget()
  location.assign('/console')
}

/** A key that worked does so no more. */
export function ended(): void {
  if (door.value !== 'in') return
  forget()
  session.value = null
  refusal.value = words.value.sessionEnded
  door.value = 'out'
}

function forget(): void {
  carry('')
  sessionStorage.removeItem(KEY)
  localStorage.removeItem(BY_PROVIDER)
}
