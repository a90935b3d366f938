import type { Kind, RuleStatus, Verdict } from '../contract/words.js'
import type { ClientRiskSource } from './client-risk.js'
import type { FinderName } from './concept-schema.js'
import type { FittedOn } from './fingerprint.js'
import type { CategoryHints } from './hints.js'
import type { Language } from './language.js'
import type { ModelSource } from './model-schema.js'
import type { PostingSource } from './posting.js'
import type { ReaderFiles } from './reader-files.js'
import type { CategorySource, PolicySource, RuleExample } from './schema.js'

/** A concept, compiled: what the matcher needs and nothing else. */
export interface Concept {
  readonly id: string
  readonly about: string
  readonly terms: readonly string[]
  /** Kana spellings of terms and the term each stands for; they count as disguises. */
  readonly variants: ReadonlyMap<string, string>
  readonly verbs: readonly string[]
  readonly patterns: readonly RegExp[]
  readonly finder: FinderName | undefined
  readonly shadows: readonly string[]
  readonly notAfter: RegExp | undefined
  readonly notBefore: RegExp | undefined
  readonly evasion: boolean
  readonly negatable: boolean
  readonly fact: boolean
  readonly circumstance: boolean | 'need' | 'frame'
  readonly heard: boolean
  /** file:line, for messages. */
  readonly source: string
}

/** Ids of the concepts whose presence makes a rule more or less believable, in the order of the dictionary. */
export interface Circumstances {
  readonly all: readonly string[]
  /** Those that a contract may explain. */
  readonly needs: readonly string[]
  /** Those that say of the whole message who speaks and to whom: heard without a rule, too. */
  readonly frames: readonly string[]
}

export interface Rule {
  /** category.rule */
  readonly id: string
  readonly category: string
  readonly reason: string
  readonly ordered: boolean
  /** Each group is any of its concepts; all groups are needed. */
  readonly groups: readonly (readonly string[])[]
  /** Most characters between each two groups that follow one another. */
  readonly gaps: readonly number[]
  readonly none: readonly string[]
  readonly scope: 'clause' | 'sentence' | 'near' | 'message'
  readonly kind: Kind | undefined
  /** Only where a part of it stands in an earlier message. */
  readonly split: boolean
  readonly cap: Extract<Verdict, 'warn' | 'review'> | undefined
  readonly status: RuleStatus
  readonly examples: { readonly match: readonly RuleExample[]; readonly miss: readonly RuleExample[] }
  /** file:line, for messages. */
  readonly source: string
}

/** Everything in `dict/`, checked and compiled. Immutable. */
export interface Ruleset {
  readonly version: string
  readonly hash: string
  readonly concepts: ReadonlyMap<string, Concept>
  readonly circumstances: Circumstances
  readonly categories: readonly CategorySource[]
  readonly rules: readonly Rule[]
  readonly policy: PolicySource
  readonly language: Language
  readonly clientRisk: ClientRiskSource
  /** What senders of drafts are told, by category. */
  readonly hints: ReadonlyMap<string, CategoryHints>
  /** How the items of a job post are recognised; undefined when the dictionary does not say. */
  readonly posting: PostingSource | undefined
  /** Absent only before the first training. */
  readonly model: ModelSource | undefined
  /** The pretrained reader's files; undefined when the dictionary has none. */
  readonly reader: ReaderFiles | undefined
  /** What a model that fits would be fitted on. */
  readonly fingerprint: FittedOn
  /** What does not keep it from judging and wants mending: lines for an operator. */
  readonly warnings: readonly string[]
}
