import type { Kysely } from 'kysely'
import type { Tables } from './tables.js'

/** Where a tenant wants its webhooks. */
export interface Endpoint {
  readonly url: string
  /** Signs every delivery. `whsec_` and base64, as Standard Webhooks has it. */
  readonly secret: string
  readonly createdAt: string
  /** Attempts in a row that it did not answer. */
  readonly failures: number
  /** When it is tried again, after too many failures in a row; null: it is not paused. */
  readonly pausedUntil: string | null
}

export async function endpointOf(db: Kysely<Tables>, tenant: string): Promise<Endpoint | undefined> {
  const row = await db.selectFrom('endpoints').selectAll().where('tenant', '=', tenant).executeTakeFirst()
  return (
    row && {
      url: row.url,
      secret: row.secret,
      createdAt: row.created_at,
      failures: row.failures,
      pausedUntil: row.paused_until,
    }
  )
}
