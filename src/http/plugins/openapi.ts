import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import fp from 'fastify-plugin'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { withIllustrations, withoutTwins } from '../openapi-document.js'
import { enumNames, withNamedEnums } from '../openapi-enums.js'
import { withProblemExamples } from '../openapi-problems.js'
import { withDefaultsInWords, withDiscriminators, withHeaders, withOpenAnswers } from '../openapi-promises.js'
import type { OpenApiDocument } from '../openapi-walk.js'
import { draftAnswers, draftExamples } from '../schemas/drafts.js'
import { endpointAnswers, endpointExamples } from '../schemas/endpoints.js'
import { webhooks } from '../schemas/events.js'
import { batchExamples, screenExamples, streamExamples } from '../schemas/examples.js'
import { keyAnswers, keyExamples } from '../schemas/keys.js'
import { links } from '../schemas/links.js'
import { moderationAnswers, moderationExamples } from '../schemas/moderations.js'
import { requestExamples } from '../schemas/request-examples.js'
import { responseExamples } from '../schemas/response-examples.js'
import { sessionExamples } from '../schemas/session.js'

export interface OpenApiInfo {
  readonly version: string
  /** Ids of the categories of the dictionary that was loaded at the start. */
  readonly categories: readonly string[]
}

const description = `クラウドソーシングで依頼者から届くメッセージや募集文を判定する API です。

**はじめに**：右上の **Authorize** に鍵を入れます（鍵がまだないあいだは不要です。鍵はこのページを閉じるまで覚えています）。screening（審査）にある \`POST /screen\` を開き、**Try it out** を押し、**Examples** から例文を選んで **Execute** を押すと、判定結果が表示されます。

**担当者の一巡**：queue（一覧）で未確認の件を探し、\`GET /screenings/{id}\` で開き、review（判定）で確認または棄却します。結果は statistics（統計）に表れます。キーボードだけで進めたいときは [/console](/console) をお使いください。

- 文字の位置（\`start\`・\`end\`）は、送られた本文を UTF-16 の単位で数えた半開区間です。
- エラーは RFC 9457（\`application/problem+json\`）で返します。種類ごとの意味と対処は [/problems](/problems) にあります。
- 応答と通知には項目や値が増えることがあります。知らないものは読み飛ばしてください。
- 要確認になったメッセージは保存され、queue（一覧）に新しい順で並びます。`

/**
 * In the order in which a platform and its moderators use them. The names are English, because generators make the names of
 * packages and modules of them.
 */
const tags = [
  tag('screening', '審査', 'プラットフォームが、メッセージや募集文を送って判定を受け取ります。'),
  tag('queue', '一覧', '警告・保留・遮断になったものと、通報されたものを探して開きます。'),
  tag('review', '判定', '担当者が、違反か問題なしかを決めます。'),
  tag('reports', '通報', '届けたメッセージへの、受信者からの通報を受け付けます。'),
  tag('appeals', '異議', '判断の理由を伝え、異議の申し立てを受け付けて答えます。'),
  tag('campaigns', '一斉送信', '同じ文面のメッセージをまとめて見て、一度に判定します。'),
  tag('lists', 'リスト', '必ず遮断するものと、根拠と見なさないものを登録します。'),
  tag('statistics', '統計', '件数・精度・依頼者ごとの記録を見て、学習用に書き出します。'),
  tag('webhooks', '通知', '出来事をプラットフォームへ知らせる先（Webhook）を決めます。'),
  tag('keys', '鍵', '鍵を作り、入れ替え、無効にします。'),
  tag('session', 'ログイン', '担当者が、チームの ID プロバイダー（OpenID Connect）でログインします。'),
  tag('reference', '資料', 'カテゴリの説明と、いま使っている辞書を見ます。'),
  tag('operation', '運用', '監視と監査のための入り口です。'),
]

function tag(name: string, shown: string, description: string) {
  return { name, 'x-displayName': shown, description: `**${shown}**：${description}` }
}

export const openapi = fp<OpenApiInfo>(
  async (app, { version, categories }) => {
    await app.register(swagger, {
      openapi: {
        openapi: '3.1.0',
        info: {
          title: 'Sekisho',
          summary: '関所：クラウドソーシングのメッセージの判定',
          version,
          description,
          license: { name: 'MIT', identifier: 'MIT' },
        },
        servers: [{ url: '/', description: 'このサービス' }],
        components: {
          securitySchemes: {
            key: {
              type: 'http',
              scheme: 'bearer',
              description:
                '`npm run keys -- create` で作った鍵（sek_…）。鍵がまだ一つもないあいだは、このマシンからだけ、鍵なしで使えます。',
            },
            session: {
              type: 'apiKey',
              in: 'cookie',
              name: '__Host-sekisho_session',
              description:
                'ログインした人のセッション（GET /session/login）。https でないときの名前は sekisho_session です。変更する操作には、ヘッダー `X-Requested-With: sekisho-console` も要ります。',
            },
          },
        },
        security: [{ key: [] }, { session: [] }],
        tags,
      },
      transform: jsonSchemaTransform,
      transformObject: input => finished(jsonSchemaTransformObject(input), categories),
    })
    await app.register(swaggerUi, {
      routePrefix: '/docs',
      uiConfig: {
        layout: 'BaseLayout',
        docExpansion: 'list',
        defaultModelsExpandDepth: 0,
        displayRequestDuration: true,
        tryItOutEnabled: false,
        persistAuthorization: false,
        validatorUrl: null,
      },
      theme: { title: '関所 Sekisho — API' },
    })
    app.get('/openapi.json', { schema: { hide: true } }, (_request, reply) => {
      void reply.header('cache-control', 'no-cache')
      return app.swagger()
    })
  },
  { name: 'openapi' },
)

/** The document of the routes, as people and generators read it. */
function finished<D extends OpenApiDocument>(document: D, categories: readonly string[]): D {
  const whole = withoutTwins<D>({ ...document, webhooks })
  const illustrated = withIllustrations(whole, illustrations)
  const named = withNamedEnums(illustrated, enumNames(categories))
  const promised = withOpenAnswers(withDefaultsInWords(withDiscriminators(named)))
  return withProblemExamples(withHeaders(promised))
}

const illustrations = {
  requests: {
    screen: screenExamples,
    screenBatch: batchExamples,
    screenStream: streamExamples,
    screenDraft: draftExamples,
    createModeration: moderationExamples,
    ...keyExamples,
    ...endpointExamples,
    ...requestExamples,
  },
  responses: {
    ...responseExamples,
    ...draftAnswers,
    ...moderationAnswers,
    ...sessionExamples,
    ...keyAnswers,
    ...endpointAnswers,
  },
  links,
}
