import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { AuditHeadsTable, EventsTable } from './audit-tables.js'

/** What an entry's hash is over. Nothing of it is ever erased: an entry names no sender and holds no word of a message. */
export type ChainedEntry = Omit<EventsTable, 'seq' | 'hash'> & { readonly seq: number }

/** Where a tenant's chain begins and ends. */
export type ChainEnds = Omit<AuditHeadsTable, 'seal'>

/** How entries are hashed: with a secret, whoever has the database alone cannot write a trail that fits. */
export interface Chain {
  readonly hashOf: (before: string, entry: ChainedEntry) => string
  readonly sealOf: (ends: ChainEnds) => string
}

const SCHEMES = ['sha256', 'hmac-sha256'] as const
type Scheme = (typeof SCHEMES)[number]

/** With an empty secret a bare SHA-256, else HMAC-SHA-256. The scheme stands before every hash. */
export function buildChain(secret: string): Chain {
  const scheme: Scheme = secret === '' ? 'sha256' : 'hmac-sha256'
  return {
    hashOf: (before, entry) => hashBy(scheme, secret, contentOf(before, entry)),
    sealOf: ends => hashBy(scheme, secret, sealed(ends)),
  }
}

/** Whether a hash fits, by the scheme that stands before it: entries from before there was a secret stay good. */
export function fits(secret: string, hash: string, before: string, entry: ChainedEntry): boolean {
  return same(hash, hashBy(schemeOf(hash), secret, contentOf(before, entry)))
}

/** Whether a seal fits. With a secret it has to be made with it: whoever has it not could seal anything else. */
export function sealFits(secret: string, seal: string, ends: ChainEnds): boolean {
  return same(seal, buildChain(secret).sealOf(ends))
}

export function schemeOf(hash: string): Scheme {
  return hash.startsWith('hmac-sha256:') ? 'hmac-sha256' : 'sha256'
}

function hashBy(scheme: Scheme, secret: string, content: string): string {
  const hash = scheme === 'sha256' ? createHash('sha256') : createHmac('sha256', secret)
  return `${scheme}:${hash.update(content).digest('hex')}`
}

/** JSON of a list: no two entries are written alike. */
function contentOf(before: string, entry: ChainedEntry): string {
  const { tenant, seq, id, at, type, actor, screening_id: screening, detail } = entry
  return JSON.stringify(['entry', before, tenant, seq, id, at, type, actor, screening, detail])
}

function sealed({
  tenant,
  seq,
  hash,
  anchor_seq: anchor,
  anchor_hash: anchorHash,
  unchained,
}: ChainEnds): string {
  return JSON.stringify(['ends', tenant, seq, hash, anchor, anchorHash, unchained])
}

function same(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
}
