import { z } from 'zod'
import { buildSendTest, type Tried } from '../../delivery/test-event.js'
import type { Endpoint } from '../../store/endpoints.js'
import type { Store } from '../../store/store.js'
import { refuseInside, stateOf, tooMany, withoutUser } from '../endpoint-words.js'
import { freshWebhookSecret } from '../fresh-webhook-secret.js'
import type { LimiterFor } from '../limiters.js'
import { FOR_ADMIN, FOR_AUDITORS } from '../plugins/auth.js'
import { Problem } from '../problems.js'
import {
  ALL_EVENTS,
  endpointParams,
  endpointSettingRequest,
  endpointTest,
  rotateSecretRequest,
  webhookEndpoint,
  webhookEndpointList,
  webhookEndpointWithSecret,
} from '../schemas/endpoints.js'
import { problems } from '../schemas/problem.js'
import { take } from '../take.js'
import type { Routes } from '../typed-routes.js'

interface EndpointsParts {
  readonly store: Pick<Store, 'outbox'>
  /** Whether an endpoint may have a private or loopback address. */
  readonly allowPrivate: boolean
  readonly limiterFor: LimiterFor
}

/** Test events a minute and endpoint. */
const TESTS = 10

/** The webhook endpoints of a tenant, by name. */
export const endpointsRoutes: Routes<EndpointsParts> = async (
  app,
  { store: { outbox }, allowPrivate, limiterFor },
) => {
  const sendTest = buildSendTest({ allowPrivate })
  const tests = limiterFor('webhook-tests', TESTS)

  app.get(
    '/webhooks/endpoints',
    {
      config: { access: FOR_AUDITORS },
      schema: {
        operationId: 'listEndpoints',
        tags: ['webhooks'],
        summary: '通知先を一覧する',
        description:
          '通知先（10 件まで）を名前の順に、応答しているか、最後に送った結果とともに返します。/webhooks/endpoint で決めたものは default です。署名の鍵は返しません。',
        response: { 200: webhookEndpointList.describe('通知先の一覧') },
      },
    },
    async ({ caller: { tenant } }) => ({ items: (await outbox.endpoints(tenant)).map(view) }),
  )

  app.get(
    '/webhooks/endpoints/:name',
    {
      config: { access: FOR_AUDITORS },
      schema: {
        operationId: 'getNamedEndpoint',
        tags: ['webhooks'],
        summary: '通知先を 1 件見る',
        description:
          '送る先、受け取る出来事、応答しているか、最後に送った結果を返します。続けて応答がないと送るのを休み、間隔を延ばしながら 1 件ずつ試します。待っている通知は失われません。',
        params: endpointParams,
        response: { 200: webhookEndpoint.describe('通知先'), ...problems(400, 404) },
      },
    },
    async ({ params: { name }, caller: { tenant } }) => view(await found(tenant, name)),
  )

  app.put(
    '/webhooks/endpoints/:name',
    {
      config: { access: FOR_ADMIN },
      schema: {
        operationId: 'putEndpoint',
        tags: ['webhooks'],
        summary: '通知先を作る、または変える',
        description:
          'これからの出来事を、この URL に POST で送ります。通知先ごとに署名の鍵があり、作ったときの応答（201）でだけ返します。変えるときは、省いた項目は初期値に戻り、鍵はそのままで、応答がなかった記録は消えます。送信待ちの通知は、変えたあとの URL に送ります。\n\n署名は Standard Webhooks の形式（webhook-id、webhook-timestamp、webhook-signature）です。少なくとも 1 回届き、webhook-id は同じ出来事なら再送でも、ほかの通知先でも同じです。応答しない通知先があっても、ほかの通知先への通知は遅れません。',
        params: endpointParams,
        body: endpointSettingRequest,
        response: {
          200: webhookEndpoint.describe('変えた通知先'),
          201: webhookEndpointWithSecret.describe('作った通知先と署名の鍵'),
          ...problems(400, 409, 413, 415),
        },
      },
    },
    async ({ params: { name }, body, caller: { tenant, actor } }, reply) => {
      const { events, ...rest } = body
      refuseInside(body.url, allowPrivate)
      const secret = freshWebhookSecret()
      const named = events?.filter(event => event !== ALL_EVENTS) ?? []
      const put = await outbox.putEndpoint(tenant, actor, {
        ...rest,
        name,
        secret,
        events: named.length > 0 ? [...new Set(named)] : null,
      })
      if (put === undefined) throw tooMany()
      if (put.isNew) return reply.code(201).send({ ...view(put.endpoint), secret })
      return view(put.endpoint)
    },
  )

  app.delete(
    '/webhooks/endpoints/:name',
    {
      config: { access: FOR_ADMIN },
      schema: {
        operationId: 'removeNamedEndpoint',
        tags: ['webhooks'],
        summary: '通知先を取り除く',
        description: '通知先と、そこへの送信待ちの通知を取り除きます。ほかの通知先には影響しません。',
        params: endpointParams,
        response: { 204: z.null().describe('取り除いた'), ...problems(400, 404) },
      },
    },
    async ({ params: { name }, caller: { tenant, actor } }, reply) => {
      if (!(await outbox.removeEndpoint(tenant, actor, name))) throw notThere()
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/webhooks/endpoints/:name/rotate-secret',
    {
      config: { access: FOR_ADMIN },
      schema: {
        operationId: 'rotateEndpointSecret',
        tags: ['webhooks'],
        summary: '署名の鍵を入れ替える',
        description:
          '新しい署名の鍵を作り、この応答でだけ返します。overlapSeconds のあいだは前の鍵でも署名し、webhook-signature に二つの署名を空白で区切って並べます（前の鍵のものが先）。Standard Webhooks のライブラリはどちらか一つが合えば受け取ります。重なっているあいだにもう一度入れ替えると、その前の鍵はすぐに使わなくなります。',
        params: endpointParams,
        body: rotateSecretRequest,
        response: {
          200: webhookEndpointWithSecret.describe('通知先と新しい署名の鍵'),
          ...problems(400, 404, 413, 415),
        },
      },
    },
    async ({ params: { name }, body: { overlapSeconds }, caller: { tenant, actor } }) => {
      const secret = freshWebhookSecret()
      const formerUntil = new Date(Date.now() + overlapSeconds * 1_000)
      const rotated = await outbox.rotateSecret(tenant, actor, name, { secret, formerUntil })
      if (rotated === undefined) throw notThere()
      return { ...view(rotated), secret }
    },
  )

  app.post(
    '/webhooks/endpoints/:name/test',
    {
      config: { access: FOR_ADMIN },
      schema: {
        operationId: 'testEndpoint',
        tags: ['webhooks'],
        summary: '試しに 1 件送る',
        description:
          '署名した webhook.test をいますぐ 1 回だけ送り、通知先の答え（状態コード、ミリ秒、本文の初めの 200 文字）か、届かなかった理由を返します。止めてある通知先にも送れます。何も保存せず、再送もせず、応答がなかった回数にも数えません。通知先ごとに 1 分に 10 回までです。',
        params: endpointParams,
        response: { 200: endpointTest.describe('通知先の答え'), ...problems(400, 404, 429) },
      },
    },
    async ({ params: { name }, caller: { tenant } }, reply) => {
      const endpoint = await found(tenant, name)
      await take(
        tests,
        TESTS,
        JSON.stringify([tenant, name]),
        reply,
        `Only ${TESTS} tests a minute and endpoint.`,
      )
      return testView(await sendTest(endpoint))
    },
  )

  async function found(tenant: string, name: string): Promise<Endpoint> {
    const endpoint = await outbox.endpoint(tenant, name)
    if (endpoint === undefined) throw notThere()
    return endpoint
  }
}

function view(endpoint: Endpoint): z.infer<typeof webhookEndpoint> {
  const { name, url, events, description, enabled, createdAt, former, lastAttempt } = endpoint
  return {
    name,
    url: withoutUser(url),
    events: [...(events ?? [ALL_EVENTS])],
    description,
    enabled,
    createdAt,
    ...stateOf(endpoint),
    lastAttempt: lastAttempt && { ...lastAttempt, delivered: lastAttempt.error === null },
    formerSecretUntil: former !== null && former.until > new Date().toISOString() ? former.until : null,
  }
}

function testView({ eventId, reply }: Tried): z.infer<typeof endpointTest> {
  const { milliseconds } = reply
  if (reply.kind === 'unreached')
    return { eventId, delivered: false, status: null, milliseconds, body: null, error: reply.reason }
  const { status, body } = reply
  return { eventId, delivered: status >= 200 && status < 300, status, milliseconds, body, error: null }
}

const notThere = (): Problem => new Problem('not_found', 'There is no endpoint of this name.')
