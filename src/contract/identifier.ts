import { z } from 'zod'
import type { Immutable } from './immutable.js'
import { offset } from './quantities.js'

/** What leads from a text to whoever is behind it, and stays the same when the text changes. */
export const IDENTIFIER_TYPES = [
  'line_id',
  'phone',
  'email',
  'url',
  'domain',
  'handle',
  'meeting',
  'bank_account',
  'wallet',
  'referral_code',
] as const

export const identifierType = z
  .enum(IDENTIFIER_TYPES)
  .describe(
    'line_id：LINE の ID、phone：電話番号、email：メールアドレス、url：リンク、domain：ドメイン、handle：ほかのサービスの名前、meeting：オンライン会議、bank_account：銀行口座、wallet：暗号資産のアドレス、referral_code：紹介コード',
  )
export type IdentifierType = z.infer<typeof identifierType>

export const identifier = z
  .strictObject({
    type: identifierType,
    value: z
      .string()
      .min(1)
      .describe(
        '書き方によらない形（電話番号は E.164、リンクは追跡用の引数なし、handle と meeting は「サービス名:名前」）',
      ),
    start: offset.describe('本文での開始位置（UTF-16 の単位、この位置を含む）'),
    end: offset.describe('終了位置（この位置を含まない）'),
  })
  .meta({
    id: 'Identifier',
    examples: [{ type: 'line_id', value: 'abc_123', start: 9, end: 16 }],
  })
export type Identifier = Immutable<z.infer<typeof identifier>>
