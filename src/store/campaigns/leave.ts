import type { Transaction } from 'kysely'
import { inChunks } from '../in-chunks.js'
import type { Tables } from '../tables.js'
import type { SignatureKeys } from './keys.js'
import { lockCampaigns } from './lock.js'
import { bandsOf, decode16 } from './signature.js'

/**
 * Takes what was erased out of its campaigns: membership and hashes. Where it was the core, the next member whose hashes are
 * kept takes its place; where there is none the campaign takes no more members. Called behind the deletion of screenings.
 */
export async function leaveCampaigns(
  db: Transaction<Tables>,
  keys: SignatureKeys,
  screenings: readonly string[],
): Promise<void> {
  const gone = await inChunks(screenings, some =>
    db
      .deleteFrom('campaign_members')
      .where('screening_id', 'in', some)
      .returning(['screening_id', 'tenant', 'campaign_id'])
      .execute(),
  )
  if (gone.length === 0) return
  for (const tenant of [...new Set(gone.map(one => one.tenant))].sort()) await lockCampaigns(db, tenant)
  await inChunks(screenings, async some => {
    await db.deleteFrom('campaign_heirs').where('screening_id', 'in', some).execute()
    return []
  })
  for (const id of [...new Set(gone.map(({ campaign_id }) => campaign_id))].sort()) {
    const left = gone.filter(({ campaign_id }) => campaign_id === id)
    const campaign = await db
      .updateTable('campaigns')
      .set(eb => ({ size: eb('size', '-', left.length) }))
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst()
    if (campaign === undefined) continue
    if (campaign.size <= 0) await remove(db, id)
    else if (left.some(({ screening_id }) => screening_id === campaign.core_id))
      await succeed(db, keys, campaign.tenant, id)
  }
}

async function remove(db: Transaction<Tables>, id: string): Promise<void> {
  for (const table of ['campaign_bands', 'campaign_heirs', 'campaign_categories'] as const)
    await db.deleteFrom(table).where('campaign_id', '=', id).execute()
  await db.deleteFrom('campaigns').where('id', '=', id).execute()
}

async function succeed(
  db: Transaction<Tables>,
  keys: SignatureKeys,
  tenant: string,
  id: string,
): Promise<void> {
  await db.deleteFrom('campaign_bands').where('campaign_id', '=', id).execute()
  const heir = await db
    .selectFrom('campaign_heirs')
    .selectAll()
    .where('campaign_id', '=', id)
    .orderBy('screening_id')
    .limit(1)
    .executeTakeFirst()
  await db
    .updateTable('campaigns')
    .set({
      core_id: heir?.screening_id ?? null,
      minima: heir?.minima ?? '',
      shingles: heir?.shingles ?? 0,
      telling: heir?.telling ?? '',
    })
    .where('id', '=', id)
    .execute()
  if (heir === undefined) return
  await db.deleteFrom('campaign_heirs').where('screening_id', '=', heir.screening_id).execute()
  await db
    .insertInto('campaign_bands')
    .values(bandsOf(keys(tenant), { minima: decode16(heir.minima) }).map(band => ({ band, campaign_id: id })))
    .onConflict(conflict => conflict.doNothing())
    .execute()
}
