import { z } from 'zod'
import { identifierType } from '../../contract/identifier.js'
import { platformId } from '../../contract/message.js'
import { confidence } from '../../contract/quantities.js'
import { ruleStatus } from '../../contract/words.js'
import { moment, time } from './screenings.js'

const amount = z.int().min(0)
const fate = {
  flagged: amount.describe('一覧に入った件のうち、これに該当したもの'),
  confirmed: amount.describe('担当者が認めたもの'),
  dismissed: amount.describe('担当者が退けたもの'),
  precision: confidence.nullable().describe('認めた割合（confirmed ÷ 判定済み）。判定がまだなければ null'),
}
const seconds = amount.nullable()

export const statsQuery = z.strictObject({
  from: moment.optional().describe('この時刻以降。省くと 30 日前'),
  to: moment.optional().describe('この時刻より前。省くと今'),
})

export const statistics = z
  .strictObject({
    from: time,
    to: time,
    volumes: z.record(z.string(), amount).describe('判定した件数（届けたものも含む）。数秒遅れて入ります。'),
    days: z.array(
      z.strictObject({ day: z.iso.date().describe('UTC での日付'), verdicts: z.record(z.string(), amount) }),
    ),
    queue: z
      .strictObject({
        pending: amount,
        claimed: amount.describe('そのうち担当者が見ているもの'),
        oldestPendingAt: time.nullable(),
      })
      .describe('いまの未確認（期間によりません）'),
    decisions: z.strictObject({
      confirmed: amount,
      dismissed: amount,
      secondsToDecision: z
        .strictObject({ median: seconds, p90: seconds, max: seconds })
        .describe('受付（差し戻しならその時）から判定までの秒数'),
    }),
    categories: z.array(
      z.strictObject({
        category: z.string(),
        ...fate,
        missed: amount.describe('判定にはなく、担当者が加えたもの'),
      }),
    ),
    rules: z.array(
      z.strictObject({
        rule: z.string(),
        category: z.string(),
        status: ruleStatus,
        hits: amount.describe('届けたものも含め、当たった回数'),
        ...fate,
      }),
    ),
    reports: z.strictObject({
      received: amount,
      confirmed: amount.describe('通報で一覧に入り、違反と確認されたもの＝見逃し'),
      dismissed: amount,
      notAViolation: amount.describe('要確認になったメッセージに問題はなかったという知らせ'),
    }),
    appeals: z
      .strictObject({ open: amount, granted: amount, rejected: amount })
      .describe('期間中の異議の申し立ての、いまの状態'),
  })
  .meta({ id: 'Statistics' })

export const clientParams = z.strictObject({ id: platformId.describe('プラットフォームでの依頼者の ID') })

const share = z.discriminatedUnion('by', [
  z
    .strictObject({
      clientId: z.string(),
      by: z.literal('campaign').describe('campaign：同じ文面の一斉送信'),
      campaignId: z.string(),
      messages: amount.describe('その依頼者が送った件数'),
    })
    .meta({ id: 'SharedCampaign' }),
  z
    .strictObject({
      clientId: z.string(),
      by: z.literal('identifier').describe('identifier：同じ連絡先や口座など'),
      type: identifierType,
      messages: amount.describe('その依頼者の、同じものを含む件数'),
    })
    .meta({ id: 'SharedIdentifier' }),
])

export const clientRecord = z
  .strictObject({
    clientId: z.string(),
    firstSeenAt: time.describe('要確認または通報になった最初の時刻'),
    lastSeenAt: time,
    screenings: amount,
    byVerdict: z.record(z.string(), amount),
    byStatus: z.strictObject({ pending: amount, confirmed: amount, dismissed: amount }),
    byCategory: z.array(
      z.strictObject({ category: z.string(), flagged: amount, confirmed: amount, dismissed: amount }),
    ),
    reports: amount,
    latest: z.array(z.string()).describe('新しいほうから 20 件の判定の ID'),
    shares: z
      .array(share)
      .describe('同じ文面や同じ連絡先の、ほかの依頼者。それぞれ件数の多い順に 100 件まで'),
  })
  .meta({ id: 'ClientRecord' })

export const erasedClient = z
  .strictObject({ screenings: amount.describe('消去した件数') })
  .meta({ id: 'ErasedClient' })
