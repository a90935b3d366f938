import { z } from 'zod'
import { confidence } from '../../contract/quantities.js'
import { time } from './screenings.js'
import { statsQuery } from './statistics.js'

/** What a budget may be at least: for one in a million three million messages would have to be audited. */
const LEAST_MISS_RATE = 0.000001

const amount = z.int().min(0)
const portion = z.number().min(0).max(1)

export const budgetQuery = z.strictObject({
  maxMissRate: z.coerce
    .number()
    .min(LEAST_MISS_RATE)
    .max(0.5)
    .default(0.001)
    .describe('誰にも見せずに届けてよい違反の、全件に対する割合（百万分の 1 から 0.5 まで）'),
  ...statsQuery.shape,
})

const missed = {
  missRate: portion
    .nullable()
    .describe('誰にも見せずに届けた違反の推定（全件に対する割合）。判定済みの抜き取りがなければ null'),
  upper: portion.nullable().describe('その 95% 片側上限'),
}

const levels = z.strictObject({
  flag: confidence,
  review: confidence.nullable(),
  block: confidence.nullable(),
})

const policy = z.strictObject({
  thresholds: z
    .record(z.string(), z.strictObject({ pre_contract: levels, contracted: levels, delivered: levels }))
    .describe('違反のカテゴリの、段階ごとのしきい値'),
  passedShare: portion.describe('人の目を通らずに届く割合'),
  ...missed,
})

const missedOf = z.strictObject(missed)

export const missBudget = z
  .strictObject({
    from: time.describe('数えた期間の始まり。UTC の日単位で、最初に抜き取りがあった日から'),
    to: time,
    maxMissRate: portion,
    sample: z
      .strictObject({
        judged: amount.describe('判定したすべての件数'),
        passed: amount.describe('そのうち要確認にならなかったもの'),
        flagged: amount.describe('要確認になったもの'),
        decided: amount.describe('要確認のうち、担当者が判定したもの'),
        undecided: amount.describe(
          '要確認のうち、まだのもの。しきい値を上げて届くことになるものは、違反として数えます',
        ),
        drawn: amount.describe('要確認にならなかったもののうち、抜き取ったもの'),
        audited: amount.describe('抜き取ったもののうち、担当者が判定したもの'),
        auditRate: portion.describe('いまの AUDIT_RATE'),
      })
      .describe('もとになった件数'),
    now: policy.describe('いまのしきい値'),
    proposal: policy
      .nullable()
      .describe(
        '上限が maxMissRate に収まり、人の目を通らずに届くものがもっとも多いしきい値。自動では適用されません',
      ),
    reason: z
      .strictObject({
        code: z
          .enum(['nothing_judged', 'too_few_audited', 'too_many_missed'])
          .describe(
            'too_few_audited：判定済みの抜き取りが足りない、too_many_missed：どのしきい値でも見つからない違反が多い、nothing_judged：期間中に判定がない',
          ),
        needed: amount.describe('見逃しが 1 件もない場合に必要な、判定済みの抜き取りの件数'),
      })
      .nullable()
      .describe('proposal がない理由'),
    byCategory: z.array(
      z.strictObject({
        category: z.string(),
        now: missedOf,
        proposal: missedOf.nullable(),
      }),
    ),
  })
  .meta({ id: 'MissBudget' })
