import { createHash, timingSafeEqual } from 'node:crypto'

/** A fast hash is enough: the secrets have 256 bits of their own. */
export const hashOfSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex')

/** Takes as long whether they are the same or not. */
export const isSameHash = (a: string, b: string): boolean =>
  timingSafeEqual(Buffer.from(a, 'hex'), Buffer.from(b, 'hex'))
