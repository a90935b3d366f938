import type { Fingerprint } from '../contract/fingerprint.js'
import type { Deciding } from '../contract/idempotency.js'
import type { ScreeningId } from '../contract/ids.js'
import type { DecidedBy, Flag, Judgement, Result, RulesetId } from '../contract/judgement.js'
import type { ClientProfile, HistoryMessage, IncomingMessage } from '../contract/message.js'
import type { ReporterRecord } from '../contract/trust.js'
import type {
  CaseOrder,
  CaseStatus,
  Kind,
  Origin,
  ReportKind,
  Stage,
  TextKept,
  Verdict,
} from '../contract/words.js'
import type { Named } from './link-hash.js'
import type { Order } from './rank.js'
import type { StoredFlag } from './stored-text.js'

/** A judgement as it is kept: without the evidence's text and the identifiers, which are found again from the text. */
type StoredResult = Omit<Result, 'flags' | 'identifiers'> & { readonly flags: readonly StoredFlag[] }

/** What was answered to a message id, or to an idempotency key. */
export interface Receipt {
  /** What it is found by. */
  readonly name: string
  readonly screeningId: ScreeningId
  readonly isOf: (text: string) => boolean
  /** In what a message differs from the one that was answered; nothing: it is the same again. */
  readonly differences: (message: IncomingMessage) => readonly Deciding[]
  readonly result: StoredResult
}

/** What there is of a message that comes again: what was answered, or that it was erased. */
export type Earlier = Receipt | 'erased'

/** An identifier in what was written before. */
export interface EarlierIdentifier extends Named {
  /** Its message's place in the history, from 0. */
  readonly historyIndex: number
}

/** A judgement that has just been made, to be kept. */
export interface NewScreening {
  readonly id: ScreeningId
  readonly message: IncomingMessage
  readonly judgement: Judgement
  /** Of a message that may be a copy of others. */
  readonly fingerprint?: Fingerprint | undefined
  /** The campaign that it belongs to and is let pass for: moderators have found it harmless. */
  readonly passedIn?: string | undefined
  /** What its client wrote before it, and leads to the same sender. */
  readonly earlierIdentifiers?: readonly EarlierIdentifier[] | undefined
  /** It asks for contact outside, and whom it asks is to be counted. */
  readonly asksContact?: boolean
}

/** A flagged message as a moderator's list shows it. */
export interface ScreeningSummary {
  readonly id: ScreeningId
  readonly messageId: string | null
  /** ISO 8601, UTC. */
  readonly createdAt: string
  readonly status: CaseStatus
  readonly stage: Stage
  readonly kind: Kind
  readonly clientId: string | null
  readonly verdict: Verdict
  readonly confidence: number
  /** `report`: it had been let through, and a worker reported it. */
  readonly origin: Origin
  /** Who works on it, until when. Null when nobody does. */
  readonly claim: { readonly by: string; readonly until: string } | null
  readonly decision: ScreeningDecision | null
  /** Objections that wait for an answer, of a decided case too. */
  readonly openAppeals: number
  /** Reports that count: none of somebody muted, and none that says there is nothing wrong. */
  readonly reportCount: number
  /** Masked outside the evidence; as long as the original, so that offsets stay right. */
  readonly text: string
  readonly flags: readonly Flag[]
}

interface ScreeningDecision {
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
  readonly textKept: TextKept
  /** What made the verdict; null when nothing was flagged, and for what a version before 0012 kept. */
  readonly decidedBy: DecidedBy | null
  readonly outsideContactApproved: boolean
  readonly client: ClientProfile | null
  readonly scores: Readonly<Record<string, number>>
  readonly ruleset: RulesetId
  /** Why it stands in the queue where it stands. */
  readonly order: Order
}

/** With what was written before it, as far as that was kept; null: nothing was, or there was nothing. */
export interface WithHistory {
  readonly history: readonly HistoryMessage[] | null
}

/** A worker's report of a message, as it is kept. */
export interface Report {
  readonly id: string
  readonly at: string
  readonly kind: ReportKind
  readonly category: string | null
  readonly reason: string | null
  readonly reporterId: string | null
  /** What became of their reports until now; null when nobody is named. */
  readonly reporter:
    | (ReporterRecord & {
        /** How much a report of theirs counts now, from 0 to 1.25. */
        readonly weight: number
        readonly muted: boolean
      })
    | null
}

export interface ScreeningFilter {
  readonly status?: CaseStatus | undefined
  readonly category?: string | undefined
  readonly verdict?: Verdict | undefined
  /** With `category` or `rule` of that category's flag, else of the screening. */
  readonly minConfidence?: number | undefined
  readonly clientId?: string | undefined
  readonly rule?: string | undefined
  /** Letters of the text, as far as it was kept; case and width do not matter. */
  readonly q?: string | undefined
  readonly origin?: Origin | undefined
  /** `free`: nobody works on it; else the name of who does. */
  readonly claimedBy?: string | undefined
  readonly messageId?: string | undefined
  /** `open`: somebody objects to what was done, and waits for an answer. */
  readonly appeal?: 'open' | undefined
  readonly stage?: Stage | undefined
  readonly kind?: Kind | undefined
  /**
   * `collapse`: of an open campaign's pending cases only the one that has waited longest stands for all; one that was reported or
   * is objected to stands for itself. Counts know nothing of it, and whoever looks for a text, a message or somebody's cases sees each.
   */
  readonly campaigns?: 'collapse' | undefined
  /** Inclusive. */
  readonly from?: Date | undefined
  /** Exclusive. */
  readonly to?: Date | undefined
}

export interface Page {
  readonly limit: number
  /** Absent: newest first. */
  readonly sort?: CaseOrder | undefined
  /** The last place of the page before. */
  readonly cursor?: Place | undefined
}

/** Where a case stands in a list, whatever its order: also when it is gone by the time that the list goes on from there. */
export interface Place {
  readonly id: ScreeningId
  readonly due: number
}
