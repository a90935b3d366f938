import { z } from 'zod'
import { DEFAULT_KIND, DEFAULT_STAGE } from '../../contract/defaults.js'
import { clientProfile, platformId, TEXT_LIMIT } from '../../contract/message.js'
import { kind, reportKind, stage, verdict } from '../../contract/words.js'

export const reportRequest = (categories: readonly string[]) =>
  z
    .strictObject({
      text: z.string().min(1).max(TEXT_LIMIT).describe('通報されたメッセージの本文'),
      messageId: platformId
        .optional()
        .describe('判定のときに渡した ID。すでに一覧にある件なら、その件への通報になります。'),
      category: z.enum(categories).optional().describe('通報者が選んだカテゴリ'),
      reason: z.string().min(1).max(2_000).optional().describe('通報者の言葉'),
      reporterId: platformId.optional().describe('通報者の ID'),
      stage: stage.default(DEFAULT_STAGE),
      kind: z
        .enum([...kind.options, ...reportKind.options])
        .default(DEFAULT_KIND)
        .describe(
          'message・job_post：その種類のメッセージが違反だという通報。violation：message と同じ。not_a_violation：要確認になったメッセージに問題はなかったという知らせ（messageId が要ります）',
        ),
      client: clientProfile.optional(),
    })
    .refine(given => given.kind !== 'not_a_violation' || given.messageId !== undefined, {
      path: ['messageId'],
      error: 'What was flagged is found by its messageId',
    })
    .meta({ id: 'ReportRequest' })

export const reportResponse = z
  .strictObject({
    id: z.string().describe('通報の ID（rep_…）'),
    screeningId: z.string().describe('一覧での ID。GET /screenings/{id} で開けます。'),
    isNew: z.boolean().describe('この通報で初めて一覧に入ったか'),
    verdict: verdict.describe('いまの辞書での判定'),
  })
  .meta({ id: 'ReportResponse' })
