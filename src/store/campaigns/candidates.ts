import type { Kysely, Selectable } from 'kysely'
import { inChunks } from '../in-chunks.js'
import type { Tables } from '../tables.js'
import { belonging, type Core } from './belongs.js'
import { decode16, decode32, type Signed } from './signature.js'
import type { CampaignsTable } from './tables.js'

export interface Candidate extends Core {
  readonly id: string
  readonly row: Selectable<CampaignsTable>
  /** What members were flagged for; known of dismissed campaigns only. */
  readonly categories: readonly string[]
}

/** Candidates of one message that are compared: those that share most bands. */
const MOST_COMPARED = 16

/** The campaigns that share a band with these messages, by band. */
export async function campaignsByBand(
  db: Kysely<Tables>,
  bands: readonly number[],
  decidedOnly = false,
): Promise<ReadonlyMap<number, readonly string[]>> {
  const rows = await inChunks([...new Set(bands)], some => {
    let query = db.selectFrom('campaign_bands').select(['band', 'campaign_id']).where('band', 'in', some)
    if (decidedOnly)
      query = query.where('campaign_id', 'in', eb =>
        eb.selectFrom('campaigns').select('id').where('status', '!=', 'open'),
      )
    return query.execute()
  })
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
export function nearest(
  bands: readonly number[],
  byBand: ReadonlyMap<number, readonly string[]>,
): readonly string[] {
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
): Promise<ReadonlyMap<string, Candidate>> {
  const rows = await inChunks([...new Set(ids)], some =>
    db.selectFrom('campaigns').selectAll().where('id', 'in', some).execute(),
  )
  const harmless = rows.filter(({ status }) => status === 'dismissed').map(({ id }) => id)
  const flagged = await inChunks(harmless, some =>
    db.selectFrom('campaign_categories').selectAll().where('campaign_id', 'in', some).execute(),
  )
  const categoriesOf = (id: string) =>
    flagged.filter(({ campaign_id }) => campaign_id === id).map(({ category }) => category)
  return new Map(rows.map(row => [row.id, candidateOf(row, categoriesOf(row.id))]))
}

/** What was found harmless is what moderators have seen: not what is flagged for something else besides. */
export const admits = ({ status, categories }: Candidate, flagged: readonly string[]): boolean =>
  status !== 'dismissed' || flagged.every(category => categories.includes(category))

export function candidateOf(row: Selectable<CampaignsTable>, categories: readonly string[] = []): Candidate {
  return {
    id: row.id,
    row,
    categories,
    status: row.status,
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
