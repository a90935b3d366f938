import type { Kysely } from 'kysely'
import type { DeliveryStatus } from '../contract/words.js'
import type { Record } from './audit-record.js'
import { buildDispatch, type Delivery, type Dispatch, deliveryOf } from './dispatch.js'
import { endpointKey, endpointName } from './endpoint-key.js'
import { buildEndpointSettings, type EndpointSettings } from './endpoint-settings.js'
import type { Gate } from './gate.js'
import type { Tables } from './tables.js'

interface DeliveryPage {
  readonly items: readonly (Delivery & {
    /** The name of its endpoint. */
    readonly endpoint: string
  })[]
  readonly nextCursor: string | null
}

interface DeliveryFilter {
  readonly status?: DeliveryStatus | undefined
  /** An endpoint's name, also of one that is gone. */
  readonly endpoint?: string | undefined
}

export interface Outbox extends Dispatch, EndpointSettings {
  /** Of all endpoints of a tenant, newest first. */
  list(
    tenant: string,
    filter: DeliveryFilter,
    page: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<DeliveryPage>
  /** Makes a dead delivery wait again, now, even when its endpoint is paused. False when there is no dead one of this id. */
  retry(tenant: string, id: string, actor: string): Promise<boolean>
}

export function buildOutbox(gate: Gate, record: Record): Outbox {
  return {
    ...buildDispatch(gate),
    ...buildEndpointSettings(gate, record),

    list: (tenant, { status, endpoint }, { limit, cursor }) =>
      gate.read(async db => {
        const newest = (column: 'tenant' | 'owner', value: string) => {
          let query = db.selectFrom('deliveries').selectAll().where(column, '=', value)
          if (status !== undefined) query = query.where('status', '=', status)
          if (cursor !== undefined) query = query.where('id', '<', cursor)
          return query
            .orderBy('id', 'desc')
            .limit(limit + 1)
            .execute()
        }
        // One index each: those of `default`, and those of the others.
        const rows =
          endpoint === undefined
            ? [...(await newest('tenant', tenant)), ...(await newest('owner', tenant))]
            : await newest('tenant', endpointKey(tenant, endpoint))
        const sorted = rows.sort((one, other) => (one.id < other.id ? 1 : -1))
        const items = sorted
          .slice(0, limit)
          .map(row => ({ ...deliveryOf(row), endpoint: endpointName(tenant, row.tenant) }))
        return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
      }),

    retry: (tenant, id, actor) =>
      gate.write(async db => {
        const now = new Date().toISOString()
        // The endpoint before its deliveries, here as everywhere: two instances never wait for each other.
        await db
          .updateTable('endpoints')
          .set({ paused_until: now })
          .where('tenant', 'in', deadOne(db, tenant, id).select('tenant'))
          .where('paused_until', '>', now)
          .execute()
        const changed = await db
          .updateTable('deliveries')
          .set({ status: 'waiting', attempts: 0, next_attempt_at: now })
          .where('id', 'in', deadOne(db, tenant, id).select('id'))
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
    .where(eb => eb.or([eb('tenant', '=', tenant), eb('owner', '=', tenant)]))
    .where('id', '=', id)
    .where('status', '=', 'dead')
}
