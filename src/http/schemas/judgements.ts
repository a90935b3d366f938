import { z } from 'zod'
import { verdict } from './messages.js'
import { problem } from './problem.js'

/**
 * Response schemas describe, they do not filter: replies are serialised as they are, and the tests hold every
 * reply against these strict objects.
 */
const offset = z.int().min(0)

export const confidence = z.number().min(0).max(1)
export const severity = z.enum(['violation', 'caution']).describe('violation：違反、caution：注意')

export const evidence = z
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

export const flag = z
  .strictObject({
    category: z
      .string()
      .describe('カテゴリの ID。GET /categories に一覧があります。')
      .meta({ examples: ['off_platform_contact'] }),
    label: z.string(),
    severity,
    confidence: confidence.describe('確信度。0.9 なら、およそ 10 件に 9 件は正しい判定です。'),
    evidence: z.array(evidence).describe('根拠となった箇所。依頼者の情報から判定したときは空です。'),
    advice: z.array(z.string()).describe('受信者への助言'),
  })
  .meta({ id: 'Flag' })

export const scores = z
  .record(z.string(), confidence)
  .describe('全カテゴリの確信度（しきい値未満のものも含みます）')

export const rulesetId = z
  .strictObject({ version: z.string(), hash: z.string().describe('辞書ファイル全体の SHA-256') })
  .meta({ id: 'RulesetId', description: '判定に使った辞書' })

const span = { start: offset, end: offset, text: z.string() }

const explanation = z
  .strictObject({
    normalised: z.string().describe('正規化した本文'),
    transforms: z.array(
      z.strictObject({ step: z.string(), start: offset, end: offset, from: z.string(), to: z.string() }),
    ),
    clauses: z.array(z.strictObject({ ...span, tokenised: z.boolean() })),
    tokens: z.array(
      z.strictObject({
        surface: z.string(),
        lemma: z.string(),
        reading: z.string(),
        pos: z.string(),
        start: offset,
        end: offset,
      }),
    ),
    signals: z.array(
      z.strictObject({
        category: z.string(),
        rule: z.string(),
        status: z.enum(['live', 'shadow']),
        weight: z.number(),
        ...span,
      }),
    ),
    suppressed: z.array(z.strictObject({ category: z.string(), rule: z.string(), by: z.string(), ...span })),
    nearMisses: z
      .array(
        z.strictObject({
          category: z.string(),
          rule: z.string(),
          lacking: z
            .array(z.string())
            .describe('欠けていた概念（どれか 1 つで足ります）。語順だけが合わなかったときは order'),
          ...span,
        }),
      )
      .describe('あと一つで当てはまったルール'),
    belowThreshold: z
      .array(z.strictObject({ category: z.string(), confidence, threshold: confidence }))
      .describe('しきい値に届かなかったが、その半分以上だったカテゴリ'),
    logOdds: z.record(
      z.string(),
      z.strictObject({ bias: z.number(), rules: z.number(), model: z.number(), total: z.number() }),
    ),
  })
  .meta({ id: 'Explanation', description: '判定の過程：正規化、節、形態素、見つかった手がかりとその重み' })

export const screenResponse = z
  .strictObject({
    id: z.string().describe('この判定の ID。要確認になったものは GET /screenings/{id} で開けます。'),
    messageId: z.string().nullable().describe('送られた messageId。なければ null'),
    verdict: verdict.describe(
      'allow：そのまま届ける、warn：助言を添えて届ける、review：担当者の確認まで保留、block：届けない',
    ),
    flagged: z.boolean().describe('verdict が allow 以外なら true'),
    confidence: confidence.describe('flags のうち最も高い確信度。flags が空なら最も高い違反の確信度'),
    flags: z.array(flag).describe('しきい値以上のカテゴリ。確信度の高い順'),
    scores,
    ruleset: rulesetId,
    test: z
      .literal(true)
      .optional()
      .describe('動作確認用の文だったときだけ true。保存されますが、統計には数えません。'),
    stored: z
      .literal(false)
      .optional()
      .describe(
        '保存するはずの結果を保存できなかったときだけ false（ON_STORE_FAILURE=answer のとき）。担当者の一覧には出ません。',
      ),
    explanation: explanation.optional(),
  })
  .meta({ id: 'ScreenResponse' })

export const batchResponse = z
  .strictObject({
    results: z
      .array(z.union([screenResponse, problem]))
      .describe('messages と同じ順。受け付けられなかったものの場所には、その理由が入ります。'),
  })
  .meta({ id: 'BatchResponse' })
