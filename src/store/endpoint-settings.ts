import { sql, type Transaction } from 'kysely'
import type { WebhookType } from '../contract/words.js'
import type { Record } from './audit-record.js'
import { isPostgres } from './dialect.js'
import { DEFAULT_ENDPOINT, endpointKey } from './endpoint-key.js'
import { type Endpoint, endpointBy, endpointsOf } from './endpoints.js'
import type { Gate } from './gate.js'
import type { Tables } from './tables.js'

/** Endpoints that a tenant may have. */
export const MOST_ENDPOINTS = 10

interface EndpointSetting {
  readonly url: string
  readonly secret: string
  /** `default` unless it is named. */
  readonly name?: string
  readonly description?: string | null | undefined
  /** Absent or null: all, also those to come. */
  readonly events?: readonly WebhookType[] | null | undefined
  readonly enabled?: boolean | undefined
}

interface Setting {
  readonly isNew: boolean
  readonly endpoint: Endpoint
}

/** Where a tenant wants its webhooks, as its admins say. */
export interface EndpointSettings {
  endpoint(tenant: string, name?: string): Promise<Endpoint | undefined>
  /** By name. */
  endpoints(tenant: string): Promise<readonly Endpoint[]>
  /**
   * Creates or replaces it. What was known of the one before, that it does not answer, is forgotten, and its secrets with
   * it. Undefined when the tenant has as many as it may.
   */
  setEndpoint(tenant: string, actor: string, setting: EndpointSetting): Promise<Setting | undefined>
  /** The same, and one that there is keeps its secrets: the given one is for a new one. */
  putEndpoint(tenant: string, actor: string, setting: EndpointSetting): Promise<Setting | undefined>
  /** From now on the new secret signs, and the one that did signs too until then. Undefined when there is no such endpoint. */
  rotateSecret(
    tenant: string,
    actor: string,
    name: string,
    change: { readonly secret: string; readonly formerUntil: Date },
  ): Promise<Endpoint | undefined>
  /** Also drops what waits to be delivered there. False when there was none. */
  removeEndpoint(tenant: string, actor: string, name?: string): Promise<boolean>
}

export function buildEndpointSettings(gate: Gate, record: Record): EndpointSettings {
  return {
    endpoint: (tenant, name = DEFAULT_ENDPOINT) => gate.read(db => endpointBy(db, endpointKey(tenant, name))),

    endpoints: tenant => gate.read(db => endpointsOf(db, tenant)),

    setEndpoint: (tenant, actor, setting) =>
      gate.write(db =>
        put(db, record, tenant, actor, setting, {
          former_secret: null,
          former_until: null,
          secret: setting.secret,
        }),
      ),

    putEndpoint: (tenant, actor, setting) => gate.write(db => put(db, record, tenant, actor, setting, {})),

    rotateSecret: (tenant, actor, name, { secret, formerUntil }) =>
      gate.write(async db => {
        const key = endpointKey(tenant, name)
        const until = formerUntil.toISOString()
        const changed = await db
          .updateTable('endpoints')
          .set(eb => ({ former_secret: eb.ref('secret'), former_until: until, secret }))
          .where('tenant', '=', key)
          .executeTakeFirst()
        if (changed.numUpdatedRows === 0n) return undefined
        const detail = { endpoint: name, secret: 'rotated', formerUntil: until }
        await record(db, { tenant, type: 'endpoint_set', actor, detail })
        return endpointBy(db, key)
      }),

    removeEndpoint: (tenant, actor, name = DEFAULT_ENDPOINT) =>
      gate.write(async db => {
        const key = endpointKey(tenant, name)
        const removed = await db.deleteFrom('endpoints').where('tenant', '=', key).executeTakeFirst()
        if (removed.numDeletedRows === 0n) return false
        await db.deleteFrom('deliveries').where('tenant', '=', key).where('status', '=', 'waiting').execute()
        await record(db, { tenant, type: 'endpoint_removed', actor, detail: { endpoint: name } })
        return true
      }),
  }
}

/** `secrets`: what is written of them over those of an endpoint that there is. */
async function put(
  db: Transaction<Tables>,
  record: Record,
  tenant: string,
  actor: string,
  {
    name = DEFAULT_ENDPOINT,
    url,
    secret,
    description = null,
    events = null,
    enabled = true,
  }: EndpointSetting,
  secrets: { readonly secret?: string; readonly former_secret?: null; readonly former_until?: null },
): Promise<Setting | undefined> {
  await inTurn(db, tenant)
  const there = await endpointsOf(db, tenant)
  const isNew = !there.some(one => one.name === name)
  if (isNew && there.length >= MOST_ENDPOINTS) return undefined
  const key = endpointKey(tenant, name)
  const setting = {
    url,
    description,
    events: events && JSON.stringify(events),
    enabled: enabled ? 1 : 0,
    failures: 0,
    paused_until: null,
  }
  const owner = name === DEFAULT_ENDPOINT ? {} : { owner: tenant, name }
  await db
    .insertInto('endpoints')
    .values({ tenant: key, ...owner, ...setting, secret, created_at: new Date().toISOString() })
    .onConflict(conflict => conflict.column('tenant').doUpdateSet({ ...setting, ...secrets }))
    .execute()
  const detail = { endpoint: name, origin: new URL(url).origin, events: events ?? ['*'], enabled }
  await record(db, { tenant, type: 'endpoint_set', actor, detail })
  const endpoint = await endpointBy(db, key)
  return endpoint && { isNew, endpoint }
}

/** Two who set endpoints of a tenant at the same time could both find room for the last one. SQLite writes in turn anyway. */
async function inTurn(db: Transaction<Tables>, tenant: string): Promise<void> {
  if (isPostgres(db)) await sql`select pg_advisory_xact_lock(19, hashtext(${tenant}))`.execute(db)
}
