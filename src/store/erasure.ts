import type { Kysely, Transaction } from 'kysely'
import type { ScreeningId } from '../contract/ids.js'
import { withoutPerson } from './announce.js'
import type { Record } from './audit-record.js'
import type { SignatureKeys } from './campaigns/keys.js'
import { leaveCampaigns } from './campaigns/leave.js'
import type { Gate } from './gate.js'
import type { KeyedHash } from './keyed-hash.js'
import { removeClientEntries } from './list-changes.js'
import { purge } from './purge.js'
import { type Removed, removeScreenings } from './remove-screenings.js'
import type { Tables } from './tables.js'
import { bury } from './tombstones.js'

/** Forgetting: on request, and when the time is over. What is forgotten is gone from the disk as well. */
export interface Erasure {
  /**
   * A screening with all that hangs on it. The trail keeps that it was erased, and nothing of it. Webhooks that have not
   * gone out yet still do, without naming message and client.
   */
  screening(tenant: string, id: ScreeningId, actor: string): Promise<boolean>
  /**
   * Everything of a client; receipts are those of its messages, allowed ones too, others are entries of lists that name it
   * and what was counted of its asks for contact.
   */
  client(
    tenant: string,
    clientId: string,
    actor: string,
  ): Promise<{ readonly screenings: number; readonly receipts: number; readonly others: number }>
  /** Deletes what arrived before a time, of every tenant, in small batches; returns the number of screenings. The trail has a time of its own. */
  purge(before: Date): Promise<number>
  /** Forgets which message ids were erased before a time. */
  purgeTombstones(before: Date): Promise<void>
}

/** Rows that one transaction deletes: others wait for it no longer than a few milliseconds. */
const BATCH = 500

export interface ErasureParts {
  readonly gate: Gate
  readonly hash: KeyedHash
  readonly keys: SignatureKeys
  /** Makes sure that what was deleted is nowhere on the disk. */
  readonly scrub: () => Promise<void>
  readonly record: Record
}

export function buildErasure({ gate, hash, keys, scrub, record }: ErasureParts): Erasure {
  return {
    screening: async (tenant, id, actor) => {
      const erased = await gate.write(async db => {
        const screenings = await db
          .deleteFrom('screenings')
          .where('tenant', '=', tenant)
          .where('id', '=', id)
          .returning(['id', 'message_id'])
          .execute()
        if (screenings.length === 0) return false
        await forget(db, hash, tenant, screenings)
        await leaveCampaigns(db, keys, [id])
        await record(db, { tenant, type: 'erased', actor, screeningId: id })
        return true
      })
      if (erased) await scrub()
      return erased
    },

    client: async (tenant, clientId, actor) => {
      const total = { screenings: 0, receipts: 0, others: 0 }
      for (let done = false; !done; ) {
        const found = await gate.write(async db => {
          const screenings = await deleteOfClient(db, tenant, clientId)
          const clientHash = hash('client', tenant, clientId)
          const receipts = await forget(db, hash, tenant, screenings, clientHash)
          const members = await membersOfClient(db, tenant, clientId)
          await leaveCampaigns(db, keys, [...screenings.map(({ id }) => id), ...members])
          const others = await forgetClient(db, tenant, clientId, clientHash)
          const isLast = screenings.length < BATCH && receipts < BATCH && members.length < BATCH
          const sum = total.screenings + screenings.length
          // The client's id is what was to be forgotten: the trail does not name it.
          if (isLast && sum + total.receipts + receipts + total.others + others > 0)
            await record(db, { tenant, type: 'client_erased', actor, detail: { screenings: sum } })
          return { screenings: screenings.length, receipts, others, isLast }
        })
        total.screenings += found.screenings
        total.receipts += found.receipts
        total.others += found.others
        done = found.isLast
      }
      if (total.screenings + total.receipts + total.others > 0) await scrub()
      return total
    },

    purge: async before => {
      const purged = await purge(gate, keys, before)
      if (purged.rows > 0) await scrub()
      return purged.screenings
    },

    purgeTombstones: before =>
      gate.write(
        async db =>
          void (await db.deleteFrom('tombstones').where('erased_at', '<', before.toISOString()).execute()),
      ),
  }
}

