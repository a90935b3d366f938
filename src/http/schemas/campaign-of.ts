import { z } from 'zod'
import { campaignStatus } from '../../contract/words.js'

export const status = campaignStatus.describe(
  'open：未確認、confirmed：違反と確認、dismissed：問題なしと確認',
)
export const pending = z.int().min(0).describe('未確認の件数（1,000 まで数えます）')

/** In the answer of `/screen`. */
export const campaignOf = z
  .strictObject({
    id: z.string().describe('GET /campaigns/{id} で開けます。'),
    size: z.int().min(2).describe('同じ文面のメッセージの数（この件を含む）'),
    status,
  })
  .meta({
    id: 'CampaignOf',
    description: '言い換えや名前の差し替えだけの、同じ文面のメッセージの集まり（一斉送信）',
  })

/** In a case, and in the list of cases. */
export const campaignOfCase = z
  .strictObject({ ...campaignOf.shape, pending })
  .nullable()
  .describe('この件と同じ文面のメッセージの集まり（一斉送信）。ほかになければ null')
