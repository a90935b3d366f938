import { z } from 'zod'
import { confidence, flag, rulesetId, scores } from './judgements.js'
import { clientProfile, kind, platformId, stage, verdict } from './messages.js'

const status = z
  .enum(['pending', 'confirmed', 'dismissed'])
  .describe('pending：未確認、confirmed：違反と確認、dismissed：問題なしと確認')

const summary = {
  id: z.string(),
  messageId: z.string().nullable(),
  createdAt: z.iso.datetime().describe('受け付けた時刻（UTC）'),
  status,
  stage,
  kind,
  clientId: z.string().nullable(),
  verdict,
  confidence,
}

export const screeningSummary = z
  .strictObject({
    ...summary,
    text: z.string().describe('根拠の箇所以外を ● で伏せた本文。長さと位置は元のままです。'),
    flags: z.array(flag),
  })
  .meta({ id: 'ScreeningSummary' })

export const screening = z
  .strictObject({
    ...summary,
    text: z.string().describe('本文の全体（STORE_TEXT の設定で保存しなかった部分は ●）'),
    flags: z.array(flag),
    outsideContactApproved: z.boolean(),
    client: clientProfile.nullable().describe('受け付けたときの依頼者の情報'),
    scores,
    ruleset: rulesetId,
  })
  .meta({ id: 'Screening' })

export const screeningList = z
  .strictObject({
    items: z.array(screeningSummary),
    nextCursor: z.string().nullable().describe('続きがあれば、次の cursor に渡す値'),
  })
  .meta({ id: 'ScreeningList' })

/** Filters of the list. Categories are those of the loaded dictionary, so that a misspelt one is refused. */
export function listQuery(categories: readonly string[]) {
  return z.strictObject({
    status: status.optional(),
    category: z.enum(categories).optional().describe('このカテゴリに該当したもの'),
    verdict: verdict.optional(),
    minConfidence: z.coerce
      .number()
      .min(0)
      .max(1)
      .optional()
      .describe('この確信度以上（category や rule を指定したときは、そのカテゴリの確信度）'),
    clientId: platformId.optional().describe('依頼者の ID'),
    rule: platformId.optional().describe('このルールが見つけたもの'),
    from: z.iso.datetime({ offset: true }).optional().describe('この時刻以降（例：2026-01-31T00:00:00Z）'),
    to: z.iso.datetime({ offset: true }).optional().describe('この時刻より前'),
    limit: z.coerce.number().int().min(1).max(100).default(50).describe('1 ページの件数'),
    cursor: z
      .string()
      .regex(/^scr_[0-7][0-9A-HJKMNP-TV-Z]{25}$/, 'Not a cursor of this list')
      .optional()
      .describe('前のページの nextCursor'),
  })
}

export const screeningParams = z.strictObject({ id: z.string().describe('判定の ID（scr_…）') })
