import type { Kysely } from 'kysely'
import { firstIdAt } from '../../contract/ids.js'
import type { CampaignStatus } from '../campaigns/belongs.js'
import type { Tables } from '../tables.js'
import type { Asked } from './figures.js'

/** Campaigns that had a message in the period, by where they stand now. */
export interface CampaignCounts {
  readonly status: CampaignStatus
  readonly campaigns: number
  /** Messages of theirs that came in the period. */
  readonly messages: number
  /** Clients that are known by an id. */
  readonly senders: number
}

export async function campaignsIn(
  db: Kysely<Tables>,
  { tenant, period: { from, to } }: Asked,
): Promise<readonly CampaignCounts[]> {
  const rows = await db
    .selectFrom('campaign_members as member')
    .innerJoin('campaigns as campaign', 'campaign.id', 'member.campaign_id')
    .select([
      'campaign.status',
      eb => eb.fn.count('campaign.id').distinct().as('campaigns'),
      eb => eb.fn.countAll().as('messages'),
      eb => eb.fn.count('member.client_id').distinct().as('senders'),
    ])
    .where('member.tenant', '=', tenant)
    .where('member.screening_id', '>=', firstIdAt(from))
    .where('member.screening_id', '<', firstIdAt(to))
    // A lone message is no campaign.
    .where('campaign.size', '>', 1)
    .groupBy('campaign.status')
    .execute()
  return rows.map(({ status, campaigns, messages, senders }) => ({
    status,
    campaigns: Number(campaigns),
    messages: Number(messages),
    senders: Number(senders),
  }))
}
