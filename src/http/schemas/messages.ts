import { z } from 'zod'
import { idempotencyKey } from '../../contract/idempotency.js'
import { screenRequest } from '../../contract/message.js'

/** Of the other header fields nothing is said. */
export const idempotentHeaders = z.looseObject({ 'idempotency-key': idempotencyKey.optional() })

const BATCH_LIMIT = 1_000

export const batchRequest = z
  .strictObject({ messages: z.array(screenRequest).max(BATCH_LIMIT).describe('1,000 件まで') })
  .meta({ id: 'BatchRequest' })

/** What a batch has to be before its messages are looked at one by one. */
export const batchEnvelope = z.strictObject({ messages: z.array(z.unknown()).max(BATCH_LIMIT) })
