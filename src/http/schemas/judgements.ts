import { z } from 'zod'
import { explanation } from '../../contract/explanation.js'
import { result } from '../../contract/judgement.js'
import { posting } from '../../contract/posting.js'
import { campaignOf } from './campaign-of.js'
import { problem } from './problem.js'

/**
 * Response schemas describe, they do not filter: replies are serialised as they are, and the tests hold every
 * reply against these strict objects.
 */
export const screenResponse = z
  .strictObject({
    id: z.string().describe('この判定の ID。要確認になったものは GET /screenings/{id} で開けます。'),
    messageId: z.string().nullable().describe('送られた messageId。なければ null'),
    ...result.shape,
    campaign: campaignOf.nullable(),
    replayed: z
      .boolean()
      .describe(
        '同じ messageId か Idempotency-Key で前に答えた結果なら true（ヘッダー Idempotent-Replayed も付きます）',
      ),
    posting: posting.nullable().describe('募集文（job_post）に示されている項目。メッセージなら null'),
    stored: z
      .literal(false)
      .optional()
      .describe(
        '保存するはずの結果を保存できなかったときだけ false（ON_STORE_FAILURE=answer のとき）。担当者の一覧には出ません。',
      ),
    explanation: explanation.optional(),
    explanationOmitted: z
      .string()
      .optional()
      .describe('explain を求められたのに explanation を付けなかったときだけ、その理由'),
  })
  .meta({ id: 'ScreenResponse' })

export const batchResponse = z
  .strictObject({
    results: z
      .array(z.union([screenResponse, problem]))
      .describe('messages と同じ順。受け付けられなかったものの場所には、その理由が入ります。'),
  })
  .meta({ id: 'BatchResponse' })
