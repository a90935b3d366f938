import { type Kysely, type Selectable, sql } from 'kysely'
import { inChunks } from '../in-chunks.js'
import { summaryOf } from '../rows.js'
import type { Tables } from '../tables.js'
import type { CampaignStatus } from './belongs.js'
import { pendingOf } from './of-cases.js'
import type { CampaignsTable } from './tables.js'

export interface CampaignFilter {
  readonly status?: CampaignStatus | undefined
  /** At least one member was flagged for it. */
  readonly category?: string | undefined
  readonly minSize?: number | undefined
  /** Inclusive: a member came then or later. */
  readonly from?: Date | undefined
  /** Exclusive. */
  readonly to?: Date | undefined
}

export interface CampaignPage {
  readonly sort: 'size' | 'latest'
  readonly limit: number
  /** Where the page before ended. */
  readonly after?: CampaignPlace | undefined
}

/** A place in the order: its size or time, and its id. */
export type CampaignPlace = readonly [value: number | string, id: string]

export interface CampaignSummary {
  readonly id: string
  readonly size: number
  /** Clients that are known by an id. */
  readonly senders: number
  readonly categories: readonly string[]
  readonly status: CampaignStatus
  /** Members that wait for a decision, counted up to a thousand. */
  readonly pending: number
  /** ISO 8601, UTC. */
  readonly firstSeen: string
  readonly lastSeen: string
  /** The text that members resemble, masked outside of its evidence; null when it is no longer there. */
  readonly core: { readonly screeningId: string; readonly text: string } | null
}

interface CampaignList {
  readonly items: readonly CampaignSummary[]
  readonly next: CampaignPlace | null
}

export async function listCampaigns(
  db: Kysely<Tables>,
  tenant: string,
  { status, category, minSize = 2, from, to }: CampaignFilter,
  { sort, limit, after }: CampaignPage,
): Promise<CampaignList> {
  const column = sort === 'size' ? 'size' : 'last_seen'
  // As the index has it.
  let query = db
    .selectFrom('campaigns')
    .selectAll()
    .where('tenant', '=', tenant)
    .where(sql<boolean>`size > 1`)
  if (minSize > 2) query = query.where('size', '>=', minSize)
  if (status !== undefined) query = query.where('status', '=', status)
  if (from !== undefined) query = query.where('last_seen', '>=', from.toISOString())
  if (to !== undefined) query = query.where('first_seen', '<', to.toISOString())
  if (category !== undefined)
    query = query.where('id', 'in', eb =>
      eb.selectFrom('campaign_categories').select('campaign_id').where('category', '=', category),
    )
  if (after !== undefined)
    query = query.where(sql<boolean>`(${sql.ref(column)}, id) < (${after[0]}, ${after[1]})`)
  const rows = await query
    .orderBy(column, 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    items: await summariesOf(db, page),
    next: rows.length > limit && last ? [last[column], last.id] : null,
  }
}

export async function summariesOf(
  db: Kysely<Tables>,
  campaigns: readonly Selectable<CampaignsTable>[],
): Promise<readonly CampaignSummary[]> {
  const ids = campaigns.map(({ id }) => id)
  const categories = await inChunks(ids, some =>
    db.selectFrom('campaign_categories').selectAll().where('campaign_id', 'in', some).execute(),
  )
  const senders = await inChunks(ids, some =>
    db
      .selectFrom('campaign_members')
      .select(['campaign_id', eb => eb.fn.count('client_id').distinct().as('count')])
      .where('campaign_id', 'in', some)
      .groupBy('campaign_id')
      .execute(),
  )
  const cores = await inChunks(
    campaigns.flatMap(({ core_id }) => core_id ?? []),
    some => db.selectFrom('screenings').selectAll().where('id', 'in', some).execute(),
  )
  const pending = await pendingOf(db, ids)
  return campaigns.map(row => {
    const core = cores.find(({ id }) => id === row.core_id)
    return {
      id: row.id,
      size: row.size,
      senders: Number(senders.find(({ campaign_id }) => campaign_id === row.id)?.count ?? 0),
      categories: categories
        .filter(({ campaign_id }) => campaign_id === row.id)
        .map(({ category }) => category)
        .sort(),
      status: row.status,
      pending: pending.get(row.id) ?? 0,
      firstSeen: row.first_seen,
      lastSeen: row.last_seen,
      core: core && core.text !== null ? { screeningId: core.id, text: summaryOf(core).text } : null,
    }
  })
}
