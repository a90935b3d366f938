import { z } from 'zod'
import type { Fingerprint } from './fingerprint.js'
import type { HintsOf } from './hints.js'
import type { Identifier } from './identifier.js'
import type { Immutable } from './immutable.js'
import { type Folded, type Judgement, type RulesetId, severityOfFlag } from './judgement.js'
import type { KnownOf } from './known-identifier.js'
import type { ListType } from './lists.js'
import type { ScreeningInput } from './message.js'
import type { Posting, PostingInput } from './posting.js'
import { confidence } from './quantities.js'
import { ruleStatus, stage } from './words.js'

const thresholds = z.strictObject({
  flag: confidence,
  review: confidence.nullable(),
  block: confidence.nullable(),
  readerBlock: confidence
    .nullable()
    .describe('ルールに当てはまらず読解モデルだけが見つけたとき、遮断になる確信度。null なら保留まで'),
})

/** A category as people see it. */
export const categoryInfo = z.strictObject({
  id: z.string(),
  label: z.string(),
  severity: severityOfFlag,
  source: z
    .enum(['text', 'client'])
    .describe('何から判定するか。text：本文、client：依頼者の情報（学習用の書き出しには含めません）'),
  description: z.string().describe('何を見つけるか'),
  basis: z.array(z.string()).describe('担当者向け：法令や規約の手がかり（法的助言ではありません）'),
  advice: z.array(z.string()).describe('受信者への助言（契約前）'),
  thresholds: z
    .record(stage, thresholds)
    .describe(
      '段階ごとのしきい値。flag 以上で要確認（warn）、review 以上で保留、block 以上で遮断。null はその段階ではしないこと',
    ),
})
export type CategoryInfo = Immutable<z.infer<typeof categoryInfo>>

export const ruleInfo = z.strictObject({
  id: z.string(),
  category: z.string(),
  status: ruleStatus.describe('live：判定に使う、shadow：数えるだけで判定に使わない'),
  reason: z.string(),
})
type RuleInfo = Immutable<z.infer<typeof ruleInfo>>

/** At once by rules and voice alone, or promised where the reader reads too. */
export type Answer = Judgement | Promise<Judgement>

/** Whether the pretrained reader reads along: every message, those where it may change the verdict, or none. */
const readerMode = z.enum(['all', 'uncertain', 'off'])
export type ReaderMode = z.infer<typeof readerMode>

export const readerStatus = z
  .strictObject({
    mode: readerMode,
    reason: z.string().optional().describe('READER で求めたのに使えないときの理由'),
  })
  .describe('読解モデル：all すべて読む、uncertain 判定が変わりうるときだけ読む、off 使わない')
export type ReaderStatus = Immutable<z.infer<typeof readerStatus>>

/**
 * A loaded dictionary, tokenizer and model, ready to judge. The same input and ruleset give the same judgement; no string
 * makes it fail.
 */
export interface Screener<Given extends Answer = Answer> {
  readonly screen: (input: ScreeningInput) => Given
  /** Of a text as the rules read it: what copies of it have in common. */
  readonly fingerprint: (text: string) => Fingerprint
  /** A judgement of `screen` in the light of what moderators decided of its identifiers. The text is not read again. */
  readonly recall: (judgement: Judgement, input: ScreeningInput, known: KnownOf) => Judgement
  /** What `screen` finds of them, for texts that were judged before. */
  readonly identifiers: (text: string) => readonly Identifier[]
  /** Of a draft that was judged: what to tell its sender. */
  readonly hints: HintsOf
  /** Of a job post: which of the six items it shows; null when the dictionary does not say how to find them. */
  readonly posting: (post: PostingInput) => Posting | null
  readonly ruleset: RulesetId
  readonly reader: ReaderStatus
  readonly categories: readonly CategoryInfo[]
  readonly rules: readonly RuleInfo[]
  /** A text with its disguises folded, as the rules see it. */
  readonly fold: (text: string) => Folded
  readonly countsAs: CountsAs
}

/** What is found beside the text counts as one of the dictionary's categories. */
interface CountsAs {
  /** What a deny list finds, by the type of the entry. */
  readonly listed: Readonly<Partial<Record<ListType, string>>>
  /** Flags of this category are asks for contact; undefined: none is. */
  readonly contactAsk: string | undefined
  /** What is known of the client; undefined: the dictionary has no such category. */
  readonly clientRisk: string | undefined
}
