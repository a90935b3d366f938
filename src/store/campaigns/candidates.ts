import type { Kysely, Selectable } from 'kysely'
import { inChunks } from '../in-chunks.js'
import type { Tables } from '../tables.js'
import { belonging, type CampaignStatus, type Core } from './belongs.js'
import { decode16, decode32, type Signed } from './signature.js'
import type { CampaignsTable } from './tables.js'

export interface Candidate extends Core {
  readonly id: string
  readonly row: Selectable<CampaignsTable>
  /** What members were flagged for; known of those that let pass only. */
  readonly categories: readonly string[]
}

/** What an admin has listed of a campaign: `confirmed` denies, `dismissed` allows. It counts instead of what was decided. */
export type Listed = (campaign: string) => Decided | undefined
export type Decided = Exclude<CampaignStatus, 'open'>

const nothingListed: Listed = () => undefined

/** Candidates of one message that are compared: those that share most bands. */
const MOST_COMPARED = 16

type ByBand = ReadonlyMap<number, readonly string[]>

/** The campaigns that share a band with these messages, by band. */
export async function campaignsByBand(db: Kysely<Tables>, bands: readonly number[]): Promise<ByBand> {
  return inOrder(
    await inChunks([...new Set(bands)], some =>
      db.selectFrom('campaign_bands').select(['band', 'campaign_id']).where('band', 'in', some).execute(),
    ),
  )
}

/** Those of them that say something of a message: decided ones, and listed ones. */
export async function tellingByBand(
  db: Kysely<Tables>,
  bands: readonly number[],
  listed: Listed | undefined,
): Promise<ByBand> {
  const rows = await inChunks([...new Set(bands)], some => {
    const found = db
      .selectFrom('campaign_bands as found')
      .innerJoin('campaigns as campaign', 'campaign.id', 'found.campaign_id')
      .select(['found.band', 'found.campaign_id', 'campaign.status'])
      .where('found.band', 'in', some)
    return (listed ? found : found.where('campaign.status', '!=', 'open')).execute()
  })
  return inOrder(
    rows.filter(({ campaign_id: id, status }) => status !== 'open' || listed?.(id) !== undefined),
  )
}

function inOrder(rows: readonly { readonly band: number; readonly campaign_id: string }[]): ByBand {
  const found = new Map<number, string[]>()
  for (const { band, campaign_id } of rows) {
    // PostgreSQL gives a bigint as text.
    const known = found.get(Number(band))
    if (known) known.push(campaign_id)
    else found.set(Number(band), [campaign_id])
  }
  return found
}

/** Those of a message, the likeliest first. */
export function nearest(bands: readonly number[], byBand: ByBand): readonly string[] {
  const shared = new Map<string, number>()
  for (const band of bands) for (const id of byBand.get(band) ?? []) shared.set(id, (shared.get(id) ?? 0) + 1)
  return [...shared]
    .sort((a, b) => b[1] - a[1])
    .slice(0, MOST_COMPARED)
    .map(([id]) => id)
}

export async function readCandidates(
  db: Kysely<Tables>,
  ids: readonly string[],
  listed: Listed = nothingListed,
): Promise<ReadonlyMap<string, Candidate>> {
  const rows = await inChunks([...new Set(ids)], some =>
    db.selectFrom('campaigns').selectAll().where('id', 'in', some).execute(),
  )
  const statusOf = ({ id, status }: { readonly id: string; readonly status: CampaignStatus }) =>
    listed(id) ?? status
  const harmless = rows.filter(row => statusOf(row) === 'dismissed').map(({ id }) => id)
  const flagged = await inChunks(harmless, some =>
    db.selectFrom('campaign_categories').selectAll().where('campaign_id', 'in', some).execute(),
  )
  const categoriesOf = (id: string) =>
    flagged.filter(({ campaign_id }) => campaign_id === id).map(({ category }) => category)
  return new Map(rows.map(row => [row.id, candidateOf(row, categoriesOf(row.id), statusOf(row))]))
}

/** What was found harmless is what moderators have seen: not what is flagged for something else besides. */
export const admits = ({ status, categories }: Candidate, flagged: readonly string[]): boolean =>
  status !== 'dismissed' || flagged.every(category => categories.includes(category))

export function candidateOf(
  row: Selectable<CampaignsTable>,
  categories: readonly string[] = [],
  status = row.status,
): Candidate {
  return {
    id: row.id,
    row,
    categories,
    status,
    minima: decode16(row.minima),
    count: row.shingles,
    telling: decode32(row.telling),
  }
}

/** The one that the message resembles most, if it belongs to any. */
export function bestOf<One extends Core>(message: Signed, candidates: readonly One[]): One | undefined {
  let best: One | undefined
  let most = 0
  for (const candidate of candidates) {
    const alike = belonging(message, candidate)
    if (alike > most) {
      most = alike
      best = candidate
    }
  }
  return best
}
