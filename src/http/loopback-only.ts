import type { IncomingHttpHeaders } from 'node:http'
import ipaddr from 'ipaddr.js'
import { Problem } from './problems.js'

/**
 * While there are no keys everybody on this machine may do everything, and a web page that somebody visits here is on this
 * machine too. Such a page reaches the service under a name of its own that it lets resolve to 127.0.0.1 (DNS rebinding),
 * or blindly from its own origin. Throws `Problem` (403) for both; `allowed` are origins that the operator has named.
 */
export function refuseStrangers(headers: IncomingHttpHeaders, allowed: readonly string[]): void {
  const { host = '', origin, 'sec-fetch-site': site } = headers
  if (!isLoopbackName(host)) throw new Problem('keys_needed', NAME)
  if (origin !== undefined && allowed.includes(origin)) return
  if (site === 'cross-site' || (origin !== undefined && !isOriginOf(host, origin)))
    throw new Problem('keys_needed', ORIGIN)
}

const MAKE_KEYS = 'Make a key first: npm run keys -- create --tenant NAME --role admin.'
const NAME = `Without keys the service answers to localhost, 127.0.0.1 and [::1] only. ${MAKE_KEYS}`
const ORIGIN = `Without keys the service answers no pages of other origins. ${MAKE_KEYS}`

function isLoopbackName(host: string): boolean {
  const name = urlOf(`http://${host}`)?.hostname.replace(/^\[|\]$/g, '')
  if (name === undefined) return false
  return name === 'localhost' || (ipaddr.isValid(name) && ipaddr.parse(name).range() === 'loopback')
}

/** `null`, the origin of sandboxed pages, is nobody's. */
function isOriginOf(host: string, origin: string): boolean {
  const own = urlOf(origin)
  return own !== undefined && own.host === urlOf(`${own.protocol}//${host}`)?.host
}

function urlOf(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined
}
