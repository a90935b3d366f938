import type { Kysely } from 'kysely'
import type { Tables } from '../tables.js'

/** Another client that sent the same text. */
export interface Share {
  readonly clientId: string
  readonly by: 'campaign'
  readonly campaignId: string
  /** Of the other client, in that campaign. */
  readonly messages: number
}

const MOST = 100

/** Those with most messages first. */
export async function sharesOf(
  db: Kysely<Tables>,
  tenant: string,
  clientId: string,
): Promise<readonly Share[]> {
  const rows = await db
    .selectFrom('campaign_members')
    .select(['client_id', 'campaign_id', eb => eb.fn.countAll().as('count')])
    .where('campaign_id', 'in', eb =>
      eb
        .selectFrom('campaign_members')
        .select('campaign_id')
        .where('tenant', '=', tenant)
        .where('client_id', '=', clientId),
    )
    .where('client_id', 'is not', null)
    .where('client_id', '!=', clientId)
    .groupBy(['client_id', 'campaign_id'])
    .orderBy('count', 'desc')
    .orderBy('client_id')
    .limit(MOST)
    .execute()
  return rows.map(({ client_id, campaign_id, count }) => ({
    clientId: client_id ?? '',
    by: 'campaign',
    campaignId: campaign_id,
    messages: Number(count),
  }))
}
