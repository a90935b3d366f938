import { z } from 'zod'
import type { Identifier } from './identifier.js'
import type { Immutable } from './immutable.js'
import { type Judgement, type RulesetId, severityOfFlag } from './judgement.js'
import type { ScreeningInput } from './message.js'
import { ruleStatus } from './words.js'

/** A category as people see it. */
export const categoryInfo = z.strictObject({
  id: z.string(),
  label: z.string(),
  severity: severityOfFlag,
  description: z.string().describe('何を見つけるか'),
  basis: z.array(z.string()).describe('担当者向け：法令や規約の手がかり（法的助言ではありません）'),
  advice: z.array(z.string()).describe('受信者への助言（契約前）'),
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
  /** What `screen` finds of them, for texts that were judged before. */
  readonly identifiers: (text: string) => readonly Identifier[]
  readonly ruleset: RulesetId
  readonly reader: ReaderStatus
  readonly categories: readonly CategoryInfo[]
  readonly rules: readonly RuleInfo[]
}
