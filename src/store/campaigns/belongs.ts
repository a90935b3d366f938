import type { CaseStatus } from '../../contract/words.js'
import type { Signature, Signed } from './signature.js'

/** Where a campaign stands before the moderators. */
export type CampaignStatus = 'open' | Exclude<CaseStatus, 'pending'>

/** The first text of a campaign, which every member has to resemble: a chain of weak matches joins nothing. */
export interface Core extends Signature {
  readonly status: CampaignStatus
}

interface Least {
  /** Shared shingles by all. */
  readonly alike: number
  /** The same where no evidence says which sentences tell. */
  readonly alikeUntold: number
  /** Share of the core's telling sentences that the text has. */
  readonly told: number
}

/**
 * From when on a text is taken for a copy: fitted on the tuning half of the generated campaigns. The more a decision does to
 * the text, the more of it has to be the same. What a moderator has confirmed or dismissed are above all the sentences that
 * the evidence stands in: a text without them is another text, however much of the rest it has.
 */
const LEAST: Readonly<Record<CampaignStatus, Least>> = {
  open: { alike: 0.35, alikeUntold: 0.5, told: 0.5 },
  confirmed: { alike: 0.6, alikeUntold: 0.7, told: 0.75 },
  dismissed: { alike: 0.7, alikeUntold: 0.7, told: 0.7 },
}
/** A text that is let pass tells nothing that moderators have not seen: the share of its own telling sentences in the core's. */
const KNOWN = 0.8

/** How much a text resembles a campaign's core, or 0 when it does not belong there. */
export function belonging(message: Signed, core: Core): number {
  const least = LEAST[core.status]
  const alike = resemblance(message, core)
  if (alike < (core.telling.length === 0 ? least.alikeUntold : least.alike)) return 0
  if (shareIn(core.telling, message.shingles) < least.told) return 0
  const isKnown = core.status !== 'dismissed' || shareIn(message.telling, new Set(core.telling)) >= KNOWN
  return isKnown ? alike : 0
}

/** Shared shingles by all shingles of two texts, estimated to about 0.04; of short texts 1 or 0. */
function resemblance(a: Pick<Signature, 'minima'>, b: Pick<Signature, 'minima'>): number {
  if (a.minima.length !== b.minima.length) return 0
  if (a.minima.length < 8 && a.minima.some((word, i) => word !== b.minima[i])) return 0
  let same = 0
  for (let i = 0; i < a.minima.length; i++) if (a.minima[i] === b.minima[i]) same++
  return same / a.minima.length
}

/** Of nothing everything is there. */
function shareIn(some: Uint32Array, all: ReadonlySet<number>): number {
  if (some.length === 0) return 1
  let found = 0
  for (const one of some) if (all.has(one)) found++
  return found / some.length
}
