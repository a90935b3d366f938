import { randomBytes } from 'node:crypto'
import type { Transaction } from 'kysely'
import { numberedName } from '../contract/actor-name.js'
import { freshId, ULID } from '../contract/ids.js'
import type { KeysTable } from './access-tables.js'
import type { Record } from './audit-record.js'
import type { Gate } from './gate.js'
import { buildNoteUse } from './key-use.js'
import { hashOfSecret, isSameHash } from './secret-hash.js'
import type { Tables } from './tables.js'

/** `auditor` sees everything and changes nothing; `metrics` is let to the figures alone. */
export const roles = ['platform', 'moderator', 'admin', 'auditor', 'metrics'] as const
export type Role = (typeof roles)[number]

/** Who calls: what a key stands for. */
export interface Caller {
  readonly tenant: string
  readonly role: Role
  /** The key's or the person's name, as the trail tells of it. */
  readonly actor: string
}

export interface KeyInfo extends Caller {
  readonly id: string
  readonly createdAt: string
  readonly revokedAt: string | null
  /** Refused from then on; null: it has no end. */
  readonly expiresAt: string | null
  /** To the minute; null: never. */
  readonly lastUsedAt: string | null
  /** Until when the secret before the last renewal still opens; null: it does not. */
  readonly formerUntil: string | null
}

/** A key that has just been made or renewed. The whole key is told this once: the store holds a hash of its secret half. */
export interface MadeKey extends KeyInfo {
  readonly key: string
}

/** Who changes keys; of one tenant, or of all. */
interface By {
  readonly actor: string
  readonly tenant?: string
}

interface NewKey extends Omit<Caller, 'actor'> {
  /** Unique within the tenant; without it the role and a number. */
  readonly actor?: string | undefined
  readonly expiresAt?: Date | undefined
}

interface Renewal {
  /** Until when the secret that it has now opens as well. */
  readonly formerUntil: Date
  /** Its new end; absent: the one that it has. */
  readonly expiresAt?: Date | undefined
}

export interface Keys {
  create(key: NewKey, by?: By): Promise<MadeKey>
  /** Revoked ones too, the oldest first; of one tenant, or of all. */
  list(tenant?: string): Promise<readonly KeyInfo[]>
  /** False when there is no such key, or it is revoked already. */
  revoke(id: string, by?: By): Promise<boolean>
  /** Gives a key another secret. Undefined when there is no such key, or it is revoked or over. */
  rotate(id: string, renewal: Renewal, by?: By): Promise<MadeKey | undefined>
  /** Whether any key was ever made, revoked ones too. */
  any(): Promise<boolean>
  /** Whom a presented key stands for; undefined for one that is malformed, unknown, revoked, over or wrong. */
  identify(key: string): Promise<Caller | undefined>
}

const COMMAND_LINE: By = { actor: 'command line' }

/** A key is `sek_<id>_<secret>`: the id finds the row, the secret (256 random bits, base64url) proves it. */
const KEY = new RegExp(`^sek_(${ULID})_([\\w-]{43})$`)

