import { z } from 'zod'
import { idPattern } from '../../contract/ids.js'
import { outcome } from '../../contract/words.js'
import { time } from './screenings.js'

export const claimRequest = z
  .strictObject({
    minutes: z
      .int()
      .min(1)
      .max(240)
      .default(15)
      .describe('押さえておく分数。過ぎると、ほかの担当者も扱えます。'),
  })
  .meta({ id: 'ClaimRequest', examples: [{ minutes: 15 }] })

/** Only what is a violation or caution by the loaded dictionary can be confirmed. */
export const reviewRequest = (categories: readonly string[]) =>
  z
    .strictObject({
      decision: outcome.describe('confirmed：違反または注意にあたる、dismissed：問題なし'),
      categories: z
        .array(z.enum(categories))
        .min(1)
        .max(categories.length)
        .optional()
        .describe('正しいカテゴリ。省くと、判定どおりと見なします。confirmed のときだけ付けられます。'),
      note: z.string().min(1).max(2_000).optional().describe('判断の理由などの覚え書き'),
    })
    .refine(({ decision, categories: given }) => decision === 'confirmed' || given === undefined, {
      path: ['categories'],
      error: 'Only a confirmed screening has categories',
    })
    .meta({ id: 'ReviewRequest' })

export const event = z
  .strictObject({
    id: z.string(),
    at: time,
    type: z
      .string()
      .describe(
        'screened：受付、viewed：閲覧、claimed：担当、released：担当を外す、confirmed・dismissed：判定、reopened：差し戻し、reported：通報、erased：消去、exported：書き出し、key_created・key_revoked：鍵、ruleset_reloaded：辞書、endpoint_…・delivery_…：通知',
      ),
    actor: z.string().describe('行った鍵の名前'),
    screeningId: z.string().nullable(),
    detail: z.record(z.string(), z.unknown()).describe('種類ごとの補足。本文は含みません。'),
  })
  .meta({ id: 'Event' })

export const eventList = z.strictObject({ events: z.array(event) }).meta({ id: 'EventList' })

export const auditQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z.string().regex(idPattern('evt'), 'Not a cursor of this list').optional(),
})

export const auditPage = z
  .strictObject({ events: z.array(event), nextCursor: z.string().nullable() })
  .meta({ id: 'AuditPage' })
