import { z } from 'zod'
import { confidence } from '../../contract/quantities.js'
import * as words from '../../contract/words.js'
import { time } from './screenings.js'

const id = 'scr_01M85F628WA3C1WRHB8EFDMG3Y'
const at = '2026-11-20T03:00:00.000Z'

const messageId = z.string().nullable().describe('送られた messageId。なければ（消去されたあとも）null')
const clientId = z.string().nullable().describe('依頼者の ID。なければ（消去されたあとも）null')
const statement = z.string().describe('理由書のパス（GET）')

const screening = {
  screeningId: z.string(),
  messageId,
  clientId,
  stage: words.stage,
  kind: words.kind,
  verdict: words.verdict,
  confidence,
  categories: z.array(z.string()).describe('該当したカテゴリ'),
  status: words.caseStatus,
  decision: z
    .strictObject({ at: time, categories: z.array(z.string()).nullable() })
    .nullable()
    .describe('担当者の判定。未確認なら null'),
}

const flagged = {
  screeningId: id,
  messageId: 'm-1',
  clientId: 'client-1',
  stage: 'pre_contract',
  kind: 'message',
  verdict: 'block',
  confidence: 0.98,
  categories: ['off_platform_contact'],
  status: 'pending',
  decision: null,
}

/** What is sent to a tenant's endpoint, by type: what it tells, the shape of its `data`, and an example of it. */
const kinds = {
  'screening.flagged': {
    id: 'ScreeningFlagged',
    summary: '要確認になった（判定で、または通報で）',
    data: z.strictObject(screening),
    example: flagged,
  },
  'screening.decided': {
    id: 'ScreeningDecided',
    summary: '担当者が判定した',
    data: z.strictObject({ ...screening, statement }),
    example: {
      ...flagged,
      status: 'confirmed',
      decision: { at, categories: ['off_platform_contact'] },
      statement: `/screenings/${id}/statement?for=sender`,
    },
  },
  'screening.reopened': {
    id: 'ScreeningReopened',
    summary: '判定が取り消され、未確認に戻った',
    data: z.strictObject(screening),
    example: flagged,
  },
  'appeal.decided': {
    id: 'AppealDecided',
    summary: '異議に答えが出た',
    data: z.strictObject({
      appealId: z.string(),
      screeningId: z.string(),
      messageId,
      clientId,
      from: words.side.describe('申し立てた側'),
      outcome: words.appealStatus.exclude(['open']).describe('granted：認めた、rejected：認めなかった'),
      status: words.caseStatus.describe('件の状態'),
      decidedAt: time,
      statement,
    }),
    example: {
      appealId: 'apl_01M85FB2R0J8V5T7C4D9Y6HSPK',
      screeningId: id,
      messageId: 'm-1',
      clientId: 'client-1',
      from: 'sender',
      outcome: 'granted',
      status: 'dismissed',
      decidedAt: at,
      statement: `/screenings/${id}/statement?for=sender`,
    },
  },
  'report.decided': {
    id: 'ReportDecided',
    summary: '通報された件が判定された',
    data: z.strictObject({
      reportId: z.string(),
      screeningId: z.string(),
      messageId,
      reporterId: z.string().nullable().describe('通報した人の ID。なければ（消去されたあとも）null'),
      kind: words.reportKind,
      outcome: z.enum(['upheld', 'not_upheld']).describe('upheld：通報のとおりだった'),
      decidedAt: time.nullable(),
      statement,
    }),
    example: {
      reportId: 'rep_01M85FB2R0J8V5T7C4D9Y6HSPK',
      screeningId: id,
      messageId: 'm-2',
      reporterId: 'worker-7',
      kind: 'violation',
      outcome: 'upheld',
      decidedAt: at,
      statement: `/screenings/${id}/statement?for=reporter`,
    },
  },
  'campaign.grown': {
    id: 'CampaignGrown',
    summary: '一斉送信が 10 件・100 件・1,000 件に達した',
    data: z.strictObject({
      campaignId: z.string(),
      size: z.int().min(2).describe('同じ文面のメッセージの数'),
      status: words.campaignStatus,
      categories: z.array(z.string()),
      firstSeen: time,
      lastSeen: time,
    }),
    example: {
      campaignId: 'cmp_01M85G0V7B2Q4E9K3TNHX6D8RA',
      size: 10,
      status: 'open',
      categories: ['off_platform_contact'],
      firstSeen: '2026-11-19T22:10:00.000Z',
      lastSeen: at,
    },
  },
  'webhook.test': {
    id: 'WebhookTest',
    summary: '試しに送った（POST /webhooks/endpoints/{name}/test）。test はいつも true',
    data: z.strictObject({ endpoint: z.string().describe('通知先の名前') }),
    example: { endpoint: 'trust-and-safety' },
  },
} as const

/** The body of each event. */
export const events = Object.fromEntries(
  Object.entries(kinds).map(([type, { id: name, summary, data, example }]) => [
    type,
    z
      .strictObject({
        id: z.string().describe('出来事の ID。再送でも同じです（webhook-id）。'),
        type: z.literal(type),
        timestamp: time.describe('起きた時刻（UTC）'),
        test: z
          .literal(true)
          .optional()
          .describe('試しの出来事（確認用テキスト、webhook.test）にだけ付きます。'),
        data,
      })
      .meta({
        id: `${name}Event`,
        description: summary,
        examples: [
          {
            id: 'evt_01M85FB2R0J8V5T7C4D9Y6HSPK',
            type,
            timestamp: at,
            ...(type === 'webhook.test' && { test: true }),
            data: example,
          },
        ],
      }),
  ]),
)

/** Header fields of every delivery, as Standard Webhooks names them. */
const parameters = [
  [
    'webhook-id',
    '出来事の ID。同じ出来事は再送でも、ほかの通知先でも同じです。',
    'evt_01M85FB2R0J8V5T7C4D9Y6HSPK',
  ],
  [
    'webhook-timestamp',
    '送った時刻（1970 年からの秒数）。5 分より古いものは受け取らないでください。',
    '1795143600',
  ],
  [
    'webhook-signature',
    '`v1,` と、`id.timestamp.本文` の HMAC-SHA256（Base64）。鍵は通知先の secret です。鍵を入れ替えて重ねているあいだは、前の鍵といまの鍵の署名を空白で区切って並べます。どれか一つが合えば正しい通知です。',
    'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=',
  ],
].map(([name, description, example]) => ({
  name,
  in: 'header',
  required: true,
  description,
  schema: { type: 'string', examples: [example] },
}))

/** The `webhooks` of the OpenAPI document. */
export const webhooks = Object.fromEntries(
  Object.entries(kinds).map(([type, { id: name, summary }]) => [
    type,
    {
      post: {
        operationId: `on${name}`,
        tags: ['webhooks'],
        summary,
        description: `2xx で答えると届いたことになります。${type === 'webhook.test' ? '送り直しません。' : 'ほかの答えや時間切れでは、間隔を延ばしながら送り直します。'}`,
        security: [],
        parameters,
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}Event` } } },
        },
        responses: { '2XX': { description: '受け取った' } },
      },
    },
  ]),
)
