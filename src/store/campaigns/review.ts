import type { Transaction } from 'kysely'
import type { Record } from '../audit-record.js'
import type { Review } from '../decide.js'
import type { Tables } from '../tables.js'
import type { CampaignStatus } from './belongs.js'
import { decideMembers, reopenMembers } from './decide.js'
import { lockCampaigns } from './lock.js'

/** What came of it: how many members, or why nothing was done. */
export type CampaignStep =
  | { readonly kind: 'done'; readonly count: number }
  | { readonly kind: 'missing' }
  | { readonly kind: 'wrong_status'; readonly status: CampaignStatus }

interface Which {
  readonly tenant: string
  readonly id: string
  readonly actor: string
}

export async function reviewCampaign(
  db: Transaction<Tables>,
  record: Record,
  { tenant, id, actor }: Which,
  review: Review,
): Promise<CampaignStep> {
  await lockCampaigns(db, tenant)
  const status = await statusOf(db, tenant, id)
  if (status === undefined) return { kind: 'missing' }
  if (status !== 'open') return { kind: 'wrong_status', status }
  const { decision, note } = review
  const categories =
    decision === 'dismissed' ? [] : [...new Set(review.categories ?? (await usualCategories(db, id)))]
  await db
    .updateTable('campaigns')
    .set({
      status: decision,
      decided_at: new Date().toISOString(),
      decided_by: actor,
      decided_categories: JSON.stringify(categories),
      note: note === undefined ? null : JSON.stringify(note),
    })
    .where('id', '=', id)
    .execute()
  const count = await decideMembers(db, tenant, id, actor, review)
  await record(db, {
    tenant,
    type: `campaign_${decision}`,
    actor,
    detail: { campaign: id, count, categories },
  })
  return { kind: 'done', count }
}

export async function reopenCampaign(
  db: Transaction<Tables>,
  record: Record,
  { tenant, id, actor }: Which,
): Promise<CampaignStep> {
  await lockCampaigns(db, tenant)
  const status = await statusOf(db, tenant, id)
  if (status === undefined) return { kind: 'missing' }
  if (status === 'open') return { kind: 'wrong_status', status }
  await db
    .updateTable('campaigns')
    .set({ status: 'open', decided_at: null, decided_by: null, decided_categories: null, note: null })
    .where('id', '=', id)
    .execute()
  const count = await reopenMembers(db, tenant, id)
  await record(db, { tenant, type: 'campaign_reopened', actor, detail: { campaign: id, count } })
  return { kind: 'done', count }
}

/** A lone message is no campaign yet. */
async function statusOf(
  db: Transaction<Tables>,
  tenant: string,
  id: string,
): Promise<CampaignStatus | undefined> {
  const row = await db
    .selectFrom('campaigns')
    .select('status')
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .where('size', '>', 1)
    .executeTakeFirst()
  return row?.status
}

/** What members are flagged for at least half as often as for the commonest of all: no copy has all the words. */
async function usualCategories(db: Transaction<Tables>, id: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('campaign_members as member')
    .innerJoin('screening_hits as hit', 'hit.screening_id', 'member.screening_id')
    .select(['hit.category', eb => eb.fn.count('member.screening_id').distinct().as('count')])
    .where('member.campaign_id', '=', id)
    .where('hit.source', '=', 'rule')
    .groupBy('hit.category')
    .execute()
  const counts = rows.map(({ category, count }) => ({ category, count: Number(count) }))
  const most = Math.max(0, ...counts.map(({ count }) => count))
  return counts.filter(({ count }) => count * 2 >= most).map(({ category }) => category)
}
