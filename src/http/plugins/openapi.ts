import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import fp from 'fastify-plugin'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { withExamples, withoutTwins } from '../openapi-document.js'
import { batchExamples, screenExamples } from '../schemas/examples.js'

export interface OpenApiInfo {
  readonly version: string
}

const description = `クラウドソーシングで依頼者から届くメッセージや募集文を判定する API です。

**はじめに**：下の「判定」にある \`POST /screen\` を開き、**Try it out** を押し、**Examples** から例文を選んで **Execute** を押すと、判定結果が表示されます。

- 文字の位置（\`start\`・\`end\`）は、送られた本文を UTF-16 の単位で数えた半開区間です。
- エラーは RFC 9457（\`application/problem+json\`）で返します。
- 要確認になったメッセージは保存され、「確認」の一覧に新しい順で並びます。`

/** In the order of work: judge, then look at what was held, then look up what the words mean. */
const tags = [
  { name: '判定', description: 'メッセージや募集文を送り、判定を受け取ります。' },
  { name: '確認', description: '警告・保留・遮断になったメッセージを、担当者が見ます。' },
  { name: '資料', description: 'カテゴリの説明と、いま使っている辞書を見ます。' },
  { name: '運用', description: '監視のための入り口です。' },
]

export const openapi = fp<OpenApiInfo>(
  async (app, { version }) => {
    await app.register(swagger, {
      openapi: {
        openapi: '3.1.0',
        info: {
          title: '関所 Sekisho',
          version,
          description,
          license: { name: 'MIT', identifier: 'MIT' },
        },
        servers: [{ url: '/', description: 'このサービス' }],
        // No keys yet: see HOST and ALLOW_OPEN.
        security: [],
        tags,
      },
      transform: jsonSchemaTransform,
      transformObject: input => withRequestExamples(withoutTwins(jsonSchemaTransformObject(input))),
    })
    await app.register(swaggerUi, {
      routePrefix: '/docs',
      uiConfig: {
        layout: 'BaseLayout',
        docExpansion: 'list',
        defaultModelsExpandDepth: 0,
        displayRequestDuration: true,
        tryItOutEnabled: false,
        validatorUrl: null,
      },
      theme: { title: '関所 Sekisho — API' },
    })
    app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger())
  },
  { name: 'openapi' },
)

function withRequestExamples<D extends Parameters<typeof withExamples>[0]>(document: D): D {
  return withExamples(withExamples(document, '/screen', screenExamples), '/screen/batch', batchExamples)
}
