import { z } from 'zod'
import { rulesetId } from '../../contract/judgement.js'
import { categoryInfo, readerStatus, ruleInfo } from '../../contract/screener.js'

export const categoryList = z.strictObject({ categories: z.array(categoryInfo) }).meta({ id: 'CategoryList' })

export const ruleset = z
  .strictObject({ version: z.string(), hash: z.string(), reader: readerStatus, rules: z.array(ruleInfo) })
  .meta({ id: 'Ruleset' })

export const health = z.strictObject({ status: z.literal('ok') })
export const readiness = z.strictObject({
  status: z.literal('ready'),
  ruleset: rulesetId,
  reader: readerStatus,
  wantedRuleset: z
    .strictObject({ hash: z.string(), reason: z.string() })
    .optional()
    .describe('求められている辞書と違う辞書で判定しているときだけ：そのハッシュと、切り替えられない理由'),
})
