/** What the service answers, as far as the desk uses it: the API's own words, by the OpenAPI document. */

export type Verdict = 'allow' | 'warn' | 'review' | 'block'
type Status = 'pending' | 'confirmed' | 'dismissed'
export type Decision = Exclude<Status, 'pending'>
type Stage = 'pre_contract' | 'contracted' | 'delivered'
type Kind = 'message' | 'job_post'

export interface Evidence {
  /** UTF-16 units, as JavaScript counts. */
  readonly start: number
  readonly end: number
  readonly text: string
  readonly rule: string
  readonly reason: string
}

export interface Flag {
  readonly category: string
  readonly label: string
  readonly severity: 'violation' | 'caution'
  readonly confidence: number
  readonly evidence: readonly Evidence[]
  readonly moreEvidence?: number
  readonly advice: readonly string[]
}

export interface Claim {
  readonly by: string
  readonly until: string
}

/** Copies of one text, whoever sent them. */
export interface CampaignOf {
  readonly id: string
  /** All that ever came, delivered ones too. */
  readonly size: number
  readonly status: 'open' | Decision
  /** Those that wait, counted up to a thousand. */
  readonly pending: number
}

export interface Summary {
  readonly id: string
  readonly messageId: string | null
  readonly createdAt: string
  readonly status: Status
  readonly stage: Stage
  readonly kind: Kind
  readonly clientId: string | null
  readonly verdict: Verdict
  readonly confidence: number
  readonly origin: 'screen' | 'report' | 'audit' | 'test'
  readonly claim: Claim | null
  readonly decision: {
    readonly by: string
    readonly at: string
    readonly categories: readonly string[]
    readonly note: string | null
  } | null
  /** Masked but for the evidence. */
  readonly text: string
  readonly flags: readonly Flag[]
  /** Objections that wait for an answer, of a decided case too. Absent in what an older instance answers. */
  readonly openAppeals?: number
  /** Reports that count in the queue's order. Absent as above. */
  readonly reportCount?: number
  /** Absent in what a step on a case answers. */
  readonly campaign?: CampaignOf | null
}

export interface Report {
  readonly id: string
  readonly at: string
  /** Absent in what an older instance answers: a violation. */
  readonly kind?: 'violation' | 'not_a_violation'
  readonly category: string | null
  readonly reason: string | null
}

/** An objection to what was done with a message. */
export interface Appeal {
  readonly id: string
  readonly from: 'sender' | 'recipient'
  /** What they say is wrong. */
  readonly contests: Decision
  /** Null where it is not kept. */
  readonly text: string | null
  readonly status: 'open' | Outcome
  readonly createdAt: string
  readonly decidedAt: string | null
  readonly decidedBy: string | null
  readonly note: string | null
}
export type Outcome = 'granted' | 'rejected'

/** Whom a decision is explained to. */
export type Audience = 'sender' | 'recipient' | 'reporter'

export interface Statement {
  /** Paragraphs, with an empty line between them. */
  readonly text: { readonly ja: string; readonly en: string }
}

export interface TrailEvent {
  readonly id: string
  readonly at: string
  readonly type: string
  readonly actor: string
  readonly detail: Readonly<Record<string, unknown>>
}

export interface ClientRecord {
  readonly firstSeenAt: string
  readonly lastSeenAt: string
  readonly screenings: number
  readonly byVerdict: Readonly<Record<string, number>>
  readonly byStatus: Readonly<Record<Status, number>>
  readonly reports: number
}

export interface ClientProfile {
  readonly id?: string
  readonly identityVerified?: boolean
  readonly completedOrders?: number
  readonly rating?: number
  readonly profileComplete?: boolean
  readonly accountAgeDays?: number
}

export interface EarlierCase {
  readonly id: string
  readonly createdAt: string
  readonly verdict: Verdict
  readonly status: Status
  readonly categories: readonly string[]
  readonly decidedBy: string | null
  readonly decidedAt: string | null
}

interface PolicyText {
  readonly category: string
  readonly label: string
  readonly severity: 'violation' | 'caution'
  readonly description: string
  readonly basis: readonly string[]
  readonly advice: readonly string[]
}

interface Order {
  readonly waitingSince: string
  readonly factors: readonly {
    readonly factor: string
    readonly label: string
    readonly hours: number
  }[]
}

/** A contact or an account in a text, and who else used it. */
interface Identifier {
  readonly type: string
  readonly value: string | null
  readonly messages: number
  readonly confirmedSenders: number
  /** In Japanese. */
  readonly sentence: string
}

/** A whole case, with what a decision needs. */
export interface Case extends Summary {
  readonly textKept: 'full' | 'evidence' | 'none'
  readonly outsideContactApproved: boolean
  readonly client: ClientProfile | null
  readonly ruleset: { readonly version: string }
  readonly reports: readonly Report[]
  readonly appeals: readonly Appeal[]
  /** Null where none waits. */
  readonly mayAnswerAppeals: boolean | null
  readonly history: readonly { readonly from: 'client' | 'worker'; readonly text: string }[] | null
  readonly order: Order | null
  readonly sender: {
    readonly profile: ClientProfile | null
    readonly record: ClientRecord | null
    readonly earlier: readonly EarlierCase[]
  } | null
  /** Empty where the service links none. */
  readonly identifiers: readonly Identifier[]
  readonly events: readonly TrailEvent[]
  readonly policy: readonly PolicyText[]
}

export interface Page {
  readonly items: readonly Summary[]
  readonly nextCursor: string | null
}

export interface Counts extends Readonly<Record<Status, number>> {
  /** Of the decided ones, those that somebody objects to. Absent in what an older instance answers. */
  readonly appealed?: number
}

export interface Category {
  readonly id: string
  readonly label: string
  readonly severity: 'violation' | 'caution'
}

export interface Ways {
  readonly keys: boolean
  readonly open: boolean
  readonly oidc: { readonly label: string; readonly url: string } | null
}

export interface Session {
  readonly tenant: string
  readonly name: string
  readonly role: 'platform' | 'moderator' | 'admin'
  readonly by: 'key' | 'oidc' | 'open'
}

export interface BulkResult<Done extends string> {
  readonly results: readonly { readonly id: string; readonly status: Done | 'conflict' | 'not_found' }[]
}

export interface Review {
  readonly decision: Decision
  readonly categories?: readonly string[]
  readonly note?: string
}

/** What `POST /screenings/next` is asked for. */
export interface Wanted {
  readonly skip: readonly string[]
  readonly minutes: number
  readonly [filter: string]: unknown
}

export interface LiveCase {
  readonly id: string
  readonly status: Status
  readonly claim: Claim | null
  readonly openAppeals?: number
}
