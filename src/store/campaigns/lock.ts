import { sql, type Transaction } from 'kysely'
import { isPostgres } from '../dialect.js'
import type { Tables } from '../tables.js'

/**
 * One at a time of a tenant, to the end of the transaction: of two copies that come at the same time the second has to find
 * the campaign of the first, and a decision has to reach both. SQLite has one writer anyway.
 */
export async function lockCampaigns(db: Transaction<Tables>, tenant: string): Promise<void> {
  if (isPostgres(db))
    await sql`select pg_advisory_xact_lock(hashtextextended(${`sekisho campaigns ${tenant}`}, 0))`.execute(db)
}
