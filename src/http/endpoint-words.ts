import { mayBePublic } from '../contract/public-address.js'
import { MOST_ENDPOINTS } from '../store/endpoint-settings.js'
import type { Endpoint } from '../store/endpoints.js'
import { Problem } from './problems.js'

/** How an endpoint does, in the words of the API. */
export function stateOf({ enabled, failures, pausedUntil }: Endpoint) {
  const state = !enabled ? 'disabled' : pausedUntil === null ? 'delivering' : 'paused'
  return { state, failures, pausedUntil } as const
}

/** What was set before such URLs were refused may hold a password. */
export function withoutUser(endpoint: string): string {
  const url = new URL(endpoint)
  if (url.username === '' && url.password === '') return endpoint
  url.username = ''
  url.password = ''
  return url.href
}

/** Throws where the URL leads into our own network and must not. */
export function refuseInside(url: string, allowPrivate: boolean): void {
  if (allowPrivate || mayBePublic(new URL(url))) return
  throw new Problem('validation_failed', 'One field of the body does not fit.', [
    {
      pointer: '/url',
      detail: 'Expected a public address: private, loopback and link-local ones are not called',
    },
  ])
}

export const tooMany = (): Problem =>
  new Problem('endpoints_full', `There are ${MOST_ENDPOINTS} endpoints already: remove one of them first.`)
