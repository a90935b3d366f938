import { z } from 'zod'
import { identifierType } from '../../contract/identifier.js'
import { time } from './screenings.js'

const amount = z.int().min(0)

export const identifierQuery = z.strictObject({
  type: identifierType,
  value: z
    .string()
    .min(1)
    .max(500)
    .describe('調べる値。本文と同じように読み取ります（「０９０の1234の5678」でも構いません）。'),
})

export const identifierRecord = z
  .strictObject({
    type: identifierType,
    messages: amount.describe('これを含む、要確認または通報になったメッセージの件数'),
    senders: amount.describe('それを送った依頼者の人数（ID の分かるもの）'),
    confirmed: amount.describe('違反と確認された件数'),
    dismissed: amount.describe('問題なしと確認された件数'),
    firstSeen: time.nullable().describe('最初に見つかった時刻。一度も見つかっていなければ null'),
    lastSeen: time.nullable(),
  })
  .meta({ id: 'IdentifierRecord' })
