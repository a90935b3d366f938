import type { ScreeningId } from '../contract/ids.js'
import type {
  ClientProfile,
  Flag,
  Judgement,
  RulesetId,
  ScreeningInput,
  Verdict,
} from '../contract/screening.js'
import type { StoredFlag } from './stored-text.js'

/** A message as the platform hands it over. */
export interface IncomingMessage extends ScreeningInput {
  /** The platform's own id: the same id and text again gets the first answer again. */
  readonly messageId?: string | undefined
  /** Judge, but keep nothing and look nothing up. */
  readonly dryRun?: boolean | undefined
}

/** A judgement as it is kept: without the explanation and without the evidence's text. */
export interface StoredResult {
  readonly verdict: Verdict
  readonly flagged: boolean
  readonly confidence: number
  readonly flags: readonly StoredFlag[]
  readonly scores: Readonly<Record<string, number>>
  readonly ruleset: RulesetId
  readonly test?: true | undefined
}

/** What was answered to a message id. */
export interface Receipt {
  readonly messageId: string
  readonly screeningId: ScreeningId
  readonly textHash: string
  readonly result: StoredResult
}

/** A judgement that has just been made, to be kept. */
export interface NewScreening {
  readonly id: ScreeningId
  readonly message: IncomingMessage
  readonly judgement: Judgement
}

/** A flagged message as a moderator's list shows it. */
export interface ScreeningSummary {
  readonly id: ScreeningId
  readonly messageId: string | null
  /** ISO 8601, UTC. */
  readonly createdAt: string
  readonly status: 'pending' | 'confirmed' | 'dismissed'
  readonly stage: 'pre_contract' | 'contracted' | 'delivered'
  readonly kind: 'message' | 'job_post'
  readonly clientId: string | null
  readonly verdict: Verdict
  readonly confidence: number
  /** `report`: it had been let through, and a worker reported it. */
  readonly origin: 'screen' | 'report' | 'test'
  /** Who works on it, until when. Null when nobody does. */
  readonly claim: { readonly by: string; readonly until: string } | null
  readonly decision: ScreeningDecision | null
  /** Masked outside the evidence; as long as the original, so that offsets stay right. */
  readonly text: string
  readonly flags: readonly Flag[]
}

export interface ScreeningDecision {
  readonly by: string
  /** ISO 8601, UTC. */
  readonly at: string
  /** What it really was; none when dismissed. */
  readonly categories: readonly string[]
  readonly note: string | null
}

/** A flagged message opened by a moderator: the whole text, as far as STORE_TEXT kept it. */
export interface ScreeningDetail extends ScreeningSummary {
  /** `evidence`: masked outside it; `none`: masked as a whole. */
  readonly textKept: 'full' | 'evidence' | 'none'
  readonly outsideContactApproved: boolean
  readonly client: ClientProfile | null
  readonly scores: Readonly<Record<string, number>>
  readonly ruleset: RulesetId
}

/** A worker's report of a message, as it is kept. */
export interface Report {
  readonly id: string
  readonly at: string
  readonly category: string | null
  readonly reason: string | null
  readonly reporterId: string | null
}

export interface ScreeningFilter {
  readonly status?: ScreeningSummary['status'] | undefined
  readonly category?: string | undefined
  readonly verdict?: Verdict | undefined
  /** With `category` or `rule` of that category's flag, else of the screening. */
  readonly minConfidence?: number | undefined
  readonly clientId?: string | undefined
  readonly rule?: string | undefined
  readonly origin?: 'screen' | 'report' | 'test' | undefined
  /** `free`: nobody works on it; else the name of who does. */
  readonly claimedBy?: string | undefined
  /** Inclusive. */
  readonly from?: Date | undefined
  /** Exclusive. */
  readonly to?: Date | undefined
}

export interface Page {
  readonly limit: number
  /** The last id of the page before. */
  readonly cursor?: ScreeningId | undefined
}
