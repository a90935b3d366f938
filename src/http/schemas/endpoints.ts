import { z } from 'zod'
import { eventChoice } from '../../contract/words.js'
import { time } from './screenings.js'
import { endpointName, endpointState, endpointUrl } from './webhooks.js'

/** Seconds for which the secret before a rotation still signs: a day unless said, a week at most. */
const USUAL_OVERLAP = 24 * 60 * 60
const LONGEST_OVERLAP = 7 * USUAL_OVERLAP

export const ALL_EVENTS = '*'

const description = z.string().min(1).max(200)

export const endpointParams = z.strictObject({
  name: endpointName.describe(
    '通知先の名前（a-z、0-9、- と _ で 40 文字まで）。default は /webhooks/endpoint と同じ通知先です。',
  ),
})

export const endpointSettingRequest = z
  .strictObject({
    url: endpointUrl,
    events: z
      .array(eventChoice)
      .min(1)
      .max(eventChoice.options.length)
      .refine(
        events => events.length === 1 || !events.includes(ALL_EVENTS),
        'Expected "*" alone, or the events by name',
      )
      .optional()
      .describe(
        '受け取る出来事。省くか ["*"] にすると、これから増える種類も含めてすべて。名前を挙げると、その種類だけです。',
      ),
    description: description.optional().describe('何のための通知先かの覚え書き'),
    enabled: z
      .boolean()
      .default(true)
      .describe('false：新しい通知をためず、送信待ちのものも送らない（消えません）'),
  })
  .meta({ id: 'EndpointSettingRequest' })

const fields = {
  name: z.string(),
  url: z.string(),
  events: z.array(z.string()).describe('受け取る出来事。["*"]：すべて'),
  description: z.string().nullable(),
  enabled: z.boolean(),
  createdAt: time,
  ...endpointState,
  lastAttempt: z
    .strictObject({
      at: time,
      delivered: z.boolean().describe('2xx で受け取られた'),
      error: z.string().nullable().describe('受け取られなかった理由'),
    })
    .nullable()
    .describe('最後に送ったときの結果（秒単位）。null：まだ送っていない'),
  formerSecretUntil: time
    .nullable()
    .describe('入れ替える前の鍵でも署名する時刻まで。null：いまの鍵だけで署名している'),
}

export const webhookEndpoint = z
  .strictObject(fields)
  .meta({ id: 'WebhookEndpoint', description: '名前のある通知先とその状態。署名の鍵は返しません。' })

export const webhookEndpointList = z
  .strictObject({ items: z.array(webhookEndpoint) })
  .meta({ id: 'WebhookEndpointList' })

export const webhookEndpointWithSecret = z
  .strictObject({
    ...fields,
    secret: z.string().describe('署名の鍵（whsec_…）。この応答でだけ返します。控えてください。'),
  })
  .meta({ id: 'WebhookEndpointWithSecret' })

export const rotateSecretRequest = z
  .strictObject({
    overlapSeconds: z
      .int()
      .min(0)
      .max(LONGEST_OVERLAP)
      .default(USUAL_OVERLAP)
      .describe('いまの鍵でも署名し続ける秒数（0 から 604,800）'),
  })
  .meta({ id: 'RotateSecretRequest' })

export const endpointTest = z
  .strictObject({
    eventId: z.string().describe('送った webhook.test の ID（webhook-id）'),
    delivered: z.boolean().describe('2xx で受け取られた'),
    status: z.int().nullable().describe('通知先が答えた状態コード。null：届かなかった'),
    milliseconds: z.int().min(0).describe('答え（または失敗）までのミリ秒'),
    body: z.string().nullable().describe('答えの本文の初めの 200 文字。null：届かなかった'),
    error: z.string().nullable().describe('届かなかった理由。null：答えがあった'),
  })
  .meta({ id: 'EndpointTest' })

const example = {
  name: 'trust-and-safety',
  url: 'https://platform.example/hooks/safety',
  events: ['screening.flagged', 'screening.decided'],
  description: '安全対策チームの画面',
  enabled: true,
  createdAt: '2026-11-01T00:00:00.000Z',
  state: 'delivering',
  failures: 0,
  pausedUntil: null,
  lastAttempt: { at: '2026-11-20T02:15:01.000Z', delivered: true, error: null },
  formerSecretUntil: null,
}

/** What the operations answer, by operation id, or that and the status. */
export const endpointAnswers = {
  listEndpoints: { items: [example] },
  getNamedEndpoint: example,
  putEndpoint: example,
  'putEndpoint 201': { ...example, lastAttempt: null, secret: 'whsec_…' },
  rotateEndpointSecret: { ...example, formerSecretUntil: '2026-11-21T02:15:00.000Z', secret: 'whsec_…' },
  testEndpoint: {
    eventId: 'evt_01M85FB2R0J8V5T7C4D9Y6HSPK',
    delivered: true,
    status: 204,
    milliseconds: 84,
    body: '',
    error: null,
  },
}

/** Filled-in bodies, by operation id. */
export const endpointExamples = {
  putEndpoint: {
    all: { summary: 'すべての出来事', value: { url: example.url } },
    some: {
      summary: '要確認と判定だけ',
      value: { url: example.url, events: example.events, description: example.description },
    },
    off: { summary: '止めておく', value: { url: example.url, enabled: false } },
  },
  rotateEndpointSecret: {
    day: { summary: '24 時間は両方で署名する', value: {} },
    now: { summary: 'いますぐ入れ替える（漏れたとき）', value: { overlapSeconds: 0 } },
  },
}
