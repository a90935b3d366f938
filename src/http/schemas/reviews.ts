import { z } from 'zod'
import { idPattern } from '../../contract/ids.js'
import { outcome } from '../../contract/words.js'
import { campaigns, minConfidence, picks, sort, time } from './screenings.js'

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
const review = (categories: readonly string[]) => ({
  decision: outcome.describe('confirmed：違反または注意にあたる、dismissed：問題なし'),
  categories: z
    .array(z.enum(categories))
    .min(1)
    .max(categories.length)
    .optional()
    .describe('正しいカテゴリ。省くと、判定どおりと見なします。confirmed のときだけ付けられます。'),
  note: z.string().min(1).max(2_000).optional().describe('判断の理由などの覚え書き'),
})

const isSound = (given: { decision: string; categories?: readonly string[] | undefined }): boolean =>
  given.decision === 'confirmed' || given.categories === undefined
const NOT_CONFIRMED = { path: ['categories'], error: 'Only a confirmed screening has categories' }

export const reviewRequest = (categories: readonly string[]) =>
  z.strictObject(review(categories)).refine(isSound, NOT_CONFIRMED).meta({ id: 'ReviewRequest' })

const ids = (most: number) =>
  z
    .array(z.string().regex(idPattern('scr'), 'Not the id of a screening'))
    .max(most)
    .refine(given => new Set(given).size === given.length, 'An id stands twice')

const MOST = 1_000

export const bulkReviewRequest = (categories: readonly string[]) =>
  z
    .strictObject({
      ids: ids(MOST).min(1).describe('判定する件の ID。1 件から 1,000 件、重複なし'),
      ...review(categories),
    })
    .refine(isSound, NOT_CONFIRMED)
    .meta({ id: 'BulkReviewRequest' })

export const bulkReopenRequest = z
  .strictObject({ ids: ids(MOST).min(1).describe('未確認に戻す件の ID。1 件から 1,000 件、重複なし') })
  .meta({ id: 'BulkReopenRequest' })

const bulkResults = <const Done extends string>(done: Done) =>
  z.strictObject({
    results: z
      .array(
        z.strictObject({
          id: z.string(),
          status: z
            .enum([done, 'conflict', 'not_found'])
            .describe('conflict：判定の状態が違うか、ほかの担当者が見ている、not_found：保存されていない'),
        }),
      )
      .describe('渡した ID ごとの結果。同じ順'),
  })
export const bulkReviewed = bulkResults('decided').meta({ id: 'BulkReviewed' })
export const bulkReopened = bulkResults('reopened').meta({ id: 'BulkReopened' })

export const nextRequest = (categories: readonly string[]) =>
  z
    .strictObject({
      ...picks(categories),
      minConfidence: minConfidence.optional(),
      campaigns,
      sort: sort.default('harm'),
      skip: ids(100).default([]).describe('あとで見る件の ID。100 件まで'),
      minutes: z.int().min(1).max(60).default(10).describe('押さえておく分数。claim で延長できます。'),
      includeTests: z.boolean().default(false).describe('true：動作確認用の文も渡します'),
    })
    .meta({ id: 'NextRequest' })

export const event = z
  .strictObject({
    id: z.string(),
    at: time,
    type: z
      .string()
      .describe(
        'screened：受付、viewed：閲覧、claimed：担当、released：担当を外す、confirmed・dismissed：判定、reopened：差し戻し、bulk_…：まとめての判定と差し戻し（件数は detail.count）、reported：通報、appealed：異議の申し立て、appeal_granted・appeal_rejected：その答え、statement_given：理由書を渡した、erased：消去、campaign_…：一斉送信の閲覧・判定・差し戻し、second_opinion：2 人目の意見（内容は含みません）、second_opinion_withdrawn：その取り消し、golden_…：正解の登録と解除、exported：書き出し、key_created・key_revoked：鍵、ruleset_reloaded：辞書、signed_in・signed_out：ログイン、endpoint_…・delivery_…：通知',
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
