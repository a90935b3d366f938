import { z } from 'zod'

export const problem = z
  .strictObject({
    type: z.string().describe('エラーの種類（urn:sekisho:problem:…）'),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    errors: z
      .array(z.strictObject({ pointer: z.string(), detail: z.string() }))
      .optional()
      .describe('合わなかった項目。pointer は RFC 6901 の JSON ポインタ（例：/client/rating）'),
    requestId: z.string().describe('ログと突き合わせるための ID'),
  })
  .meta({
    id: 'Problem',
    description: 'エラー（RFC 9457）',
    examples: [
      {
        type: 'urn:sekisho:problem:validation_failed',
        title: 'The request does not fit its schema',
        status: 400,
        detail: 'One field of the body does not fit.',
        errors: [{ pointer: '/client/rating', detail: 'Too big: expected number to be <=5' }],
        requestId: '3f0c8f5e-6d0b-4c55-9a43-0f6a4b7c2d11',
      },
    ],
  })

const descriptions = {
  400: '項目の値が合わない、または UTF-8 の JSON として読めない',
  401: '鍵がない、または正しくない',
  403: 'その鍵や人の役割ではできない、または鍵がまだないのにほかのページや名前から呼ばれた',
  404: '見つからない',
  409: '同じ messageId や Idempotency-Key で、違う内容が送られた（errors に項目）、またはその状態ではできない（リストや通知先が上限に達したときも）',
  410: 'その messageId のメッセージは消去された（判定も保存もしません）',
  413: '本文が大きすぎる',
  414: 'パスの ID が長すぎる',
  415: 'Content-Type が違う、または UTF-8 以外の文字コードである',
  422: '辞書に誤りがある（直前の辞書を使い続けます）',
  429: '1 分あたりの件数が多すぎる',
  503: '保存先が応答しない、または混みすぎている（Retry-After の秒数のあとに送り直してください）',
} as const

/** The error replies of an operation, for its `response` schema. */
export function problems<const Status extends keyof typeof descriptions>(...statuses: readonly Status[]) {
  return Object.fromEntries(
    statuses.map(status => [
      status,
      { description: descriptions[status], content: { 'application/problem+json': { schema: problem } } },
    ]),
  )
}
