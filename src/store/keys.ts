import { randomBytes } from 'node:crypto'
import { freshId, ULID } from '../contract/ids.js'
import type { Record } from './audit-record.js'
import type { Gate } from './gate.js'
import { hashOfSecret, isSameHash } from './secret-hash.js'

export const roles = ['platform', 'moderator', 'admin'] as const
export type Role = (typeof roles)[number]

/** Who calls: what a key stands for. */
export interface Caller {
  readonly tenant: string
  readonly role: Role
  /** The key's or the person's name, as the trail tells of it. */
  readonly actor: string
}

interface KeyInfo extends Caller {
  readonly id: string
  readonly createdAt: string
  readonly revokedAt: string | null
}

export interface Keys {
  /** Makes a key. The whole key is returned this once: the store holds a hash of its secret half. */
  create(key: Caller): Promise<{ readonly id: string; readonly key: string }>
  list(): Promise<readonly KeyInfo[]>
  /** False when there is no such key, or it is revoked already. */
  revoke(id: string): Promise<boolean>
  /** Whether any key was ever made, revoked ones too. */
  any(): Promise<boolean>
  /** Whom a presented key stands for; undefined for one that is malformed, unknown, revoked or wrong. */
  identify(key: string): Promise<Caller | undefined>
}

/** A key is `sek_<id>_<secret>`: the id finds the row, the secret (256 random bits, base64url) proves it. */
const KEY = new RegExp(`^sek_(${ULID})_([\\w-]{43})$`)

export function buildKeys(gate: Gate, record: Record): Keys {
  return {
    create: ({ tenant, role, actor }) =>
      gate.write(async db => {
        const id = freshId('key')
        const secret = randomBytes(32).toString('base64url')
        await db
          .insertInto('keys')
          .values({
            id,
            tenant,
            role,
            name: actor,
            secret_hash: hashOfSecret(secret),
            created_at: new Date().toISOString(),
            revoked_at: null,
          })
          .execute()
        await record(db, { tenant, type: 'key_created', actor: 'command line', detail: { key: id, role } })
        return { id, key: `sek_${id.slice(4)}_${secret}` }
      }),

    list: () =>
      gate.read(async db => {
        const rows = await db.selectFrom('keys').selectAll().orderBy('id').execute()
        return rows.map(row => ({
          id: row.id,
          tenant: row.tenant,
          role: row.role,
          actor: row.name,
          createdAt: row.created_at,
          revokedAt: row.revoked_at,
        }))
      }),

    revoke: id =>
      gate.write(async db => {
        const revoked = await db
          .updateTable('keys')
          .set({ revoked_at: new Date().toISOString() })
          .where('id', '=', id)
          .where('revoked_at', 'is', null)
          .returning(['tenant', 'role'])
          .executeTakeFirst()
        if (!revoked) return false
        const { tenant, role } = revoked
        await record(db, { tenant, type: 'key_revoked', actor: 'command line', detail: { key: id, role } })
        return true
      }),

    any: () =>
      gate.read(async db => (await db.selectFrom('keys').select('id').limit(1).execute()).length > 0),

    identify: async key => {
      const [, ulid, secret] = KEY.exec(key) ?? []
      if (ulid === undefined || secret === undefined) return undefined
      const row = await gate.read(db =>
        db.selectFrom('keys').selectAll().where('id', '=', `key_${ulid}`).executeTakeFirst(),
      )
      // An unknown id takes as long as a wrong secret.
      const right = isSameHash(hashOfSecret(secret), row?.secret_hash ?? hashOfSecret(''))
      if (!right || row === undefined || row.revoked_at !== null) return undefined
      return { tenant: row.tenant, role: row.role, actor: row.name }
    },
  }
}
