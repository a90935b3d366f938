import type { InsertObject, Transaction } from 'kysely'
import { timeOf } from '../../contract/ids.js'
import { inChunks } from '../in-chunks.js'
import type { NewScreening } from '../screening.js'
import type { Tables } from '../tables.js'
import type { Candidate } from './candidates.js'
import type { DecisionInForce } from './decision.js'
import { announceGrowth } from './growth.js'
import type { SignatureKeys } from './keys.js'
import { bandsOf, encode, type Signed } from './signature.js'
import type { CampaignHeirsTable, CampaignMembersTable } from './tables.js'

/** A message that joins. */
interface Joining {
  readonly screening: NewScreening
  readonly signed: Signed
}

/** A campaign while messages of one transaction join it. */
export interface Growing extends Candidate {
  readonly joined: Joining[]
  readonly isNew: boolean
  readonly inForce: DecisionInForce | undefined
}

/** Writes campaigns as they have grown: themselves, their bands, members, heirs and categories; and tells of their growth. */
export async function writeGrown(
  db: Transaction<Tables>,
  keys: SignatureKeys,
  tenant: string,
  growing: readonly Growing[],
  decisions: ReadonlyMap<string, DecisionInForce>,
): Promise<void> {
  const grown = growing.map(campaign => ({ ...campaign, row: grownRow(campaign) }))
  const fresh = grown.filter(({ isNew }) => isNew)
  await inChunks(fresh, some =>
    db
      .insertInto('campaigns')
      .values(some.map(({ row }) => row))
      .execute(),
  )
  const bands = fresh.flatMap(campaign =>
    bandsOf(keys(tenant), campaign).map(band => ({ band, campaign_id: campaign.id })),
  )
  await addUnlessThere(db, 'campaign_bands', bands)
  for (const { id, row } of grown.filter(({ isNew }) => !isNew))
    await db
      .updateTable('campaigns')
      .set({ size: row.size, last_seen: row.last_seen, first_seen: row.first_seen })
      .where('id', '=', id)
      .execute()
  const members = grown.flatMap(({ id, joined }) =>
    joined.map(({ screening }) => memberRow(tenant, id, screening, decisions)),
  )
  await addUnlessThere(db, 'campaign_members', members)
  await addUnlessThere(db, 'campaign_heirs', grown.flatMap(heirRows))
  const categories = grown.flatMap(({ id, joined }) =>
    [
      ...new Set(
        joined.flatMap(({ screening: { judgement } }) => judgement.flags.map(({ category }) => category)),
      ),
    ].map(category => ({ campaign_id: id, category })),
  )
  await addUnlessThere(db, 'campaign_categories', categories)
  await announceGrowth(
    db,
    tenant,
    grown.map(({ row, joined }) => ({ row, last: joined.at(-1)?.screening.id ?? '' })),
  )
}

/**
 * The second, fourth, eighth … member: few, and spread over the campaign's time, so that retention does not take them all
 * with the core.
 */
function heirRows({ id, row, joined }: Growing): readonly CampaignHeirsTable[] {
  const before = row.size - joined.length
  return joined
    .filter(({ screening }, at) => screening.passedIn === undefined && isPowerOfTwo(before + at + 1))
    .filter(({ screening }) => screening.id !== row.core_id)
    .map(({ screening, signed }) => ({
      screening_id: screening.id,
      campaign_id: id,
      minima: encode(signed.minima),
      shingles: signed.count,
      telling: encode(signed.telling),
    }))
}

const isPowerOfTwo = (count: number): boolean => (count & (count - 1)) === 0

function grownRow({ row, joined }: Growing) {
  const times = joined.map(({ screening: { id } }) => timeOf(id).toISOString())
  const last = times.reduce((a, b) => (a > b ? a : b), row.last_seen)
  const first = times.reduce((a, b) => (a < b ? a : b), row.first_seen)
  return { ...row, size: row.size + joined.length, first_seen: first, last_seen: last }
}

function memberRow(
  tenant: string,
  campaign_id: string,
  { id, message, passedIn }: NewScreening,
  decisions: ReadonlyMap<string, DecisionInForce>,
): CampaignMembersTable {
  return {
    screening_id: id,
    tenant,
    campaign_id,
    client_id: message.client?.id ?? null,
    decided: passedIn === undefined && decisions.has(id) ? 1 : 0,
    passed: passedIn === undefined ? 0 : 1,
  }
}

function addUnlessThere<Table extends keyof Tables>(
  db: Transaction<Tables>,
  table: Table,
  rows: readonly InsertObject<Tables, Table>[],
) {
  return inChunks(rows, some =>
    db
      .insertInto(table)
      .values([...some])
      .onConflict(conflict => conflict.doNothing())
      .execute(),
  )
}
