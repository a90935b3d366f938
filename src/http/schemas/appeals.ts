import { z } from 'zod'
import { ULID } from '../../contract/ids.js'
import { appealStatus, outcome, side } from '../../contract/words.js'
import { time } from './screenings.js'

const status = appealStatus.describe(
  'open：回答待ち、granted：認めて判定を改めた、rejected：判定は変わらない',
)

export const appealRequest = z
  .strictObject({
    from: side.describe('sender：送った人、recipient：受け取る人。それぞれ一度だけ'),
    text: z.string().min(1).max(5_000).describe('申し立てた人の言葉'),
  })
  .meta({ id: 'AppealRequest' })

export const appealFiled = z
  .strictObject({ id: z.string().describe('申し立ての ID（apl_…）'), status: z.literal('open') })
  .meta({ id: 'AppealFiled' })

export const appeal = z
  .strictObject({
    id: z.string(),
    screeningId: z.string(),
    from: side,
    contests: outcome.describe(
      '何に異議があるか。confirmed：違反だということ、dismissed：問題なしということ',
    ),
    text: z.string().nullable().describe('申し立てた人の言葉。STORE_TEXT が full でなければ保存せず null'),
    status,
    createdAt: time,
    decidedAt: time.nullable(),
    decidedBy: z.string().nullable().describe('答えた担当者。platform の鍵には null'),
    note: z.string().nullable().describe('担当者の覚え書き。platform の鍵には null'),
  })
  .meta({ id: 'Appeal' })

export const appealsOfCase = z.strictObject({ appeals: z.array(appeal) }).meta({ id: 'AppealsOfCase' })

export const appealAnswer = (categories: readonly string[]) =>
  z
    .strictObject({
      outcome: appealStatus.exclude(['open']).describe('granted：認める、rejected：認めない'),
      categories: z
        .array(z.enum(categories))
        .min(1)
        .max(categories.length)
        .optional()
        .describe('この答えで違反と確認されるときの、正しいカテゴリ。省くと、判定どおりと見なします。'),
      note: z.string().min(1).max(2_000).optional().describe('判断の理由などの覚え書き'),
    })
    .meta({ id: 'AppealAnswer' })

export const appealParams = z.strictObject({ id: z.string().describe('申し立ての ID（apl_…）') })

export const appealQuery = z.strictObject({
  status: status.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z
    .string()
    .regex(new RegExp(`^apl_${ULID}$`), 'Not a cursor of this list')
    .optional(),
})

export const appealPage = z
  .strictObject({ items: z.array(appeal), nextCursor: z.string().nullable() })
  .meta({ id: 'AppealPage' })
