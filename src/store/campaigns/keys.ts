import { LRUCache } from 'lru-cache'
import type { KeyedHash } from '../keyed-hash.js'
import { type SignatureKey, signatureKey } from './signature.js'

/** How a tenant's texts are hashed: under the store's secret, and so that no two tenants' can be compared. */
export type SignatureKeys = (tenant: string) => SignatureKey

/** Making one takes a millisecond. */
const REMEMBERED = 1_000

export function buildSignatureKeys(hash: KeyedHash): SignatureKeys {
  const known = new LRUCache<string, SignatureKey>({ max: REMEMBERED })
  return tenant => {
    const before = known.get(tenant)
    if (before) return before
    const key = signatureKey(hash('campaign', tenant))
    known.set(tenant, key)
    return key
  }
}
