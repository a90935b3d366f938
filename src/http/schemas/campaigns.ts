import { z } from 'zod'
import { identifierType } from '../../contract/identifier.js'
import { caseStatus, campaignStatus as statusWord } from '../../contract/words.js'
import { pending, status } from './campaign-of.js'
import { moment, time } from './screenings.js'

const amount = z.int().min(0)

const summary = {
  id: z.string(),
  size: z.int().min(2).describe('メッセージの数（そのまま届けたものを含む）'),
  senders: amount.describe('ID の分かっている依頼者の数'),
  categories: z.array(z.string()).describe('どれかの件が該当したカテゴリ'),
  status,
  pending,
  firstSeen: time,
  lastSeen: time,
}

const campaign = z
  .strictObject({
    ...summary,
    core: z
      .strictObject({
        screeningId: z.string(),
        text: z.string().describe('根拠の箇所以外を ● で伏せた本文'),
      })
      .nullable()
      .describe('もとの文面。保存していないとき（STORE_TEXT=none）や消去されたときは null'),
  })
  .meta({ id: 'Campaign' })

const member = z.strictObject({
  screeningId: z.string(),
  clientId: z.string().nullable(),
  createdAt: time,
  status: z
    .enum([...caseStatus.options, 'passed'])
    .describe('passed：問題なしと確認された一斉送信なので、そのまま届けたもの'),
})

export const openedCampaign = z
  .strictObject({
    ...summary,
    core: z
      .strictObject({
        screeningId: z.string(),
        text: z.string().describe('本文（STORE_TEXT の設定で保存しなかった部分は ●）'),
        varies: z
          .array(z.strictObject({ start: amount, end: amount }))
          .describe('件によって違う箇所（名前・金額・ID など）。UTF-16 の単位'),
      })
      .nullable(),
    byStatus: z.strictObject({ pending: amount, confirmed: amount, dismissed: amount, passed: amount }),
    topSenders: z
      .array(z.strictObject({ clientId: z.string(), messages: amount }))
      .describe('件数の多い依頼者。50 人まで'),
    identifiers: z
      .array(
        z.strictObject({
          type: identifierType,
          value: z.string().nullable().describe('本文を保存していないときは null'),
          messages: amount.describe('これを含む件数'),
          senders: amount.describe('それを送った依頼者の人数（ID の分かるもの）'),
        }),
      )
      .describe(
        '2 件以上に共通する連絡先や口座。件数の多い順に 20 まで。IDENTIFIER_SECRET がないと空です。届けた件（passed）は数えません。',
      ),
    timeline: z
      .array(z.strictObject({ day: z.iso.date().describe('UTC での日付'), messages: amount }))
      .describe('日ごとの件数。古い順'),
    review: z
      .strictObject({
        decision: statusWord.exclude(['open']),
        by: z.string(),
        at: time,
        categories: z.array(z.string()).describe('これから来る件に付けるカテゴリ'),
        note: z.string().nullable(),
      })
      .nullable()
      .describe('この集まりへの判定。未確認なら null'),
    members: z
      .strictObject({ items: z.array(member), nextCursor: z.string().nullable() })
      .describe('新しい順'),
  })
  .meta({ id: 'OpenedCampaign' })

export const campaignList = z
  .strictObject({
    items: z.array(campaign),
    nextCursor: z.string().nullable().describe('続きがあれば、同じ条件と sort とともに次の cursor に渡す値'),
  })
  .meta({ id: 'CampaignList' })

export const campaignQuery = (categories: readonly string[]) =>
  z.strictObject({
    status: status.optional(),
    category: z.enum(categories).optional().describe('どれかの件がこのカテゴリに該当したもの'),
    minSize: z.coerce.number().int().min(2).default(2).describe('この件数以上'),
    from: moment.optional().describe('この時刻以降に来た件があるもの'),
    to: moment.optional().describe('この時刻より前に来た件があるもの'),
    sort: z.enum(['size', 'latest']).default('size').describe('size：件数の多い順、latest：最後に来た順'),
    limit: z.coerce.number().int().min(1).max(100).default(50),
    cursor: z.string().min(1).max(200).optional().describe('前のページの nextCursor'),
  })

export const campaignParams = z.strictObject({ id: z.string().describe('一斉送信の ID（cmp_…）') })

export const membersQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(50).describe('members の 1 ページの件数'),
  cursor: z.string().min(1).max(60).optional().describe('前のページの members.nextCursor'),
})

export const campaignDecided = z
  .strictObject({ decided: amount.describe('この判定で判定済みになった件数') })
  .meta({ id: 'CampaignDecided' })
export const campaignReopened = z
  .strictObject({ reopened: amount.describe('未確認に戻った件数') })
  .meta({ id: 'CampaignReopened' })
