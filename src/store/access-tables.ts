import type { Role } from './keys.js'

/** One row a key. The secret itself is nowhere. */
export interface KeysTable {
  /** `key_` and a ULID: the public half of the key. */
  readonly id: string
  readonly tenant: string
  readonly role: Role
  /** Who acts, in the trail. Unique within the tenant. */
  readonly name: string
  /** SHA-256 of the secret half, hex. */
  readonly secret_hash: string
  readonly created_at: string
  readonly revoked_at: string | null
  /** From then on it is refused; null: it has no end. */
  readonly expires_at: string | null
  /** To the minute. */
  readonly last_used_at: string | null
  /** The secret before the last renewal, and until when it still opens. */
  readonly former_hash: string | null
  readonly former_until: string | null
}

/** One row a person who has signed in, until the session is over. The secret itself is nowhere. */
export interface SessionsTable {
  /** `ses_` and a ULID: the public half of the token. */
  readonly id: string
  readonly tenant: string
  readonly role: 'moderator' | 'admin'
  /** Who acts, in the trail. */
  readonly name: string
  /** SHA-256 of tenant and of who it is for the provider, hex: tells two people of one name apart. */
  readonly subject_hash: string
  /** SHA-256 of the secret half, hex. */
  readonly secret_hash: string
  readonly created_at: string
  readonly expires_at: string
}