export function buildKeys(gate: Gate, record: Record): Keys {
  const noteUse = buildNoteUse(gate)
  return {
    create: ({ tenant, role, actor: wanted, expiresAt }, { actor } = COMMAND_LINE) =>
      gate.write(async db => {
        const id = freshId('key')
        const secret = freshSecret()
        const row: KeysTable = {
          id,
          tenant,
          role,
          name: wanted ?? (await freeName(db, tenant, role)),
          secret_hash: hashOfSecret(secret),
          created_at: new Date().toISOString(),
          revoked_at: null,
          expires_at: expiresAt?.toISOString() ?? null,
          last_used_at: null,
          former_hash: null,
          former_until: null,
        }
        await db.insertInto('keys').values(row).execute()
        const detail = { key: id, role, ...(expiresAt && { expiresAt: row.expires_at }) }
        await record(db, { tenant, type: 'key_created', actor, detail })
        return { ...infoOf(row), key: keyOf(id, secret) }
      }),

    list: tenant =>
      gate.read(async db => {
        let query = db.selectFrom('keys').selectAll()
        if (tenant !== undefined) query = query.where('tenant', '=', tenant)
        return (await query.orderBy('id').execute()).map(infoOf)
      }),

    revoke: (id, { actor, tenant: own } = COMMAND_LINE) =>
      gate.write(async db => {
        let query = db
          .updateTable('keys')
          .set({ revoked_at: new Date().toISOString() })
          .where('id', '=', id)
          .where('revoked_at', 'is', null)
        if (own !== undefined) query = query.where('tenant', '=', own)
        const revoked = await query.returning(['tenant', 'role']).executeTakeFirst()
        if (!revoked) return false
        const { tenant, role } = revoked
        await record(db, { tenant, type: 'key_revoked', actor, detail: { key: id, role } })
        return true
      }),

    rotate: (id, { formerUntil, expiresAt }, { actor, tenant: own } = COMMAND_LINE) =>
      gate.write(async db => {
        const secret = freshSecret()
        const now = new Date().toISOString()
        let query = db
          .updateTable('keys')
          .set(eb => ({
            former_hash: eb.ref('secret_hash'),
            former_until: formerUntil.toISOString(),
            secret_hash: hashOfSecret(secret),
            ...(expiresAt && { expires_at: expiresAt.toISOString() }),
          }))
          .where('id', '=', id)
          .where('revoked_at', 'is', null)
          .where(eb => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]))
        if (own !== undefined) query = query.where('tenant', '=', own)
        const row = await query.returningAll().executeTakeFirst()
        if (!row) return undefined
        const detail = { key: id, role: row.role, formerUntil: row.former_until }
        await record(db, { tenant: row.tenant, type: 'key_rotated', actor, detail })
        return { ...infoOf(row), key: keyOf(id, secret) }
      }),

    any: () =>
      gate.read(async db => (await db.selectFrom('keys').select('id').limit(1).execute()).length > 0),

    identify: async key => {
      const [, ulid, secret] = KEY.exec(key) ?? []
      if (ulid === undefined || secret === undefined) return undefined
      const row = await gate.read(db =>
        db.selectFrom('keys').selectAll().where('id', '=', `key_${ulid}`).executeTakeFirst(),
      )
      const now = new Date().toISOString()
      const opens = isRight(secret, row, now)
      if (!opens || row === undefined || row.revoked_at !== null || isOver(row.expires_at, now))
        return undefined
      noteUse(row)
      return { tenant: row.tenant, role: row.role, actor: row.name }
    },
  }
}

/** An unknown id, and one without a former secret, take as long as a wrong secret. */
function isRight(secret: string, row: KeysTable | undefined, now: string): boolean {
  const none = hashOfSecret('')
  const shown = hashOfSecret(secret)
  const isNow = isSameHash(shown, row?.secret_hash ?? none)
  const wasBefore = isSameHash(shown, row?.former_hash ?? none)
  return isNow || (wasBefore && (row?.former_until ?? '') > now)
}

function isOver(expiresAt: string | null, now: string): boolean {
  return expiresAt !== null && expiresAt <= now
}

function freshSecret(): string {
  return randomBytes(32).toString('base64url')
}

function keyOf(id: string, secret: string): string {
  return `sek_${id.slice(4)}_${secret}`
}

async function freeName(db: Transaction<Tables>, tenant: string, role: Role): Promise<string> {
  const taken = await db.selectFrom('keys').select('name').where('tenant', '=', tenant).execute()
  return numberedName(
    role,
    taken.map(({ name }) => name),
  )
}

function infoOf(row: KeysTable): KeyInfo {
  const isHeld = row.former_until !== null && row.former_until > new Date().toISOString()
  return {
    id: row.id,
    tenant: row.tenant,
    role: row.role,
    actor: row.name,
    createdAt: row.created_at,
    revokedAt: row.revoked_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
    formerUntil: isHeld ? row.former_until : null,
  }
}
