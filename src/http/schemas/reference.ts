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
})
