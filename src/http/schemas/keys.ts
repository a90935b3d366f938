import { z } from 'zod'
import { isKeyName, MOST_OVERLAP } from '../../contract/actor-name.js'
import { roles } from '../../store/keys.js'
import { time } from './screenings.js'

/** What an admin may give: keys for figures see all tenants, so that the command line alone makes them. */
const grantable = z.enum(roles).exclude(['metrics'])

const expiresAt = z.iso
  .datetime({ offset: true, error: 'Expected a time such as 2027-03-31T09:00:00+09:00', abort: true })
  .refine(at => Date.parse(at) > Date.now(), 'Expected a time to come')
  .optional()

export const keyRequest = z
  .strictObject({
    role: grantable.describe(
      'platform：審査と通報、moderator：判定、auditor：閲覧のみ（監査記録を含む）、admin：すべて',
    ),
    name: z
      .string()
      .refine(
        isKeyName,
        'Expected 1 to 64 letters, digits, spaces or . _ @ -, and no word that the trail uses itself',
      )
      .optional()
      .describe('記録に残る名前。テナントの中で一つだけ。省くと役割と番号（moderator-1）になります。'),
    expiresAt: expiresAt.describe('この時刻から使えなくなります。省くと期限はありません。'),
  })
  .meta({ id: 'KeyRequest' })

export const rotateRequest = z
  .strictObject({
    overlapMinutes: z
      .int()
      .min(0)
      .max(MOST_OVERLAP)
      .default(60)
      .describe('いまの鍵も使える分数（0 から 10,080）'),
    expiresAt: expiresAt.describe('新しい期限。省くと、いまの期限のままです。'),
  })
  .meta({ id: 'RotateRequest' })

const fields = {
  id: z.string().describe('鍵の ID（key_…）。秘密ではありません。'),
  role: z.enum(roles),
  name: z.string(),
  createdAt: time,
  revokedAt: time.nullable(),
  expiresAt: time.nullable().describe('使えなくなる時刻。null：期限なし'),
  lastUsedAt: time.nullable().describe('最後に使われた時刻（分単位）。null：まだ使われていない'),
  formerUntil: time.nullable().describe('入れ替える前の鍵も使える時刻。null：使えない'),
}

const keyInfo = z.strictObject(fields).meta({ id: 'Key', description: '鍵。秘密の部分は返しません。' })

export const keyList = z.strictObject({ items: z.array(keyInfo) }).meta({ id: 'KeyList' })

export const madeKey = z
  .strictObject({ ...fields, key: z.string().describe('鍵そのもの（sek_…）。この応答でだけ返します。') })
  .meta({ id: 'MadeKey' })

export const keyParams = z.strictObject({ id: z.string().describe('鍵の ID（key_…）') })

const key = {
  id: 'key_01M85F628WA3C1WRHB8EFDMG3Y',
  role: 'moderator',
  name: '佐藤',
  createdAt: '2026-11-20T02:00:00.000Z',
  revokedAt: null,
  expiresAt: '2027-03-31T00:00:00.000Z',
  lastUsedAt: null,
  formerUntil: null,
}
const shown = 'sek_01M85F628WA3C1WRHB8EFDMG3Y_ThisIsAnExampleAndOpensNothing0000000000000'

/** What the operations answer, by operation id. */
export const keyAnswers = {
  createKey: { ...key, key: shown },
  listKeys: { items: [{ ...key, lastUsedAt: '2026-11-20T05:12:00.000Z' }] },
  rotateKey: { ...key, formerUntil: '2026-11-20T06:30:00.000Z', key: shown },
}

/** Filled-in bodies, by operation id. */
export const keyExamples = {
  createKey: {
    moderator: {
      summary: '期限つきの担当者の鍵',
      value: { role: 'moderator', name: '佐藤', expiresAt: '2099-03-31T00:00:00+09:00' },
    },
    auditor: { summary: '監査人の鍵', value: { role: 'auditor' } },
  },
  rotateKey: { hour: { summary: '1 時間は両方使える', value: { overlapMinutes: 60 } } },
}
