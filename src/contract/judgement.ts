import { z } from 'zod'
import type { Explanation } from './explanation.js'
import { identifier } from './identifier.js'
import type { Immutable } from './immutable.js'
import { confidence, offset } from './quantities.js'
import { decider, severity, verdict } from './words.js'

export const severityOfFlag = severity.describe('violation：違反、caution：注意')

/** A stretch `[start, end)` of the original text, in UTF-16 units, and the rule that points at it. */
const evidence = z
  .strictObject({
    start: offset.describe('本文での開始位置（UTF-16 の単位、この位置を含む）'),
    end: offset.describe('終了位置（この位置を含まない）'),
    text: z.string().describe('本文のその部分'),
    rule: z.string().describe('見つけたルールの ID'),
    reason: z.string().describe('理由'),
  })
  .meta({
    id: 'Evidence',
    examples: [
      {
        start: 3,
        end: 7,
        text: 'LINE',
        rule: 'off_platform_contact.move_to_channel',
        reason: 'プラットフォームの外の連絡手段でのやり取りを求めています',
      },
    ],
  })
export type Evidence = Immutable<z.infer<typeof evidence>>

export const flag = z
  .strictObject({
    category: z
      .string()
      .describe('カテゴリの ID。GET /categories に一覧があります。')
      .meta({ examples: ['off_platform_contact'] }),
    label: z.string(),
    severity: severityOfFlag,
    confidence: confidence.describe('確信度。0.9 なら、およそ 10 件に 9 件は正しい判定です。'),
    evidence: z
      .array(evidence)
      .describe(
        '根拠となった箇所（8 つまで）。依頼者の情報から判定したときは空です。本文にない根拠（依頼者の登録、短時間に大勢への誘導）では start と end がどちらも 0、text が空です。',
      ),
    moreEvidence: z
      .int()
      .min(1)
      .optional()
      .describe('evidence に載せたもののほかに見つかった箇所の数。ないときは付きません。'),
    advice: z.array(z.string()).describe('受信者への助言'),
  })
  .meta({ id: 'Flag' })
export type Flag = Immutable<z.infer<typeof flag>>

export const scores = z
  .record(z.string(), confidence)
  .describe('全カテゴリの確信度（しきい値未満のものも含みます）')

export const rulesetId = z
  .strictObject({ version: z.string(), hash: z.string().describe('辞書ファイル全体の SHA-256') })
  .meta({ id: 'RulesetId', description: '判定に使った辞書' })
export type RulesetId = Immutable<z.infer<typeof rulesetId>>

/** Which part made the flag that made the verdict, and the confidence from which that part makes it. */
export const decidedBy = z
  .strictObject({
    category: z.string().describe('verdict を決めたフラグのカテゴリ'),
    by: decider.describe(
      'そのフラグを立てたもの。rule：ルール、reader：読解モデル、voice：統計モデル、list：拒否リスト、campaign：一斉送信のまとまり、client：依頼者の情報。voice だけでは review まで、reader だけでは GET /categories の readerBlock に届くまで review です。',
    ),
    threshold: confidence.describe('この verdict になる確信度の下限（拒否リストは 1）'),
  })
  .meta({
    id: 'DecidedBy',
    description: 'verdict が何で決まったか。フラグがなければ null',
    examples: [{ category: 'off_platform_contact', by: 'rule', threshold: 0.9 }],
  })
export type DecidedBy = Immutable<z.infer<typeof decidedBy>>

/** What is answered and kept of a judgement. */
export const result = z.strictObject({
  verdict: verdict.describe(
    'allow：そのまま届ける、warn：助言を添えて届ける、review：担当者の確認まで保留、block：届けない',
  ),
  flagged: z.boolean().describe('verdict が allow 以外なら true'),
  confidence: confidence.describe('flags のうち最も高い確信度。flags が空なら最も高い違反の確信度'),
  flags: z.array(flag).describe('しきい値以上のカテゴリ。確信度の高い順'),
  decidedBy: decidedBy.nullable(),
  scores,
  ruleset: rulesetId,
  identifiers: z
    .array(identifier)
    .describe('本文にある連絡先や口座など、送り手につながるもの。崩した書き方も読み取ります。本文の順'),
  test: z
    .literal(true)
    .optional()
    .describe('動作確認用の文だったときだけ true。保存されますが、統計には数えません。'),
})
export type Result = Immutable<z.infer<typeof result>>

/** A stretch `[start, end)` of an earlier message, in UTF-16 units. */
interface UsedHistory {
  /** Its place in the history, from 0. */
  readonly message: number
  readonly start: number
  readonly end: number
}

export interface Judgement extends Result {
  /** Shadow rules that matched: counted, never in the verdict. */
  readonly shadows?: readonly { readonly category: string; readonly rule: string }[] | undefined
  /** Rules of the flags whose stretch is shown under another flag: they count as the others. */
  readonly besides?: readonly { readonly category: string; readonly rule: string }[] | undefined
  readonly explanation?: Explanation | undefined
  /** Stretches of earlier messages that the flags rest on. Kept with the case, never answered. */
  readonly usedHistory?: readonly UsedHistory[] | undefined
  /** The message with its disguises folded, for lists to look through. Neither answered nor kept. */
  readonly folded?: Folded | undefined
}

/** A folded text, and for each of its UTF-16 units the stretch of the original that it came from. */
export interface Folded {
  readonly text: string
  readonly starts: Int32Array
  readonly ends: Int32Array
}

/** The judgement without what only some callers, or nobody outside, may see. */
export function resultOf(judgement: Judgement): Result {
  const { verdict, flagged, confidence, flags, decidedBy, scores, ruleset, identifiers, test } = judgement
  return { verdict, flagged, confidence, flags, decidedBy, scores, ruleset, identifiers, test }
}
