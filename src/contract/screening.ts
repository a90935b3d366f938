/** What goes into a screening and what comes out: plain values, shared by every room of the house. */

export type Stage = 'pre_contract' | 'contracted' | 'delivered'
export type Kind = 'message' | 'job_post'
export type Verdict = 'allow' | 'warn' | 'review' | 'block'
export type Severity = 'violation' | 'caution'

/** What the platform knows of the sender. Every field is optional: an absent one is unknown, not bad. */
export interface ClientProfile {
  readonly id?: string | undefined
  readonly identityVerified?: boolean | undefined
  readonly completedOrders?: number | undefined
  /** Mean rating on the platform's scale of 0 to 5. */
  readonly rating?: number | undefined
  readonly profileComplete?: boolean | undefined
  readonly accountAgeDays?: number | undefined
  /** Violations of this client that moderators have confirmed. From our own store, never from the platform. */
  readonly confirmedViolations?: number | undefined
}

export interface HistoryMessage {
  readonly from: 'client' | 'worker'
  readonly text: string
}

export interface ScreeningInput {
  /** 1 to 10,000 UTF-16 units as the sender wrote them. */
  readonly text: string
  readonly stage?: Stage | undefined
  readonly kind?: Kind | undefined
  readonly outsideContactApproved?: boolean | undefined
  readonly client?: ClientProfile | undefined
  /** Earlier messages, oldest first. */
  readonly history?: readonly HistoryMessage[] | undefined
  readonly explain?: boolean | undefined
}

/** A stretch `[start, end)` of the original text, in UTF-16 units, and the rule that points at it. */
export interface Evidence {
  readonly start: number
  readonly end: number
  readonly text: string
  readonly rule: string
  readonly reason: string
}

export interface Flag {
  readonly category: string
  readonly label: string
  readonly severity: Severity
  /** Calibrated probability, 0 to 1. */
  readonly confidence: number
  readonly evidence: readonly Evidence[]
  readonly advice: readonly string[]
}

export interface RulesetId {
  readonly version: string
  /** SHA-256 over the dictionary files, hex. */
  readonly hash: string
}

export interface Judgement {
  readonly verdict: Verdict
  readonly flagged: boolean
  readonly confidence: number
  readonly flags: readonly Flag[]
  /** Calibrated probability of every category, 0 to 1. */
  readonly scores: Readonly<Record<string, number>>
  readonly ruleset: RulesetId
  /** A known-answer text: kept like any other and counted nowhere. */
  readonly test?: true | undefined
  /** Shadow rules that matched: counted, never in the verdict. */
  readonly shadows?: readonly { readonly category: string; readonly rule: string }[] | undefined
  readonly explanation?: Explanation | undefined
}

export interface Explanation {
  readonly normalised: string
  /** Each fold that changed the text, with the original stretch. */
  readonly transforms: readonly {
    readonly step: string
    readonly start: number
    readonly end: number
    readonly from: string
    readonly to: string
  }[]
  readonly clauses: readonly {
    readonly start: number
    readonly end: number
    readonly text: string
    readonly tokenised: boolean
  }[]
  readonly tokens: readonly {
    readonly surface: string
    readonly lemma: string
    readonly reading: string
    readonly pos: string
    readonly start: number
    readonly end: number
  }[]
  readonly signals: readonly {
    readonly category: string
    readonly rule: string
    readonly status: 'live' | 'shadow'
    readonly weight: number
    readonly start: number
    readonly end: number
    readonly text: string
  }[]
  readonly suppressed: readonly {
    readonly category: string
    readonly rule: string
    readonly by: string
    readonly start: number
    readonly end: number
    readonly text: string
  }[]
  /** Rules that lack one group of concepts (or only their order) within their window; the stretch is what was found. */
  readonly nearMisses: readonly {
    readonly category: string
    readonly rule: string
    readonly lacking: readonly string[]
    readonly start: number
    readonly end: number
    readonly text: string
  }[]
  /** Categories below their threshold, by less than half of it. */
  readonly belowThreshold: readonly {
    readonly category: string
    readonly confidence: number
    readonly threshold: number
  }[]
  /** Log-odds by category before calibration and the terms that made it. */
  readonly logOdds: Readonly<
    Record<
      string,
      { readonly bias: number; readonly rules: number; readonly model: number; readonly total: number }
    >
  >
}

/** Judges one message. Pure: the same input and ruleset give the same judgement. Throws nothing for any string. */
export type Screen = (input: ScreeningInput) => Judgement

/** A category as people see it. */
export interface CategoryInfo {
  readonly id: string
  readonly label: string
  readonly severity: Severity
  /** One Japanese sentence: what is flagged. */
  readonly description: string
  /** The legal or platform basis, for the moderator. A pointer, never legal advice. */
  readonly basis: readonly string[]
  /** Advice to the recipient before a contract. */
  readonly advice: readonly string[]
}

export interface RuleInfo {
  readonly id: string
  readonly category: string
  readonly status: 'live' | 'shadow'
  readonly reason: string
}

/** A loaded dictionary, tokenizer and model, ready to judge. */
export interface Screener {
  readonly screen: Screen
  readonly ruleset: RulesetId
  readonly categories: readonly CategoryInfo[]
  readonly rules: readonly RuleInfo[]
}
