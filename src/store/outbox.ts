import type { Kysely } from 'kysely'
import type { DeliveryStatus } from '../contract/words.js'
import type { Record } from './audit-record.js'
import { buildDispatch, type Delivery, type Dispatch, deliveryOf } from './dispatch.js'
import { type Endpoint, endpointOf } from './endpoints.js'
import type { Gate } from './gate.js'
import type { Tables } from './tables.js'

interface DeliveryPage {
  readonly items: readonly Delivery[]
  readonly nextCursor: string | null
}

export interface Outbox extends Dispatch {
  endpoint(tenant: string): Promise<Endpoint | undefined>
  /** What was known of the one before, that it does not answer, is forgotten. */
  setEndpoint(tenant: string, actor: string, endpoint: Pick<Endpoint, 'url' | 'secret'>): Promise<void>
  /** Also drops what waits to be delivered there. False when there was none. */
  removeEndpoint(tenant: string, actor: string): Promise<boolean>
  list(
    tenant: string,
    filter: { readonly status?: DeliveryStatus | undefined },
    page: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<DeliveryPage>
  /** Makes a dead delivery wait again, now, even when its endpoint is paused. False when there is no dead one of this id. */
  retry(tenant: string, id: string, actor: string): Promise<boolean>
}

export function buildOutbox(gate: Gate, record: Record): Outbox {
  return {
    ...buildDispatch(gate),

    endpoint: tenant => gate.read(db => endpointOf(db, tenant)),

    setEndpoint: (tenant, actor, { url, secret }) =>
      gate.write(async db => {
        const row = { tenant, url, secret, created_at: new Date().toISOString() }
        await db
          .insertInto('endpoints')
          .values(row)
          .onConflict(conflict =>
            conflict.column('tenant').doUpdateSet({ url, secret, failures: 0, paused_until: null }),
          )
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
        const now = new Date().toISOString()
        // The endpoint before its deliveries, here as everywhere: two instances never wait for each other.
        await db
          .updateTable('endpoints')
          .set({ paused_until: now })
          .where('tenant', '=', tenant)
          .where('paused_until', '>', now)
          .where(eb => eb.exists(deadOne(db, tenant, id)))
          .execute()
        const changed = await db
          .updateTable('deliveries')
          .set({ status: 'waiting', attempts: 0, next_attempt_at: now })
          .where('id', 'in', deadOne(db, tenant, id))
          .executeTakeFirst()
        if (changed.numUpdatedRows === 0n) return false
        await record(db, { tenant, type: 'delivery_retried', actor, detail: { delivery: id } })
        return true
      }),
  }
}

function deadOne(db: Kysely<Tables>, tenant: string, id: string) {
  return db
    .selectFrom('deliveries')
    .select('id')
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .where('status', '=', 'dead')
}
