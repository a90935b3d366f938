import { z } from 'zod'
import { appealStatus, audience } from '../../contract/words.js'
import { status, time } from './screenings.js'

const both = z.strictObject({ ja: z.string(), en: z.string() })

export const statementQuery = z.strictObject({
  for: audience.describe('誰に伝えるか。sender：送った人、recipient：受け取る人、reporter：通報した人'),
})

const passage = z.strictObject({
  category: z.string(),
  start: z.int().min(0),
  end: z.int().min(0),
  text: z.string(),
})

const rule = z.strictObject({
  category: z.string(),
  label: both,
  text: both.describe('ルールの言葉そのもの'),
})

const dsa = z
  .strictObject({
    decision_visibility: z.array(z.string()),
    decision_visibility_other: z.string().nullable(),
    decision_ground: z.string(),
    incompatible_content_ground: z.string(),
    incompatible_content_explanation: z.string(),
    incompatible_content_illegal: z.enum(['Yes', 'No']),
    content_type: z.array(z.string()),
    content_language: z.string(),
    content_date: z.iso.date(),
    application_date: z.iso.date(),
    decision_facts: z.string().describe('個人情報と本文は含みません。'),
    category: z.string(),
    category_addition: z.array(z.string()),
    category_specification: z.array(z.string()),
    category_specification_other: z.string().nullable(),
    source_type: z.string(),
    automated_detection: z.enum(['Yes', 'No']),
    automated_decision: z.string(),
    puid: z.string(),
  })
  .meta({
    id: 'DsaStatement',
    description: 'EU の透明性データベースの項目（2025 年 7 月の形）。territorial_scope は運営が足します。',
  })

export const statement = z
  .strictObject({
    for: audience,
    text: both.describe('そのまま見せられる文章。段落は空行で区切ります。'),
    decision: z.strictObject({
      status,
      measure: z
        .enum(['delivered', 'advised', 'held', 'stopped'])
        .describe('delivered：届けた、advised：助言を添えて届けた、held：保留した、stopped：届けなかった'),
      by: z.enum(['machine', 'person']),
      at: time,
    }),
    passages: z.array(passage).describe('もとになった箇所。for=sender のときだけ、送った人自身の文から'),
    rules: z
      .array(rule)
      .describe('あてはまるルール。届かなかったメッセージの受け取る人には、内容が分かるので伝えません。'),
    automated: z.strictObject({
      detection: z.boolean().describe('自動で見つけたか'),
      decision: z
        .enum(['fully', 'partially', 'not'])
        .describe('fully：自動だけ、partially：自動で見つけて人が判断、not：人だけ'),
    }),
    appeal: z
      .strictObject({
        possible: z.boolean(),
        until: time.nullable(),
        status: appealStatus.nullable().describe('この人の申し立て。していなければ null'),
        how: both,
      })
      .nullable()
      .describe('異議の申し立て。for=reporter では null'),
    dsa: dsa.nullable().describe('for=sender で、制限や注意があるときだけ'),
  })
  .meta({ id: 'Statement' })
