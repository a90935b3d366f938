import { z } from 'zod'
import { screenRequest, TEXT_LIMIT } from '../../contract/message.js'
import { confidence } from '../../contract/quantities.js'
import { judgement } from './example-case.js'
import { screenResponse } from './judgements.js'

/** Texts of one request. */
const MOST_INPUTS = 100

const text = screenRequest.shape.text

/** What a platform knows of the messages besides their text; none of it is OpenAI's. */
const metadata = z
  .strictObject({
    stage: screenRequest.shape.stage,
    kind: screenRequest.shape.kind,
    outsideContactApproved: screenRequest.shape.outsideContactApproved,
    messageId: screenRequest.shape.messageId.describe(
      'プラットフォーム側のメッセージ ID。本文が 1 件のときだけ',
    ),
    client: screenRequest.shape.client,
    history: screenRequest.shape.history,
    recipient: screenRequest.shape.recipient,
    allow: screenRequest.shape.allow,
    dryRun: screenRequest.shape.dryRun,
  })
  .describe('POST /screen と同じ項目。すべての本文に当てはまります。OpenAI にはない項目です。')

/** The request of OpenAI's `POST /v1/moderations`, texts only. */
export const moderationRequest = z
  .strictObject({
    input: z
      .union(
        [
          text,
          z.array(text).min(1).max(MOST_INPUTS),
          z
            .array(z.strictObject({ type: z.literal('text'), text }))
            .min(1)
            .max(MOST_INPUTS),
        ],
        {
          error: `Expected a string, 1 to ${MOST_INPUTS} strings, or 1 to ${MOST_INPUTS} parts { type: "text", text }: images are not read`,
        },
      )
      .describe(
        `判定する本文。文字列、文字列の配列（${MOST_INPUTS} 件まで。それぞれを 1 件として判定）、または { type: "text", text } の配列（改行でつないで 1 件として判定）。1 件 ${TEXT_LIMIT.toLocaleString('en')} 文字まで。画像は扱いません。`,
      ),
    model: z
      .string()
      .optional()
      .describe('sekisho、いまの辞書の名前（答えの model）、または OpenAI の名前。どれでも同じ判定です。'),
    metadata: metadata.optional(),
  })
  .meta({ id: 'ModerationRequest' })
export type ModerationRequest = z.output<typeof moderationRequest>

const result = z.strictObject({
  flagged: z.boolean().describe('verdict が allow 以外なら true'),
  categories: z
    .record(z.string(), z.boolean())
    .describe('全カテゴリ（GET /categories）。フラグが立てば true'),
  category_scores: z.record(z.string(), confidence).describe('全カテゴリの確信度'),
  category_applied_input_types: z
    .record(z.string(), z.array(z.literal('text')))
    .describe('本文から判定するカテゴリは ["text"]、依頼者の情報から判定するものは空'),
  screening: screenResponse.describe(
    'POST /screen の答え（verdict・根拠・助言など）。OpenAI にはない項目です。',
  ),
})

export const moderationResponse = z
  .strictObject({
    id: z.string(),
    model: z.string().describe('判定に使った辞書'),
    results: z.array(result).describe('本文と同じ順'),
  })
  .meta({ id: 'ModerationResponse' })

/** An error as OpenAI's clients read it. */
export const moderationError = z
  .strictObject({
    error: z.strictObject({
      message: z.string(),
      type: z.enum(['invalid_request_error', 'requests', 'server_error']),
      param: z.string().nullable().describe('合わなかった項目（例：input[0]、metadata.client.rating）'),
      code: z.string().describe('エラーの種類。鍵なしは invalid_api_key、多すぎるときは rate_limit_exceeded'),
    }),
  })
  .meta({ id: 'ModerationError', description: 'エラー（OpenAI の形）' })

const descriptions = {
  400: '項目の値が合わない、または UTF-8 の JSON として読めない',
  401: '鍵がない、または正しくない',
  403: 'その鍵や人の役割ではできない',
  404: 'その名前の model はない',
  409: '同じ messageId や Idempotency-Key で、違う内容が送られた',
  410: 'その messageId のメッセージは消去された',
  413: '本文が大きすぎる',
  415: 'Content-Type が違う、または UTF-8 以外の文字コードである',
  429: '1 分あたりの件数が多すぎる',
  503: '保存先が応答しない、または混みすぎている',
} as const

export const moderationErrors = Object.fromEntries(
  Object.entries(descriptions).map(([status, description]) => [
    status,
    { description, content: { 'application/json': { schema: moderationError } } },
  ]),
)

export const moderationExamples = {
  one: { summary: '1 件', value: { input: '詳細はLINEでお話しします。' } },
  several: {
    summary: '複数（段階と依頼者つき）',
    value: {
      model: 'sekisho',
      input: ['詳細はLINEでお話しします。', '納品ありがとうございました。'],
      metadata: { stage: 'contracted', client: { id: 'client-1' } },
    },
  },
  parts: { summary: '部分の配列', value: { input: [{ type: 'text', text: '詳細はLINEで。' }] } },
}

export const moderationAnswers = {
  createModeration: {
    id: 'modr_01M85F628WA3C1WRHB8EFDMG3Y',
    model: 'sekisho-0.1.0-1bfd9f942308',
    results: [
      {
        flagged: true,
        categories: { off_platform_contact: true, mlm: false },
        category_scores: judgement.scores,
        category_applied_input_types: { off_platform_contact: ['text'], mlm: ['text'] },
        screening: judgement,
      },
    ],
  },
}
