import type { Transaction } from 'kysely'
import { freshId, timeOf } from '../../contract/ids.js'
import type { NewScreening } from '../screening.js'
import type { Tables } from '../tables.js'
import {
  admits,
  bestOf,
  type Candidate,
  campaignsByBand,
  candidateOf,
  nearest,
  readCandidates,
} from './candidates.js'
import type { DecisionInForce } from './decision.js'
import type { SignatureKeys } from './keys.js'
import { lockCampaigns } from './lock.js'
import { bandsOf, encode, type Signed, sign } from './signature.js'
import { type Growing, writeGrown } from './write-grown.js'

/**
 * Puts each message into the campaign whose core it resembles most, or makes it the core of a new one. Returns the
 * decisions that are in force where it joined, by screening. To be called before the screenings are written.
 */
export async function joinCampaigns(
  db: Transaction<Tables>,
  keys: SignatureKeys,
  tenant: string,
  screenings: readonly NewScreening[],
  holds: Holds = unlessDenied,
): Promise<ReadonlyMap<string, DecisionInForce>> {
  const coming = screenings.flatMap(one => signedOf(keys, tenant, one))
  if (coming.length === 0) return new Map()
  await lockCampaigns(db, tenant)
  const byBand = new Map(
    await campaignsByBand(
      db,
      coming.flatMap(({ bands }) => bands),
    ),
  )
  const near = coming.map(({ bands }) => nearest(bands, byBand))
  const known = new Map<string, Growing>()
  const passedIn = coming.flatMap(({ screening }) => screening.passedIn ?? [])
  for (const [id, candidate] of await readCandidates(db, [...near.flat(), ...passedIn]))
    known.set(id, { ...candidate, joined: [], isNew: false, inForce: decisionOf(candidate) })
  const decisions = new Map<string, DecisionInForce>()
  for (const { screening, signed, bands } of coming) {
    const categories = screening.judgement.flags.map(({ category }) => category)
    const candidates = nearest(bands, byBand)
      .flatMap(id => known.get(id) ?? [])
      .filter(candidate => admits(candidate, categories))
    const { passedIn } = screening
    const found = passedIn === undefined ? bestOf(signed, candidates) : known.get(passedIn)
    // What is let pass is kept by its campaign or not at all.
    if (found === undefined && passedIn !== undefined) continue
    const campaign = found ?? begin(tenant, screening, signed)
    if (campaign.isNew && campaign.joined.length === 0) {
      known.set(campaign.id, campaign)
      for (const band of bands) byBand.set(band, [...(byBand.get(band) ?? []), campaign.id])
    }
    campaign.joined.push({ screening, signed })
    if (campaign.inForce && holds(campaign.inForce, screening)) decisions.set(screening.id, campaign.inForce)
  }
  await writeGrown(
    db,
    keys,
    tenant,
    [...known.values()].filter(({ joined }) => joined.length > 0),
    decisions,
  )
  return decisions
}

/** Whether the decision of its campaign decides a message too. */
type Holds = (inForce: DecisionInForce, screening: NewScreening) => boolean

/** What an admin has denied is not found harmless by what was decided of its like: a moderator looks at it. */
const unlessDenied: Holds = ({ decision }, { judgement }) =>
  decision === 'confirmed' || judgement.decidedBy?.by !== 'list'

/** What somebody reported is not found harmless by what was decided of its like either. */
export const whatIsReported: Holds = ({ decision }) => decision === 'confirmed'

function signedOf(keys: SignatureKeys, tenant: string, screening: NewScreening) {
  const { fingerprint, judgement } = screening
  if (fingerprint === undefined || fingerprint.length === 0 || judgement.test) return []
  const signed = sign(
    keys(tenant),
    fingerprint,
    judgement.flags.flatMap(({ evidence }) => evidence),
  )
  return [{ screening, signed, bands: bandsOf(keys(tenant), signed) }]
}

function begin(tenant: string, { id }: NewScreening, signed: Signed): Growing {
  const at = timeOf(id).toISOString()
  const row = {
    id: freshId('cmp'),
    tenant,
    status: 'open' as const,
    size: 0,
    first_seen: at,
    last_seen: at,
    minima: encode(signed.minima),
    shingles: signed.count,
    telling: encode(signed.telling),
    announced: 0,
    core_id: id,
    decided_at: null,
    decided_by: null,
    decided_categories: null,
    note: null,
    front: id,
  }
  return { ...candidateOf(row), joined: [], isNew: true, inForce: undefined }
}

function decisionOf({
  row: { status, decided_by, decided_categories },
}: Candidate): DecisionInForce | undefined {
  if (status === 'open') return undefined
  return {
    decision: status,
    by: decided_by ?? '',
    categories: decided_categories === null ? [] : JSON.parse(decided_categories),
  }
}
