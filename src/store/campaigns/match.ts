import type { Kysely } from 'kysely'
import type { NewScreening } from '../screening.js'
import type { Tables } from '../tables.js'
import {
  admits,
  bestOf,
  type Decided,
  type Listed,
  nearest,
  readCandidates,
  tellingByBand,
} from './candidates.js'
import { bandsOf, type SignatureKey, sign, tellingStretch } from './signature.js'

/** A decided or listed campaign, and why a message belongs to it. */
export interface Match {
  readonly id: string
  /** What was decided of it, or what its entry in a list stands for. */
  readonly status: Decided
  readonly isListed: boolean
  /** What moderators have confirmed. */
  readonly categories: readonly string[]
  /** The sentence that says most of what the campaign was confirmed for, in the original text. */
  readonly stretch: { readonly start: number; readonly end: number }
}

/**
 * The decided or listed campaign that a message resembles most; one that is denied before all others. To be taken for what
 * was found harmless a text has to be almost the same.
 */
export async function matchDecided(
  db: Kysely<Tables>,
  key: SignatureKey,
  { fingerprint, judgement }: NewScreening,
  listed?: Listed,
): Promise<Match | undefined> {
  if (fingerprint === undefined || fingerprint.length === 0 || judgement.test) return undefined
  const signed = sign(
    key,
    fingerprint,
    judgement.flags.flatMap(({ evidence }) => evidence),
  )
  const bands = bandsOf(key, signed)
  const ids = nearest(bands, await tellingByBand(db, bands, listed))
  if (ids.length === 0) return undefined
  const categories = judgement.flags.map(({ category }) => category)
  const candidates = [...(await readCandidates(db, ids, listed)).values()]
    .filter(({ status }) => status !== 'open')
    // A message that nothing is found in passes anyway.
    .filter(candidate => candidate.status === 'confirmed' || judgement.flagged)
    .filter(candidate => admits(candidate, categories))
  const denied = candidates.filter(({ id }) => listed?.(id) === 'confirmed')
  const best = bestOf(signed, denied) ?? bestOf(signed, candidates)
  if (best === undefined || best.status === 'open') return undefined
  return {
    id: best.id,
    status: best.status,
    isListed: listed?.(best.id) !== undefined,
    categories: best.row.decided_categories === null ? [] : JSON.parse(best.row.decided_categories),
    stretch: tellingStretch(key, fingerprint, best.telling),
  }
}
