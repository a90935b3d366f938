import { createHash, randomBytes } from 'node:crypto'
import type { Transaction } from 'kysely'
import { RESERVED } from '../contract/actor-name.js'
import { freshId, ULID } from '../contract/ids.js'
import type { Record } from './audit-record.js'
import type { Gate } from './gate.js'
import type { Caller } from './keys.js'
import { hashOfSecret, isSameHash } from './secret-hash.js'
import type { Tables } from './tables.js'

/** Somebody whom a provider of identities vouches for. */
export interface Person {
  /** Who it is for the provider, whatever the name: never kept as it is. */
  readonly subject: string
  readonly tenant: string
  readonly role: 'moderator' | 'admin'
  readonly name: string
}

interface Session {
  readonly caller: Caller
  readonly expiresAt: string
}

/** People's sessions: like keys, with an end. */
export interface Sessions {
  /** The token is returned this once: the store holds a hash of its secret half. */
  begin(person: Person, expiresAt: Date): Promise<Session & { readonly token: string }>
  /** Undefined for a token that is malformed, unknown, wrong, ended or over. */
  identify(token: string): Promise<Session | undefined>
  /** False when there is no such session. */
  end(token: string): Promise<boolean>
  /** Sessions that are not over, newest first. */
  list(): Promise<readonly (Session & { readonly id: string; readonly createdAt: string })[]>
  /** Ends one by its id; false when there is none. */
  endById(id: string, actor: string): Promise<boolean>
}

/** As a key is written, with another prefix. */
const TOKEN = new RegExp(`^ses_(${ULID})_([\\w-]{43})$`)

export function buildSessions(gate: Gate, record: Record): Sessions {
  const isOver = (expiresAt: string): boolean => expiresAt <= new Date().toISOString()

  async function end(id: string, actor?: string): Promise<boolean> {
    return gate.write(async db => {
      const ended = await db
        .deleteFrom('sessions')
        .where('id', '=', id)
        .returning(['tenant', 'name', 'expires_at'])
        .executeTakeFirst()
      if (!ended || isOver(ended.expires_at)) return false
      const { tenant, name } = ended
      await record(db, {
        tenant,
        type: 'signed_out',
        actor: actor ?? name,
        detail: { session: id, ...(actor !== undefined && { name }) },
      })
      return true
    })
  }

  async function find(token: string) {
    const [, ulid, secret] = TOKEN.exec(token) ?? []
    if (ulid === undefined || secret === undefined) return undefined
    const row = await gate.read(db =>
      db.selectFrom('sessions').selectAll().where('id', '=', `ses_${ulid}`).executeTakeFirst(),
    )
    // An unknown id takes as long as a wrong secret.
    const isRight = isSameHash(hashOfSecret(secret), row?.secret_hash ?? hashOfSecret(''))
    return isRight ? row : undefined
  }

  return {
    begin: (person, expiresAt) =>
      gate.write(async db => {
        const { tenant, role } = person
        const id = freshId('ses')
        const secret = randomBytes(32).toString('base64url')
        const subject = hashOfSubject(person)
        const name = await freeName(db, person, subject)
        await db
          .insertInto('sessions')
          .values({
            id,
            tenant,
            role,
            name,
            subject_hash: subject,
            secret_hash: hashOfSecret(secret),
            created_at: new Date().toISOString(),
            expires_at: expiresAt.toISOString(),
          })
          .execute()
        await record(db, { tenant, type: 'signed_in', actor: name, detail: { session: id, role } })
        return {
          token: `ses_${id.slice(4)}_${secret}`,
          caller: { tenant, role, actor: name },
          expiresAt: expiresAt.toISOString(),
        }
      }),

    identify: async token => {
      const row = await find(token)
      if (row === undefined || isOver(row.expires_at)) return undefined
      return {
        caller: { tenant: row.tenant, role: row.role, actor: row.name },
        expiresAt: row.expires_at,
      }
    },

    end: async token => {
      const row = await find(token)
      return row !== undefined && end(row.id)
    },

    list: () =>
      gate.read(async db => {
        const rows = await db
          .selectFrom('sessions')
          .selectAll()
          .where('expires_at', '>', new Date().toISOString())
          .orderBy('id', 'desc')
          .execute()
        return rows.map(row => ({
          id: row.id,
          caller: { tenant: row.tenant, role: row.role, actor: row.name },
          createdAt: row.created_at,
          expiresAt: row.expires_at,
        }))
      }),

    endById: end,
  }
}

/**
 * Two people of one name are two in the trail, and neither can hold what the other has claimed: whoever comes second has
 * a few letters of a hash behind the name.
 */
async function freeName(db: Transaction<Tables>, { tenant, name }: Person, subject: string): Promise<string> {
  const key = await db
    .selectFrom('keys')
    .select('id')
    .where('tenant', '=', tenant)
    .where('name', '=', name)
    .executeTakeFirst()
  const other = await db
    .selectFrom('sessions')
    .select('id')
    .where('tenant', '=', tenant)
    .where('name', '=', name)
    .where('subject_hash', '!=', subject)
    .executeTakeFirst()
  return key || other || RESERVED.includes(name) ? `${name} (${subject.slice(0, 6)})` : name
}

function hashOfSubject({ tenant, subject }: Person): string {
  return createHash('sha256')
    .update(JSON.stringify([tenant, subject]))
    .digest('hex')
}
