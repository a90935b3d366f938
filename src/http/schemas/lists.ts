import { z } from 'zod'
import { idPattern } from '../../contract/ids.js'
import { listName, listType } from '../../contract/lists.js'
import { platformId } from '../../contract/message.js'
import { moment, time } from './screenings.js'

const list = listName.describe('deny：必ず遮断する、allow：その箇所を根拠と見なさない')
const type = listType.describe(
  'client：依頼者の ID、domain：ドメイン（サブドメインも含む）、phrase：語句、campaign：一斉送信（cmp_…）、ほかは本文の連絡先など',
)

export const listParams = z.strictObject({
  list,
  type,
  value: platformId.describe('登録する値（URL エンコードする）。表記の揺れはならして比べます。'),
})

export const listEntryRequest = (categories: readonly string[]) =>
  z
    .strictObject({
      reason: z.string().min(1).max(500).describe('登録した理由。判定の根拠として表示されます。'),
      expiresAt: moment.optional().describe('この時刻に効力を失います。省くと期限なし'),
      category: z
        .enum(categories)
        .optional()
        .describe('deny のとき、どのカテゴリの違反とするか。省くと種類ごとの既定（辞書の policy.yaml）'),
    })
    .meta({ id: 'ListEntryRequest' })

export const listEntry = z
  .strictObject({
    id: z.string().describe('登録の ID（lst_…）。監査の記録はこの ID で残ります。'),
    list,
    type,
    value: z.string().describe('登録したときの値'),
    reason: z.string(),
    category: z.string().nullable().describe('登録で指定したカテゴリ。指定しなければ null'),
    by: z.string().describe('登録した鍵の名前'),
    at: time.describe('登録した、または最後に変えた時刻'),
    expiresAt: time.nullable(),
  })
  .meta({ id: 'ListEntry' })

export const listEntries = z
  .strictObject({
    items: z.array(listEntry),
    nextCursor: z.string().nullable().describe('続きがあれば、次の cursor に渡す値'),
  })
  .meta({ id: 'ListEntries' })

export const listEntriesQuery = z.strictObject({
  list: list.optional(),
  type: type.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50).describe('1 ページの件数'),
  cursor: z
    .string()
    .regex(idPattern('lst'), 'Not a cursor of this list')
    .optional()
    .describe('前のページの nextCursor'),
})
