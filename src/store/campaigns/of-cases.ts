import { type Kysely, sql } from 'kysely'
import { inChunks } from '../in-chunks.js'
import type { Tables } from '../tables.js'
import type { CampaignStatus } from './belongs.js'

/** The campaign of a message, as a platform is told. */
export interface CampaignOf {
  readonly id: string
  readonly size: number
  readonly status: CampaignStatus
}

/** The same as a moderator is told. */
export interface CampaignOfCase extends CampaignOf {
  /** Members that wait for a decision, counted up to `COUNTED`. */
  readonly pending: number
}

/** Of more it is enough to know that they are many. */
const COUNTED = 1_000

/** Those that are alone, or in none, are absent. */
export async function campaignsOf(
  db: Kysely<Tables>,
  tenant: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, CampaignOf>> {
  const rows = await inChunks(ids, some =>
    db
      .selectFrom('campaign_members as member')
      .innerJoin('campaigns', 'campaigns.id', 'member.campaign_id')
      .select(['member.screening_id', 'campaigns.id', 'campaigns.size', 'campaigns.status'])
      .where('member.tenant', '=', tenant)
      .where('member.screening_id', 'in', some)
      .where('campaigns.size', '>', 1)
      .execute(),
  )
  return new Map(rows.map(({ screening_id, ...campaign }) => [screening_id, campaign]))
}

export async function campaignsOfCases(
  db: Kysely<Tables>,
  tenant: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, CampaignOfCase>> {
  const found = await campaignsOf(db, tenant, ids)
  const pending = await pendingOf(db, [...new Set([...found.values()].map(({ id }) => id))])
  return new Map(
    [...found].map(([screening, campaign]) => [
      screening,
      { ...campaign, pending: pending.get(campaign.id) ?? 0 },
    ]),
  )
}

/** How many members of each campaign wait. */
export async function pendingOf(
  db: Kysely<Tables>,
  campaigns: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await inChunks(campaigns, some =>
    db
      .selectFrom('campaigns')
      .select([
        'id',
        sql<number | string>`(select count(*) from (
          select 1 from campaign_members as member join screenings on screenings.id = member.screening_id
          where member.campaign_id = campaigns.id and screenings.status = 'pending' limit ${sql.lit(COUNTED)}
        ) as waiting)`.as('count'),
      ])
      .where('id', 'in', some)
      .execute(),
  )
  return new Map(rows.map(({ id, count }) => [id, Number(count)]))
}
