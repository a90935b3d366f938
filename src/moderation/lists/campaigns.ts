import type { ListBook } from './list-book.js'
import type { Listed } from './tenant-lists.js'

/** The entry that denies or allows a campaign; of both the one that denies. */
export type CampaignEntry = (campaign: string) => Listed | undefined

/** What a tenant lists of campaigns just now; undefined where it lists none. */
export function campaignEntries(
  book: Pick<ListBook, 'of'> | undefined,
  tenant: string,
): CampaignEntry | undefined {
  const own = book?.of(tenant)
  if (own === undefined || !own.namesCampaigns()) return undefined
  const now = new Date().toISOString()
  return id => own.named('deny', 'campaign', id, now) ?? own.named('allow', 'campaign', id, now)
}
