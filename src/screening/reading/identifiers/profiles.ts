import type { IdentifiersLanguage } from '../../../ruleset/language/identifiers.js'
import type { Sighting } from './sighting.js'

/** Hosts whose links name an account, and the pages there that are nobody's own. */
type Accounts = Pick<IdentifiersLanguage['handle'], 'hosts' | 'pages'>

type Profile = Pick<Sighting, 'type' | 'value'>

const NAME = /^@?([\w.-]{2,40})$/u

/** Whom a link leads to, when it names a person, an account or a meeting; undefined: the link says no more than itself. */
export type ProfileBehind = (url: URL) => Profile | undefined

export function buildProfileBehind({ hosts, pages }: Accounts): ProfileBehind {
  const handleBehind = buildHandleBehind(new Map(Object.entries(hosts)), new Set(pages))
  return url => {
    const host = url.hostname.toLowerCase().replace(/^(?:www|m|mobile)\./u, '')
    const parts = url.pathname.split('/').filter(part => part !== '')
    return (
      lineBehind(host, parts) ??
      meetingBehind(host, parts) ??
      phoneBehind(host, parts, url) ??
      handleBehind(host, parts)
    )
  }
}

/** line.me/ti/p/~ID and line.me/R/ti/p/@ID name the account; lin.ee and other invitations are links of their own. */
function lineBehind(host: string, parts: readonly string[]): Profile | undefined {
  if (host !== 'line.me' && host !== 'page.line.me' && host !== 'liff.line.me') return undefined
  const named = parts.map(plain).find(part => /^[~@][\w.-]{3,30}$/u.test(part))
  const page = host === 'page.line.me' ? plain(parts[0] ?? '') : ''
  const name = named ?? (/^\w[\w.-]{3,30}$/u.test(page) ? `@${page}` : undefined)
  return name === undefined ? undefined : { type: 'line_id', value: name.replace(/^~/u, '').toLowerCase() }
}

function meetingBehind(host: string, parts: readonly string[]): Profile | undefined {
  const last = parts.at(-1) ?? ''
  if (/(?:^|\.)zoom\.(?:us|com)$/u.test(host) && /^(?:j|w|s|wc|my)$/u.test(parts[0] ?? '')) {
    const room = parts.slice(1).find(part => /^[\w.-]{3,40}$/u.test(part) && part !== 'join')
    return room === undefined ? undefined : { type: 'meeting', value: `zoom:${room.toLowerCase()}` }
  }
  if (host === 'meet.google.com' && /^[a-z]{3}-?[a-z]{4}-?[a-z]{3}$/iu.test(parts[0] ?? ''))
    return { type: 'meeting', value: `meet:${(parts[0] ?? '').toLowerCase().replace(/-/gu, '')}` }
  if (host === 'teams.microsoft.com' && parts.includes('meetup-join')) {
    const thread = plain(parts[parts.indexOf('meetup-join') + 1] ?? '')
    return thread === '' ? undefined : { type: 'meeting', value: `teams:${thread.toLowerCase()}` }
  }
  if (/^teams\.(?:live|microsoft)\.com$/u.test(host) && parts[0] === 'meet' && /^\d{6,20}$/u.test(last))
    return { type: 'meeting', value: `teams:${last}` }
  return undefined
}

function phoneBehind(host: string, parts: readonly string[], url: URL): Profile | undefined {
  if (host !== 'wa.me' && host !== 'api.whatsapp.com') return undefined
  const digits = (host === 'wa.me' ? parts[0] : url.searchParams.get('phone'))?.replace(/\D/gu, '') ?? ''
  return /^[1-9]\d{7,14}$/u.test(digits) ? { type: 'phone', value: `+${digits}` } : undefined
}

function buildHandleBehind(hosts: ReadonlyMap<string, string>, pages: ReadonlySet<string>) {
  return (host: string, parts: readonly string[]): Profile | undefined => {
    const service = hosts.get(host)
    const name = NAME.exec(plain(parts[0] ?? ''))?.[1]?.toLowerCase()
    // A page below the name (a post, a status) is a link to that page, not to the account.
    if (service === undefined || name === undefined || parts.length > 1 || pages.has(name)) return undefined
    return { type: 'handle', value: `${service}:${name}` }
  }
}

function plain(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
