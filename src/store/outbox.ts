import type { DeliveryStatus } from '../contract/words.js'
import type { Record } from './audit-record.js'
import { type Endpoint, endpointOf } from './endpoints.js'
import type { Gate } from './gate.js'
import type { DeliveriesTable } from './tables.js'

/** A webhook on its way. */
interface Delivery {
  readonly id: string
  readonly screeningId: string
  readonly type: string
  readonly status: DeliveryStatus
  readonly attempts: number
  readonly createdAt: string
  readonly nextAttemptAt: string
  readonly lastError: string | null
}

/** A delivery that is due, with where it has to go. */
export interface Due extends Delivery {
  readonly tenant: string
  readonly payload: string
  readonly endpoint: Endpoint
}

interface DeliveryPage {
  readonly items: readonly Delivery[]
  readonly nextCursor: string | null
}

export interface Outbox {
  endpoint(tenant: string): Promise<Endpoint | undefined>
  setEndpoint(tenant: string, actor: string, endpoint: Omit<Endpoint, 'createdAt'>): Promise<void>
  /** Also drops what waits to be delivered there. False when there was none. */
  removeEndpoint(tenant: string, actor: string): Promise<boolean>
  list(
    tenant: string,
    filter: { readonly status?: DeliveryStatus | undefined },
    page: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<DeliveryPage>
  /** Makes a dead delivery wait again, now. False when there is no dead one of this id. */
  retry(tenant: string, id: string, actor: string): Promise<boolean>
  /** Takes due deliveries: until `leaseUntil` no other instance sends them. */
  take(limit: number, now: Date, leaseUntil: Date): Promise<readonly Due[]>
  settle(
    id: string,
    result: Pick<DeliveriesTable, 'status' | 'attempts' | 'next_attempt_at' | 'last_error'>,
  ): Promise<void>
}

export function buildOutbox(gate: Gate, record: Record): Outbox {
  return {
    endpoint: tenant => gate.read(db => endpointOf(db, tenant)),

    setEndpoint: (tenant, actor, { url, secret }) =>
      gate.write(async db => {
        const row = { tenant, url, secret, created_at: new Date().toISOString() }
        await db
          .insertInto('endpoints')
          .values(row)
          .onConflict(conflict => conflict.column('tenant').doUpdateSet({ url, secret }))
          .execute()
        await record(db, { tenant, type: 'endpoint_set', actor, detail: { origin: new URL(url).origin } })
      }),

    removeEndpoint: (tenant, actor) =>
      gate.write(async db => {
        const removed = await db.deleteFrom('endpoints').where('tenant', '=', tenant).executeTakeFirst()
        if (removed.numDeletedRows === 0n) return false
        await db
          .deleteFrom('deliveries')
          .where('tenant', '=', tenant)
          .where('status', '=', 'waiting')
          .execute()
        await record(db, { tenant, type: 'endpoint_removed', actor })
        return true
      }),

    list: (tenant, { status }, { limit, cursor }) =>
      gate.read(async db => {
        let query = db.selectFrom('deliveries').selectAll().where('tenant', '=', tenant)
        if (status !== undefined) query = query.where('status', '=', status)
        if (cursor !== undefined) query = query.where('id', '<', cursor)
        const rows = await query
          .orderBy('id', 'desc')
          .limit(limit + 1)
          .execute()
        const items = rows.slice(0, limit).map(deliveryOf)
        return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
      }),

    retry: (tenant, id, actor) =>
      gate.write(async db => {
        const changed = await db
          .updateTable('deliveries')
          .set({ status: 'waiting', attempts: 0, next_attempt_at: new Date().toISOString() })
          .where('tenant', '=', tenant)
          .where('id', '=', id)
          .where('status', '=', 'dead')
          .executeTakeFirst()
        if (changed.numUpdatedRows === 0n) return false
        await record(db, { tenant, type: 'delivery_retried', actor, detail: { delivery: id } })
        return true
      }),

    take: (limit, now, leaseUntil) =>
      gate.write(async db => {
        const due = await db
          .selectFrom('deliveries')
          .selectAll()
          .where('status', '=', 'waiting')
          .where('next_attempt_at', '<=', now.toISOString())
          .orderBy('next_attempt_at')
          .limit(limit)
          .execute()
        const taken: Due[] = []
        for (const row of due) {
          // Two instances may have read the same row: the one whose update finds it unchanged has it.
          const leased = await db
            .updateTable('deliveries')
            .set({ next_attempt_at: leaseUntil.toISOString() })
            .where('id', '=', row.id)
            .where('status', '=', 'waiting')
            .where('next_attempt_at', '=', row.next_attempt_at)
            .executeTakeFirst()
          const endpoint = leased.numUpdatedRows > 0n ? await endpointOf(db, row.tenant) : undefined
          if (endpoint) taken.push({ ...deliveryOf(row), tenant: row.tenant, payload: row.payload, endpoint })
        }
        return taken
      }),

    settle: (id, result) =>
      gate.write(
        async db => void (await db.updateTable('deliveries').set(result).where('id', '=', id).execute()),
      ),
  }
}

function deliveryOf(row: DeliveriesTable): Delivery {
  return {
    id: row.id,
    screeningId: row.screening_id,
    type: row.type,
    status: row.status,
    attempts: row.attempts,
    createdAt: row.created_at,
    nextAttemptAt: row.next_attempt_at,
    lastError: row.last_error,
  }
}
