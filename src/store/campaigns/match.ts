import type { Kysely } from 'kysely'
import type { NewScreening } from '../screening.js'
import type { Tables } from '../tables.js'
import type { CampaignStatus } from './belongs.js'
import { admits, bestOf, campaignsByBand, nearest, readCandidates } from './candidates.js'
import { bandsOf, type SignatureKey, sign, tellingStretch } from './signature.js'

/** A decided campaign, and why a message belongs to it. */
export interface Match {
  readonly id: string
  readonly status: Exclude<CampaignStatus, 'open'>
  /** What moderators have confirmed. */
  readonly categories: readonly string[]
  /** The sentence that says most of what the campaign was confirmed for, in the original text. */
  readonly stretch: { readonly start: number; readonly end: number }
}

/** What was found harmless is asked for before what was confirmed: it takes a text that is almost the same. */
export async function matchDecided(
  db: Kysely<Tables>,
  key: SignatureKey,
  { fingerprint, judgement }: NewScreening,
): Promise<Match | undefined> {
  if (fingerprint === undefined || fingerprint.length === 0 || judgement.test) return undefined
  const signed = sign(
    key,
    fingerprint,
    judgement.flags.flatMap(({ evidence }) => evidence),
  )
  const bands = bandsOf(key, signed)
  const ids = nearest(bands, await campaignsByBand(db, bands, true))
  if (ids.length === 0) return undefined
  const categories = judgement.flags.map(({ category }) => category)
  const candidates = [...(await readCandidates(db, ids)).values()]
    .filter(({ status }) => status !== 'open')
    // A message that nothing is found in passes anyway.
    .filter(candidate => candidate.status === 'confirmed' || judgement.flagged)
    .filter(candidate => admits(candidate, categories))
  const best = bestOf(signed, candidates)
  if (best === undefined || best.status === 'open') return undefined
  return {
    id: best.id,
    status: best.status,
    categories: best.row.decided_categories === null ? [] : JSON.parse(best.row.decided_categories),
    stretch: tellingStretch(key, fingerprint, best.telling),
  }
}
