import { LinkifyIt } from 'linkify-it'
import { parse as parseDomain } from 'tldts'
import type { ProfileBehind } from './profiles.js'
import type { Find, Shown, Sighting } from './sighting.js'

const linkify = new LinkifyIt({ fuzzyLink: true, fuzzyEmail: false }).tlds(
  'xyz online site app dev top click link store club work live page tokyo vip fun space website cloud blog'.split(
    ' ',
  ),
  true,
)

/** Names of files and of products that end like a domain: a logo.ai, a main.py, ASP.NET. */
const FILE_ENDING = /\.(?:ai|py|md|sh|pl|ps|so|rs|cc|cs|zip|mov|app|ms|tf|vi|mp|pa|gs|st|la|im|mm)$/u
const PRODUCT = /^(?:asp|vb|ado|ml|c#|dot|paint)\.net$/u

/** Tells where a visitor came from, and nothing about where the link leads. */
const TRACKING =
  /^(?:utm_\w+|fbclid|gclid|yclid|dclid|msclkid|igshid|igsh|mc_cid|mc_eid|ref_src|si|feature|twclid|ttclid|_ga|_gl|openExternalBrowser)$/iu

/** t.co */
const SHORTEST = 4

/** Links, and whom a link leads to where it says so. */
export const buildFindLinks =
  (profileBehind: ProfileBehind): Find =>
  shown => {
    if (shown.longestRow < SHORTEST) return []
    if (!shown.text.includes('://') && !(shown.text.includes('.') && /[a-z0-9]\.[a-z]/u.test(shown.text)))
      return []
    // Libraries swallow the Japanese that follows a link: they are shown the ASCII only, at the same offsets.
    const ascii = shown.text.replace(/[^\x21-\x7e]/gu, ' ')
    return (linkify.match(ascii) ?? []).flatMap(({ index, lastIndex, schema }): Sighting[] =>
      schema === '' || /^https?:$/u.test(schema)
        ? linkAt(shown, { start: index, end: lastIndex }, schema !== '', profileBehind)
        : [],
    )
  }

const MAIL =
  /(?<![a-z0-9._%+@/-])[a-z0-9_][a-z0-9._%+-]{0,63}@(?<host>[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,5})/gu

/** Mail addresses. Not by the library of links, which takes the colon of 「メール:」 for a part of the name. */
export const findMailAddresses: Find = ({ text, longestRow }) => {
  if (longestRow < SHORTEST || !text.includes('@')) return []
  return [...text.matchAll(MAIL)].flatMap((match): Sighting[] => {
    const { domain, isIcann } = parseDomain(match.groups?.host ?? '')
    const place = { start: match.index, end: match.index + match[0].length }
    return domain !== null && isIcann === true ? [{ ...place, type: 'email', value: match[0] }] : []
  })
}

interface Place {
  readonly start: number
  readonly end: number
}

function linkAt(
  { text, cased }: Shown,
  place: Place,
  hasScheme: boolean,
  profileBehind: ProfileBehind,
): Sighting[] {
  const { start, end } = place
  // `user@host` without a scheme is no link; a handle may stand in front of what looks like one.
  if (!hasScheme && /[@\w]/u.test(text.charAt(start - 1))) return []
  const url = urlOf(hasScheme ? cased(start, end) : `https://${cased(start, end)}`)
  if (!url) return []
  const { hostname, domain, isIcann, isPrivate, isIp } = parseDomain(url.href, { allowPrivateDomains: true })
  if (isIp === true) return hasScheme ? [{ ...place, type: 'url', value: plainUrl(url) }] : []
  if (hostname === null || domain === null || (isIcann !== true && isPrivate !== true)) return []
  const isBare = !hasScheme && url.pathname === '/' && url.search === ''
  const isNamed = url.hostname.startsWith('www.')
  if (isBare && !isNamed && (FILE_ENDING.test(hostname) || PRODUCT.test(hostname))) return []
  const owner: Sighting = { ...place, type: 'domain', value: domain }
  const profile = profileBehind(url)
  if (profile) return [{ ...place, ...profile }, owner]
  return isBare ? [owner] : [{ ...place, type: 'url', value: plainUrl(url) }, owner]
}

function urlOf(link: string): URL | undefined {
  try {
    const url = new URL(link)
    return /^https?:$/u.test(url.protocol) ? url : undefined
  } catch {
    return undefined
  }
}

/** One spelling of a link: without `www.`, port of its own, fragment, tracking, and the slash at the end. */
function plainUrl(url: URL): string {
  const kept = [...url.searchParams].filter(([name]) => !TRACKING.test(name))
  const query = new URLSearchParams(kept).toString()
  const path = url.pathname.replace(/\/+$/u, '')
  return `https://${url.host.replace(/^www\./u, '')}${path}${query === '' ? '' : `?${query}`}`
}
