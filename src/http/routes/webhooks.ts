import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { mayBePublic } from '../../contract/public-address.js'
import type { Endpoint } from '../../store/endpoints.js'
import type { Store } from '../../store/store.js'
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

/** The webhook endpoint of a tenant and its deliveries. */
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
          '要確認・判定・差し戻しの通知を送る先と、そこが応答しているかを返します。続けて応答がないと送るのを休み、間隔を延ばしながら 1 件ずつ試します。待っている通知は失われません。',
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
          'これからの出来事（screening.flagged、screening.decided、screening.reopened、campaign.grown）を、この URL に POST で送ります。署名は Standard Webhooks の形式（webhook-id、webhook-timestamp、webhook-signature）です。少なくとも 1 回届き、同じ出来事は同じ webhook-id で届きます。本文は送りません。',
        body: endpointRequest,
        response: {
          200: endpointSet.describe('決まった通知先と署名の鍵'),
          ...problems(400, 413, 415),
        },
      },
    },
    async request => {
      const { tenant, actor } = request.caller
      if (!allowPrivate && !mayBePublic(new URL(request.body.url))) throw notPublic()
      const { url, secret = `whsec_${randomBytes(32).toString('base64')}` } = request.body
      await outbox.setEndpoint(tenant, actor, { url, secret })
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
        description: '通知先と、送信待ちの通知を取り除きます。',
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
        description: '新しい順に返します。status=dead で、再送を尽くしたものだけを見られます。',
        querystring: deliveryQuery,
        response: { 200: deliveryPage.describe('1 ページ分の一覧'), ...problems(400) },
      },
    },
    async request => {
      const { status, ...page } = request.query
      return outbox.list(request.caller.tenant, { status }, page)
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

function endpointView({ url, createdAt, failures, pausedUntil }: Endpoint): z.infer<typeof endpoint> {
  const state = pausedUntil === null ? 'delivering' : 'paused'
  return { url: withoutUser(url), createdAt, state, failures, pausedUntil }
}

/** What was set before such URLs were refused may hold a password. */
function withoutUser(endpoint: string): string {
  const url = new URL(endpoint)
  if (url.username === '' && url.password === '') return endpoint
  url.username = ''
  url.password = ''
  return url.href
}

function notPublic(): Problem {
  return new Problem('validation_failed', 'One field of the body does not fit.', [
    {
      pointer: '/url',
      detail: 'Expected a public address: private, loopback and link-local ones are not called',
    },
  ])
}
