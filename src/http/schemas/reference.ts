import { z } from 'zod'
import type { Immutable } from '../../contract/immutable.js'
import { rulesetId } from '../../contract/judgement.js'
import { categoryInfo, readerStatus, ruleInfo } from '../../contract/screener.js'

export const categoryList = z.strictObject({ categories: z.array(categoryInfo) }).meta({ id: 'CategoryList' })

export const ruleset = z
  .strictObject({ version: z.string(), hash: z.string(), reader: readerStatus, rules: z.array(ruleInfo) })
  .meta({ id: 'Ruleset' })

export const health = z.strictObject({ status: z.literal('ok') })
const incomingQueue = z
  .strictObject({
    state: z
      .enum(['connecting', 'consuming', 'reconnecting', 'incomplete'])
      .describe('consuming：受け取っている、incomplete：ストリームなどが足りない（reason）'),
    reason: z.string().optional(),
    pending: z.int().describe('まだ誰も受け取っていない件数'),
    unacknowledged: z.int().describe('全プロセスで処理中の件数'),
    inFlight: z.int().describe('このプロセスで処理中の件数'),
  })
  .meta({ id: 'IncomingQueue', description: 'メッセージが届く待ち行列（QUEUE_URL があるときだけ）' })
export type IncomingQueue = Immutable<z.infer<typeof incomingQueue>>

export const readiness = z.strictObject({
  status: z.literal('ready'),
  ruleset: rulesetId,
  reader: readerStatus,
  queue: incomingQueue.optional(),
  wantedRuleset: z
    .strictObject({ hash: z.string(), reason: z.string() })
    .optional()
    .describe('求められている辞書と違う辞書で判定しているときだけ：そのハッシュと、切り替えられない理由'),
})