async function forgetClient(
  db: Transaction<Tables>,
  tenant: string,
  clientId: string,
  clientHash: string,
): Promise<number> {
  const asks = await db
    .deleteFrom('contact_asks')
    .where('tenant', '=', tenant)
    .where('client_hash', '=', clientHash)
    .executeTakeFirst()
  return Number(asks.numDeletedRows) + (await removeClientEntries(db, tenant, clientId))
}

function deleteOfClient(
  db: Transaction<Tables>,
  tenant: string,
  clientId: string,
): Promise<readonly Removed[]> {
  return removeScreenings(
    db,
    db
      .selectFrom('screenings')
      .select(['id', 'message_id'])
      .where('tenant', '=', tenant)
      .where('client_id', '=', clientId)
      .orderBy('id')
      .limit(BATCH),
  )
}

/** Its messages in campaigns, those that were let pass too. */
async function membersOfClient(
  db: Transaction<Tables>,
  tenant: string,
  clientId: string,
): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('campaign_members')
    .select('screening_id')
    .where('tenant', '=', tenant)
    .where('client_id', '=', clientId)
    .where(eb =>
      eb.not(
        eb.exists(eb.selectFrom('screenings').select('id').whereRef('screenings.id', '=', 'screening_id')),
      ),
    )
    .limit(BATCH)
    .execute()
  return rows.map(({ screening_id }) => screening_id)
}

/**
 * Deletes what hangs on erased screenings, and a batch of a client's receipts; returns the number of receipts. The
 * screenings are gone by now: whoever worked on one has committed what it wrote, and whoever comes finds none. Hits and
 * reports went with them, by reference; the trail stays, it holds no word of them.
 */
async function forget(
  db: Kysely<Tables>,
  hash: KeyedHash,
  tenant: string,
  screenings: readonly Removed[],
  clientHash?: string,
): Promise<number> {
  const ids = screenings.map(({ id }) => id)
  const ofScreenings = await receiptsOf(db, tenant, ids)
  const ofClient = await receiptsOfClient(db, tenant, clientHash)
  const receipts = [...new Set([...ofScreenings, ...ofClient])]
  const messageIds = [...receipts, ...screenings.flatMap(({ message_id }) => message_id ?? [])]
  await bury(db, hash, tenant, messageIds)
  if (receipts.length > 0)
    await db.deleteFrom('receipts').where('tenant', '=', tenant).where('message_id', 'in', receipts).execute()
  if (ids.length > 0) await letGoWithoutPerson(db, ids)
  return receipts.length
}

async function receiptsOf(db: Kysely<Tables>, tenant: string, screenings: readonly string[]) {
  if (screenings.length === 0) return []
  const rows = await db
    .selectFrom('receipts')
    .select('message_id')
    .where('tenant', '=', tenant)
    .where('screening_id', 'in', screenings)
    .execute()
  return rows.map(row => row.message_id)
}

async function receiptsOfClient(db: Kysely<Tables>, tenant: string, clientHash: string | undefined) {
  if (clientHash === undefined) return []
  const rows = await db
    .selectFrom('receipts')
    .select('message_id')
    .where('tenant', '=', tenant)
    .where('client_hash', '=', clientHash)
    .limit(BATCH)
    .execute()
  return rows.map(row => row.message_id)
}

/** The platform still hears of a decision that waits to go out, by the screening's id; the rest is deleted. */
async function letGoWithoutPerson(db: Kysely<Tables>, screenings: readonly string[]): Promise<void> {
  const rows = await db
    .selectFrom('deliveries')
    .select(['id', 'payload'])
    .where('screening_id', 'in', screenings)
    .execute()
  // All of them: one that is sent meanwhile is deleted below, and a dead one that is retried meanwhile names nobody.
  for (const { id, payload } of rows)
    await db
      .updateTable('deliveries')
      .set({ payload: withoutPerson(payload) })
      .where('id', '=', id)
      .execute()
  await db
    .deleteFrom('deliveries')
    .where('screening_id', 'in', screenings)
    .where('status', '!=', 'waiting')
    .execute()
}
