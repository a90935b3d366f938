import { z } from 'zod'
import { idPattern } from '../../contract/ids.js'
import { status, time } from './screenings.js'

const amount = z.int().min(0)

const share = z
  .strictObject({ value: z.number(), low: z.number(), high: z.number() })
  .nullable()
  .describe('割合と、その 95% 信頼区間（Wilson のスコア法）。件数が 0 なら null')

const compared = {
  both: amount.describe('両方が認めた件数'),
  onlyFirst: amount.describe('最初の判定だけが認めた件数'),
  onlySecond: amount.describe('2 人目だけが認めた件数'),
  neither: amount.describe('どちらも認めなかった件数'),
  agreement: share.describe('一致した割合（both と neither）と、その 95% 信頼区間（Wilson のスコア法）'),
  kappa: z
    .strictObject({ value: z.number(), low: z.number(), high: z.number() })
    .nullable()
    .describe(
      'Cohen の κ（偶然の一致を除いた一致度。1 で完全な一致、0 で偶然と同じ）と、一致率の Wilson 区間から求めた 95% 信頼区間。両方が常に同じ答えだけなら null',
    ),
}

const finding = z.strictObject({
  decision: status,
  categories: z.array(z.string()),
  by: z.string().nullable().describe('判定した人。admin にだけ示します'),
})

export const agreement = z
  .strictObject({
    from: time,
    to: time,
    opinions: amount.describe('期間中に得られた 2 人目の意見'),
    identical: share.describe('判定もカテゴリもすべて同じだった割合と、その 95% 信頼区間'),
    all: z.strictObject(compared).describe('違反または注意と認めたかどうか'),
    categories: z.array(z.strictObject({ category: z.string(), ...compared })),
    disagreements: z
      .array(
        z.strictObject({
          id: z.string(),
          at: time.describe('2 人目の意見の時刻'),
          first: finding,
          second: finding,
        }),
      )
      .describe('食い違った件。新しいほうから 100 件まで'),
  })
  .meta({ id: 'Agreement' })

const right = {
  count: amount.describe('件数'),
  right: amount.describe('正解した件数'),
  share: share.describe('正解した割合と、その 95% 信頼区間（Wilson のスコア法）'),
}

export const goldenStatistics = z
  .strictObject({
    from: time,
    to: time,
    moderators: z.array(
      z.strictObject({
        moderator: z.string().describe('担当者の名前'),
        ...right,
        categories: z
          .array(z.strictObject({ category: z.string(), ...right }))
          .describe('正解か回答にそのカテゴリがある件のうち、両方にあるもの'),
      }),
    ),
  })
  .meta({ id: 'GoldenStatistics' })

const id = z.string().regex(idPattern('scr'), 'Not the id of a screening')

export const goldenRequest = z
  .strictObject({
    id: id.describe('判定済みの件の ID'),
    note: z.string().min(1).max(2_000).optional().describe('なぜ正解とするかなどの覚え書き'),
  })
  .meta({ id: 'GoldenRequest' })

export const goldenParams = z.strictObject({ id: z.string().describe('件の ID') })

export const goldenItem = z
  .strictObject({
    id: z.string(),
    status: status.describe('正解'),
    categories: z.array(z.string()).describe('正解のカテゴリ'),
    addedAt: time,
    addedBy: z.string(),
    note: z.string().nullable(),
    results: amount.describe('回答した担当者の数'),
  })
  .meta({ id: 'GoldenItem' })

export const goldenQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: id.optional().describe('前のページの nextCursor'),
})

export const goldenPage = z
  .strictObject({ items: z.array(goldenItem), nextCursor: z.string().nullable() })
  .meta({ id: 'GoldenPage' })
