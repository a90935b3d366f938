import { z } from 'zod'
import { idPattern } from '../../contract/ids.js'
import * as words from '../../contract/words.js'
import { time } from './screenings.js'

export const endpointUrl = z
  .url({ protocol: /^https?$/, error: 'Expected an http or https URL' })
  .max(2_000)
  .refine(hasNoUser, 'Leave user and password out of the URL: deliveries are signed')
  .describe('通知を受け取る URL。社内や手元のアドレス、ユーザー名やパスワードを含む URL は受け付けません。')

export const endpointRequest = z
  .strictObject({
    url: endpointUrl,
    secret: z
      .string()
      .regex(/^whsec_[A-Za-z0-9+/]{32,128}={0,2}$/, 'Expected whsec_ and 24 to 96 bytes in base64')
      .optional()
      .describe('署名の鍵（Standard Webhooks）。省くと新しく作り、この応答でだけ返します。'),
  })
  .meta({ id: 'EndpointRequest', examples: [{ url: 'https://platform.example/hooks/sekisho' }] })

export const endpointName = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9_-]{0,39}$/,
    'Expected 1 to 40 of a-z, 0-9, - and _, beginning with a letter or digit',
  )

/** Whether it is sent to, and why not. */
export const endpointState = {
  state: words.endpointState.describe(
    'delivering：送っている、paused：続けて応答がなかったため、送るのを休んでいる、disabled：止めてある（enabled が false）',
  ),
  failures: z.int().min(0).describe('続けて応答がなかった回数（時間切れ、接続できない、5xx、429）'),
  pausedUntil: time
    .nullable()
    .describe('次に 1 件だけ送って試す時刻。応答があれば、待っている通知をすべて送ります。'),
}

export const endpoint = z
  .strictObject({ url: z.string(), createdAt: time, ...endpointState })
  .meta({ id: 'Endpoint', description: '通知先とその状態。署名の鍵は返しません。' })

export const endpointSet = z
  .strictObject({ url: z.string(), secret: z.string().describe('署名の鍵。控えてください。') })
  .meta({ id: 'EndpointSet' })

const status = words.deliveryStatus.describe(
  'waiting：送信待ち・再送待ち、delivered：届いた、dead：再送を尽くした',
)

export const deliveryQuery = z.strictObject({
  status: status.optional(),
  endpoint: endpointName.optional().describe('この名前の通知先への通知だけ'),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().regex(idPattern('evt'), 'Not a cursor of this list').optional(),
})

const delivery = z
  .strictObject({
    id: z.string().describe('通知の ID。default への通知では eventId と同じです。'),
    eventId: z.string().describe('出来事の ID（webhook-id）。再送でも、ほかの通知先への通知でも同じです。'),
    endpoint: z.string().describe('通知先の名前'),
    screeningId: z.string(),
    type: z
      .string()
      .describe(
        'screening.flagged、screening.decided（statement は理由書のパス）、screening.reopened、appeal.decided、report.decided、campaign.grown',
      ),
    status,
    attempts: z.int().min(0),
    createdAt: time,
    nextAttemptAt: time,
    lastError: z.string().nullable(),
  })
  .meta({ id: 'Delivery' })

export const deliveryPage = z
  .strictObject({ items: z.array(delivery), nextCursor: z.string().nullable() })
  .meta({ id: 'DeliveryPage' })

export const deliveryParams = z.strictObject({ id: z.string().describe('通知の ID（evt_…）') })

function hasNoUser(url: string): boolean {
  if (!URL.canParse(url)) return true
  const { username, password } = new URL(url)
  return username === '' && password === ''
}
