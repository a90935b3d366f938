import type { Kysely, Selectable } from 'kysely'
import { tell } from '../announce.js'
import type { Tables } from '../tables.js'
import type { CampaignsTable } from './tables.js'

/** Sizes of which a platform is told, each once. */
const STEPS = [10, 100, 1_000] as const

interface Grown {
  readonly row: Selectable<CampaignsTable>
  /** The screening that it grew by. */
  readonly last: string
}

/** Puts `campaign.grown` into the outbox, in the transaction of the message that it tells of. */
export async function announceGrowth(
  db: Kysely<Tables>,
  tenant: string,
  campaigns: readonly Grown[],
): Promise<void> {
  const news = campaigns.flatMap(({ row, last }) => {
    const step = STEPS.findLast(size => size <= row.size)
    return step !== undefined && step > row.announced ? [{ row, last, step }] : []
  })
  for (const { row, last, step } of news) {
    await db.updateTable('campaigns').set({ announced: step }).where('id', '=', row.id).execute()
    const categories = await categoriesOf(db, row.id)
    const { id: campaignId, size, status, first_seen: firstSeen, last_seen: lastSeen } = row
    const data = { campaignId, size, status, categories, firstSeen, lastSeen }
    // Known-answer texts belong to no campaign.
    await tell(db, tenant, 'campaign.grown', [{ screeningId: last, isTest: false, data }])
  }
}

async function categoriesOf(db: Kysely<Tables>, campaign: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('campaign_categories')
    .select('category')
    .where('campaign_id', '=', campaign)
    .orderBy('category')
    .execute()
  return rows.map(({ category }) => category)
}
