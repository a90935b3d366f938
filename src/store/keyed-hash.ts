import { createHmac, randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Tables } from './tables.js'

/**
 * HMAC-SHA256 under the store's own secret, hex. Recognises what is presented again, and cannot be tried out by whoever
 * sees a row without the secret. What is hashed for one purpose is not found by another.
 */
export type KeyedHash = (
  purpose:
    | 'text'
    | 'client'
    | 'message'
    | 'copy'
    | 'campaign'
    | 'recipient'
    | 'second'
    | 'draft'
    | 'audit'
    | 'deciding',
  ...parts: readonly string[]
) => string

export function keyedHash(secret: string): KeyedHash {
  const key = Buffer.from(secret, 'hex')
  return (...parts) => createHmac('sha256', key).update(JSON.stringify(parts)).digest('hex')
}

/** A number from 0 up to 1 that belongs to what is hashed: a share of all is drawn by it, the same ones again and again. */
export const lotOf = (hash: string): number => Number.parseInt(hash.slice(0, 12), 16) / 2 ** 48

export const freshSecret = (): string => randomBytes(32).toString('hex')

export async function readKeyedHash(db: Kysely<Tables>): Promise<KeyedHash> {
  const secret = await db
    .selectFrom('secrets')
    .select('value')
    .where('name', '=', 'receipts')
    .executeTakeFirst()
  if (secret === undefined)
    throw new Error('its secret is missing: restore the table `secrets` from a backup')
  return keyedHash(secret.value)
}
