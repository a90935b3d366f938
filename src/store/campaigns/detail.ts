import { type Kysely, sql } from 'kysely'
import { timeOf } from '../../contract/ids.js'
import type { CaseStatus } from '../../contract/words.js'
import { detailOf, screeningId } from '../rows.js'
import type { Tables } from '../tables.js'
import { type CampaignSummary, summariesOf } from './list.js'

export interface CampaignDetail extends Omit<CampaignSummary, 'core'> {
  readonly core: CoreText | null
  /** Those with most messages. */
  readonly topSenders: readonly { readonly clientId: string; readonly messages: number }[]
  /** By day (UTC), oldest first; days without any are absent. */
  readonly timeline: readonly { readonly day: string; readonly messages: number }[]
  /** Members by what was decided of them; `passed` were delivered. */
  readonly byStatus: Readonly<globalThis.Record<CaseStatus | 'passed', number>>
  readonly review: {
    readonly decision: 'confirmed' | 'dismissed'
    readonly by: string
    readonly at: string
    readonly categories: readonly string[]
    readonly note: string | null
  } | null
}

/** The core's text as far as it was kept, and some others to tell what varies. */
interface CoreText {
  readonly screeningId: string
  readonly text: string
  /** Of a few members, as they were kept. */
  readonly others: readonly string[]
}

export interface CampaignMembers {
  readonly items: readonly {
    readonly screeningId: string
    readonly clientId: string | null
    readonly createdAt: string
    readonly status: CaseStatus | 'passed'
  }[]
  readonly nextCursor: string | null
}

const TOP_SENDERS = 50
/** Members whose texts are laid beside the core's. */
const OTHERS = 12

export async function findCampaign(
  db: Kysely<Tables>,
  tenant: string,
  id: string,
): Promise<CampaignDetail | undefined> {
  const row = await rowOf(db, tenant, id)
  if (row === undefined) return undefined
  const [summary] = await summariesOf(db, [row])
  if (summary === undefined) return undefined
  const { decided_by: by, decided_at: at } = row
  return {
    ...summary,
    core: await coreOf(db, id, row.core_id),
    topSenders: await topSenders(db, id),
    timeline: await timeline(db, id),
    byStatus: await byStatus(db, id),
    review:
      row.status === 'open' || by === null || at === null
        ? null
        : {
            decision: row.status,
            by,
            at,
            categories: row.decided_categories === null ? [] : JSON.parse(row.decided_categories),
            note: row.note === null ? null : JSON.parse(row.note),
          },
  }
}

/** A lone message is no campaign yet. */
export const rowOf = (db: Kysely<Tables>, tenant: string, id: string) =>
  db
    .selectFrom('campaigns')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .where('size', '>', 1)
    .executeTakeFirst()

export async function campaignMembers(
  db: Kysely<Tables>,
  tenant: string,
  id: string,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<CampaignMembers> {
  let query = db
    .selectFrom('campaign_members as member')
    .leftJoin('screenings', 'screenings.id', 'member.screening_id')
    .select(['member.screening_id', 'member.client_id', 'screenings.status'])
    .where('member.tenant', '=', tenant)
    .where('member.campaign_id', '=', id)
  if (cursor !== undefined) query = query.where('member.screening_id', '<', cursor)
  const rows = await query
    .orderBy('member.screening_id', 'desc')
    .limit(limit + 1)
    .execute()
  const items = rows.slice(0, limit).map(row => ({
    screeningId: row.screening_id,
    clientId: row.client_id,
    createdAt: timeOf(screeningId(row.screening_id)).toISOString(),
    status: row.status ?? ('passed' as const),
  }))
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.screeningId ?? null) : null }
}

async function coreOf(db: Kysely<Tables>, id: string, core: string | null): Promise<CoreText | null> {
  if (core === null) return null
  const rows = await db
    .selectFrom('campaign_members as member')
    .innerJoin('screenings', 'screenings.id', 'member.screening_id')
    .selectAll('screenings')
    .where('member.campaign_id', '=', id)
    .where('screenings.text', 'is not', null)
    .orderBy('member.screening_id', 'desc')
    .limit(OTHERS)
    .execute()
  const own = await db.selectFrom('screenings').selectAll().where('id', '=', core).executeTakeFirst()
  if (own === undefined || own.text === null) return null
  return {
    screeningId: core,
    text: detailOf(own).text,
    others: rows.filter(row => row.id !== core).map(row => detailOf(row).text),
  }
}

async function topSenders(db: Kysely<Tables>, id: string): Promise<CampaignDetail['topSenders']> {
  const rows = await db
    .selectFrom('campaign_members')
    .select(['client_id', eb => eb.fn.countAll().as('count')])
    .where('campaign_id', '=', id)
    .where('client_id', 'is not', null)
    .groupBy('client_id')
    .orderBy('count', 'desc')
    .orderBy('client_id')
    .limit(TOP_SENDERS)
    .execute()
  return rows.map(({ client_id, count }) => ({ clientId: client_id ?? '', messages: Number(count) }))
}

/** An id begins with its time. Seven of its ten characters are half a minute: as many groups as there were busy ones. */
async function timeline(db: Kysely<Tables>, id: string): Promise<CampaignDetail['timeline']> {
  const prefix = sql<string>`substr(screening_id, 1, 11)`
  const rows = await db
    .selectFrom('campaign_members')
    .select([prefix.as('prefix'), eb => eb.fn.countAll().as('count')])
    .where('campaign_id', '=', id)
    .groupBy('prefix')
    .orderBy('prefix')
    .execute()
  const days = new Map<string, number>()
  for (const row of rows) {
    const day = timeOf(screeningId(`${row.prefix}${'0'.repeat(30 - row.prefix.length)}`))
      .toISOString()
      .slice(0, 10)
    days.set(day, (days.get(day) ?? 0) + Number(row.count))
  }
  return [...days].map(([day, messages]) => ({ day, messages }))
}

async function byStatus(db: Kysely<Tables>, id: string): Promise<CampaignDetail['byStatus']> {
  const rows = await db
    .selectFrom('campaign_members as member')
    .leftJoin('screenings', 'screenings.id', 'member.screening_id')
    .select(['screenings.status', eb => eb.fn.countAll().as('count')])
    .where('member.campaign_id', '=', id)
    .groupBy('screenings.status')
    .execute()
  const of = (status: CaseStatus | null): number =>
    Number(rows.find(row => row.status === status)?.count ?? 0)
  return { pending: of('pending'), confirmed: of('confirmed'), dismissed: of('dismissed'), passed: of(null) }
}
