import { z } from 'zod'
import type { Endpoint } from '../../store/endpoints.js'
import type { Store } from '../../store/store.js'
import { refuseInside, stateOf, tooMany, withoutUser } from '../endpoint-words.js'
import { freshWebhookSecret } from '../fresh-webhook-secret.js'
import { FOR_ADMIN, FOR_AUDITORS } from '../plugins/auth.js'
import { Problem } from '../problems.js'
import { problems } from '../schemas/problem.js'
import {
  deliveryPage,
  deliveryParams,
  deliveryQuery,
  endpoint,
  endpointRequest,
  endpointSet,
} from '../schemas/webhooks.js'
import type { Routes } from '../typed-routes.js'

interface WebhooksParts {
  readonly store: Pick<Store, 'outbox'>
  /** Whether an endpoint may have a private or loopback address. */
  readonly allowPrivate: boolean
}

/** The webhook endpoint `default` of a tenant, the only one that there once was, and the deliveries to all. */
export const webhooksRoutes: Routes<WebhooksParts> = async (app, { store: { outbox }, allowPrivate }) => {
  const config = { access: FOR_ADMIN }

  app.get(
    '/webhooks/endpoint',
    {
      config: { access: FOR_AUDITORS },
      schema: {
        operationId: 'getEndpoint',
        tags: ['webhooks'],
        summary: '通知先を見る',
        description:
          '要確認・判定・差し戻しの通知を送る先（名前は default）と、そこが応答しているかを返します。ほかの通知先は GET /webhooks/endpoints にあります。続けて応答がないと送るのを休み、間隔を延ばしながら 1 件ずつ試します。待っている通知は失われません。',
        response: { 200: endpoint.describe('通知先'), ...problems(404) },
      },
    },
    async request => {
      const found = await outbox.endpoint(request.caller.tenant)
      if (!found) throw new Problem('not_found', 'No endpoint is set.')
      return endpointView(found)
    },
  )

  app.put(
    '/webhooks/endpoint',
    {
      config,
      schema: {
        operationId: 'setEndpoint',
        tags: ['webhooks'],
        summary: '通知先を決める',
        description:
          'これからの出来事をすべて、この URL に POST で送ります。名前が default の通知先を決め直すのと同じで、出来事の選択や署名の鍵も新しくなります（選んで受け取る、鍵をそのままにするには PUT /webhooks/endpoints/default）。署名は Standard Webhooks の形式（webhook-id、webhook-timestamp、webhook-signature）です。少なくとも 1 回届き、同じ出来事は同じ webhook-id で届きます。本文は送りません。',
        body: endpointRequest,
        response: {
          200: endpointSet.describe('決まった通知先と署名の鍵'),
          ...problems(400, 409, 413, 415),
        },
      },
    },
    async request => {
      const { tenant, actor } = request.caller
      const { url, secret = freshWebhookSecret() } = request.body
      refuseInside(url, allowPrivate)
      if ((await outbox.setEndpoint(tenant, actor, { url, secret })) === undefined) throw tooMany()
      return { url, secret }
    },
  )

  app.delete(
    '/webhooks/endpoint',
    {
      config,
      schema: {
        operationId: 'removeEndpoint',
        tags: ['webhooks'],
        summary: '通知をやめる',
        description: '通知先 default と、そこへの送信待ちの通知を取り除きます。ほかの通知先はそのままです。',
        response: { 204: z.null().describe('取り除いた'), ...problems(404) },
      },
    },
    async (request, reply) => {
      const { tenant, actor } = request.caller
      if (!(await outbox.removeEndpoint(tenant, actor))) throw new Problem('not_found', 'No endpoint is set.')
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/webhooks/deliveries',
    {
      config: { access: FOR_AUDITORS },
      schema: {
        operationId: 'listDeliveries',
        tags: ['webhooks'],
        summary: '通知の送信状況を見る',
        description:
          'すべての通知先への通知を、新しい順に返します。status=dead で、再送を尽くしたものだけを、endpoint で 1 つの通知先のものだけを見られます。',
        querystring: deliveryQuery,
        response: { 200: deliveryPage.describe('1 ページ分の一覧'), ...problems(400) },
      },
    },
    async request => {
      const { status, endpoint: name, ...page } = request.query
      return outbox.list(request.caller.tenant, { status, endpoint: name }, page)
    },
  )

  app.post(
    '/webhooks/deliveries/:id/retry',
    {
      config,
      schema: {
        operationId: 'retryDelivery',
        tags: ['webhooks'],
        summary: '届かなかった通知を送り直す',
        description: 'dead になった通知を、最初からもう一度送ります。',
        params: deliveryParams,
        response: { 204: z.null().describe('送信待ちに戻した'), ...problems(409) },
      },
    },
    async (request, reply) => {
      const { tenant, actor } = request.caller
      if (!(await outbox.retry(tenant, request.params.id, actor)))
        throw new Problem('not_dead', 'No dead delivery has this id.')
      return reply.code(204).send(null)
    },
  )
}

function endpointView(found: Endpoint): z.infer<typeof endpoint> {
  return { url: withoutUser(found.url), createdAt: found.createdAt, ...stateOf(found) }
}
