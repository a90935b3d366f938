import { z } from 'zod'
import { rulesetId, severity } from './judgements.js'

export const categoryList = z
  .strictObject({
    categories: z.array(
      z.strictObject({
        id: z.string(),
        label: z.string(),
        severity,
        description: z.string().describe('何を見つけるか'),
        basis: z.array(z.string()).describe('担当者向け：法令や規約の手がかり（法的助言ではありません）'),
        advice: z.array(z.string()).describe('受信者への助言（契約前）'),
      }),
    ),
  })
  .meta({ id: 'CategoryList' })

export const ruleset = z
  .strictObject({
    version: z.string(),
    hash: z.string(),
    rules: z.array(
      z.strictObject({
        id: z.string(),
        category: z.string(),
        status: z.enum(['live', 'shadow']).describe('live：判定に使う、shadow：数えるだけで判定に使わない'),
        reason: z.string(),
      }),
    ),
  })
  .meta({ id: 'Ruleset' })

export const health = z.strictObject({ status: z.literal('ok') })
export const readiness = z.strictObject({ status: z.literal('ready'), ruleset: rulesetId })
