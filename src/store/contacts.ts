import type { Kysely } from 'kysely'
import type { Gate } from './gate.js'
import { inChunks } from './in-chunks.js'
import type { KeyedHash } from './keyed-hash.js'
import type { NewScreening } from './screening.js'
import type { Tables } from './tables.js'

/** To whom a client has sent asks for contact. */
export interface Asked {
  /** Different recipients, at most `MOST_RECIPIENTS`. */
  readonly recipients: number
  readonly includes: (recipientId: string) => boolean
}

/** Asks for contact of the last hour, by client and recipient: ids are hashed, and nothing is known of the messages. */
export interface Contacts {
  /** Whom a client asked within the hour before `now`. */
  asked(tenant: string, clientId: string, now: Date): Promise<Asked>
  /** Forgets what is older than the hour, of every tenant. */
  purge(now: Date): Promise<void>
}

const HOUR = 60 * 60 * 1_000
const hourBefore = (now: Date): string => new Date(now.getTime() - HOUR).toISOString()

/** More than these make no difference. */
const MOST_RECIPIENTS = 1_000

export function buildContacts(gate: Gate, hash: KeyedHash): Contacts {
  return {
    asked: async (tenant, clientId, now) => {
      const rows = await gate.read(db =>
        db
          .selectFrom('contact_asks')
          .select('recipient_hash')
          .where('tenant', '=', tenant)
          .where('client_hash', '=', hash('client', tenant, clientId))
          .where('asked_at', '>=', hourBefore(now))
          .limit(MOST_RECIPIENTS)
          .execute(),
      )
      const known = new Set(rows.map(row => row.recipient_hash))
      return { recipients: known.size, includes: id => known.has(hash('recipient', tenant, id)) }
    },

    purge: now =>
      gate.write(
        async db =>
          void (await db.deleteFrom('contact_asks').where('asked_at', '<', hourBefore(now)).execute()),
      ),
  }
}

/** Notes whom these asks went to, in one statement. */
export async function noteAsks(
  db: Kysely<Tables>,
  hash: KeyedHash,
  tenant: string,
  screenings: readonly NewScreening[],
): Promise<void> {
  const asked_at = new Date().toISOString()
  const rows = new Map(
    screenings.flatMap(({ message: { client, recipient }, asksContact }) => {
      if (!asksContact || client?.id === undefined || recipient === undefined) return []
      const client_hash = hash('client', tenant, client.id)
      const recipient_hash = hash('recipient', tenant, recipient.id)
      return [[`${client_hash} ${recipient_hash}`, { tenant, client_hash, recipient_hash, asked_at }]]
    }),
  )
  // In one order everywhere: two batches never wait for each other on PostgreSQL.
  const ordered = [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
  await inChunks(ordered, chunk =>
    db
      .insertInto('contact_asks')
      .values([...chunk])
      .onConflict(conflict =>
        conflict.columns(['tenant', 'client_hash', 'recipient_hash']).doUpdateSet({ asked_at }),
      )
      .execute(),
  )
}
