import { createHmac } from 'node:crypto'
import type { Identifier } from '../contract/identifier.js'
import { isSharedHost } from '../contract/shared-hosts.js'

/** An identifier, wherever it stands. */
export type Named = Pick<Identifier, 'type' | 'value'>

/**
 * HMAC-SHA256 of an identifier under IDENTIFIER_SECRET, hex: one tenant's is not another's, and whoever has the rows without
 * the secret cannot try telephone numbers. Undefined without a secret: nothing is linked.
 */
export type LinkHash = ((tenant: string, identifier: Named) => string) | undefined

export function linkHash(secret: string): LinkHash {
  if (secret === '') return undefined
  return (tenant, { type, value }) =>
    createHmac('sha256', secret)
      .update(JSON.stringify([tenant, type, value]))
      .digest('hex')
}

/** What leads to one sender: a host that everybody uses does not. Each once. */
export function linking<Some extends Named>(identifiers: readonly Some[]): readonly Some[] {
  const known = new Map(
    identifiers
      .filter(({ type, value }) => type !== 'domain' || !isSharedHost(value))
      .map(one => [keyOf(one), one]),
  )
  return [...known.values()]
}

/** One key for each identifier. */
export const keyOf = ({ type, value }: Named): string => `${type}:${value}`
