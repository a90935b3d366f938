import type { Kysely, Selectable } from 'kysely'
import { type WebhookType, webhookType } from '../contract/words.js'
import { DEFAULT_ENDPOINT } from './endpoint-key.js'
import type { EndpointsTable } from './outbox-tables.js'
import type { Tables } from './tables.js'

/** Where a tenant wants its webhooks. */
export interface Endpoint {
  readonly name: string
  readonly url: string
  readonly description: string | null
  /** Null: all, also those to come. */
  readonly events: readonly WebhookType[] | null
  /** Off, nothing is put up for it and nothing sent there; what waits goes on waiting. */
  readonly enabled: boolean
  /** Signs every delivery. `whsec_` and base64, as Standard Webhooks has it. */
  readonly secret: string
  /** The secret before it signs too, until then. */
  readonly former: { readonly secret: string; readonly until: string } | null
  readonly createdAt: string
  /** Attempts in a row that it did not answer. */
  readonly failures: number
  /** When it is tried again, after too many failures in a row; null: it is not paused. */
  readonly pausedUntil: string | null
  /** The last attempt, of whichever delivery; `error`: why it was not accepted. */
  readonly lastAttempt: { readonly at: string; readonly error: string | null } | null
}

export async function endpointBy(db: Kysely<Tables>, key: string): Promise<Endpoint | undefined> {
  const row = await db.selectFrom('endpoints').selectAll().where('tenant', '=', key).executeTakeFirst()
  return row && endpointOf(row)
}

/** All of a tenant, by name. */
export async function endpointsOf(db: Kysely<Tables>, tenant: string): Promise<readonly Endpoint[]> {
  const rows = await ownedBy(db, tenant).selectAll().execute()
  return rows.map(endpointOf).sort((one, other) => (one.name < other.name ? -1 : 1))
}

/** The keys of a tenant's endpoints that want to hear of it. */
export async function keysWanting(
  db: Kysely<Tables>,
  tenant: string,
  type: WebhookType,
): Promise<readonly string[]> {
  const rows = await ownedBy(db, tenant)
    .select(['tenant', 'events'])
    .where('enabled', '=', 1)
    .orderBy('tenant')
    .execute()
  return rows.filter(({ events }) => chosen(events)?.includes(type) ?? true).map(row => row.tenant)
}

/** The secrets that sign at a time; the former one first, for whoever looks at the first signature alone. */
export function secretsOf({ secret, former }: Endpoint, at: Date): readonly string[] {
  return former !== null && former.until > at.toISOString() ? [former.secret, secret] : [secret]
}

function ownedBy(db: Kysely<Tables>, tenant: string) {
  return db.selectFrom('endpoints').where(eb => eb.or([eb('tenant', '=', tenant), eb('owner', '=', tenant)]))
}

function endpointOf(row: Selectable<EndpointsTable>): Endpoint {
  const { former_secret: secret, former_until: until, last_attempt_at: at } = row
  return {
    name: row.name ?? DEFAULT_ENDPOINT,
    url: row.url,
    description: row.description,
    events: chosen(row.events),
    enabled: row.enabled === 1,
    secret: row.secret,
    former: secret === null || until === null ? null : { secret, until },
    createdAt: row.created_at,
    failures: row.failures,
    pausedUntil: row.paused_until,
    lastAttempt: at === null ? null : { at, error: row.last_error },
  }
}

/** What a later version may have let somebody choose is passed over. */
function chosen(events: string | null): readonly WebhookType[] | null {
  if (events === null) return null
  const names: readonly unknown[] = JSON.parse(events)
  return webhookType.options.filter(type => names.includes(type))
}
