import { type Kysely, sql } from 'kysely'
import type { IdentifierType } from '../../contract/identifier.js'
import { countedAs } from '../identifier-queries.js'
import type { LinkHash, Named } from '../link-hash.js'
import { detailOf } from '../rows.js'
import type { ScreeningDetail, WithHistory } from '../screening.js'
import { readHistory, withHistory } from '../stored-history.js'
import type { Tables } from '../tables.js'

/** An identifier that several members of a campaign hold. */
export interface CampaignIdentifier {
  readonly type: IdentifierType
  /** Null when no text that holds it was kept: of the identifier there is only the hash. */
  readonly value: string | null
  readonly messages: number
  readonly senders: number
}

/** What a kept message holds, as far as its text was kept. */
export type ReadsKept = (kept: ScreeningDetail & WithHistory) => readonly Named[]

const MOST = 20
/** Members that are looked through, the newest: a campaign has no end. */
const LOOKED_THROUGH = 10_000

/** Those of most messages; what a single member holds says nothing of the campaign. */
export async function identifiersOfCampaign(
  db: Kysely<Tables>,
  link: NonNullable<LinkHash>,
  tenant: string,
  id: string,
  reads: ReadsKept,
): Promise<readonly CampaignIdentifier[]> {
  const messages = sql<number | string>`count(distinct ${countedAs})`
  const newest = db
    .selectFrom('campaign_members')
    .select(['screening_id', 'client_id'])
    .where('tenant', '=', tenant)
    .where('campaign_id', '=', id)
    .orderBy('screening_id', 'desc')
    .limit(LOOKED_THROUGH)
  const shared = await db
    .selectFrom(newest.as('member'))
    .innerJoin('identifiers as held', 'held.screening_id', 'member.screening_id')
    .select(['held.type', 'held.value_hash as hash', messages.as('messages')])
    .select(eb => eb.fn.count('member.client_id').distinct().as('senders'))
    // The newest, and one whose own text holds it before one that was only told of it.
    .select(
      sql<string>`coalesce(max(case when held.history_at is null then held.screening_id end), max(held.screening_id))`.as(
        'sample',
      ),
    )
    .groupBy(['held.type', 'held.value_hash'])
    .having(messages, '>', 1)
    .orderBy('messages', 'desc')
    .orderBy('hash')
    .limit(MOST)
    .execute()
  const values = await valuesIn(db, link, tenant, [...new Set(shared.map(({ sample }) => sample))], reads)
  return shared.map(({ type, hash, messages, senders }) => ({
    type,
    value: values.get(hash) ?? null,
    messages: Number(messages),
    senders: Number(senders),
  }))
}

/** What stands in these messages, by hash. */
async function valuesIn(
  db: Kysely<Tables>,
  link: NonNullable<LinkHash>,
  tenant: string,
  screenings: readonly string[],
  reads: ReadsKept,
): Promise<ReadonlyMap<string, string>> {
  if (screenings.length === 0) return new Map()
  const rows = await withHistory(db).where('screenings.id', 'in', screenings).execute()
  const found = rows.flatMap(row => reads({ ...detailOf(row), ...readHistory(row) }))
  return new Map(found.map(one => [link(tenant, one), one.value]))
}
