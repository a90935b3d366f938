import type { ServerResponse } from 'node:http'
import { Webhook } from 'standardwebhooks'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { startWebhooks } from '../../../src/delivery/webhooks.js'
import { events } from '../../../src/http/schemas/events.js'
import { openStore } from '../../../src/store/store.js'
import { startPlatform } from '../../support/platform.js'
import { fakeScreener } from '../../support/screener.js'
import { startService } from '../../support/service.js'
import { databases } from '../../support/stores.js'

const URL_THERE = 'https://platform.example/hook'

const platform = await startPlatform()
const here = platform.url
afterAll(platform.close)

const opened = await Promise.all(
  databases.map(async ({ name, create }) => {
    const { location, remove } = await create()
    // Before those of the services: what is asked for first is done last.
    afterAll(remove)
    const store = await openStore(location, 'full')
    const parts = { screener: fakeScreener(), store }
    const open = await startService({ ...parts, config: { webhookAllowPrivate: true } })
    const closed = await startService(parts)
    return { name, store, open, closed }
  }),
)

describe.each(opened)('endpoints by name on $name', ({ store, open, closed }) => {
  const put = (name: string, payload: object, service = open) =>
    service.inject({ method: 'PUT', url: `/webhooks/endpoints/${name}`, payload })
  const get = async (path: string) => (await open.get(path)).json()
  const rotate = (name: string, payload: object) =>
    open.post(`/webhooks/endpoints/${name}/rotate-secret`, payload)
  const tryOut = (name: string, service = open) =>
    service.inject({ method: 'POST', url: `/webhooks/endpoints/${name}/test` })
  const remove = (name: string) => open.inject({ method: 'DELETE', url: `/webhooks/endpoints/${name}` })

  afterEach(async () => {
    platform.reset()
    for (const { name } of await store.outbox.endpoints('default'))
      await store.outbox.removeEndpoint('default', 'test', name)
  })

  test('is created with a secret that is shown once, replaced without, listed and removed', async () => {
    const made = await put('ops', { url: URL_THERE, events: ['screening.flagged'], description: 'for ops' })
    expect([made.statusCode, made.json()]).toEqual([
      201,
      {
        name: 'ops',
        url: URL_THERE,
        events: ['screening.flagged'],
        description: 'for ops',
        enabled: true,
        createdAt: expect.any(String),
        state: 'delivering',
        failures: 0,
        pausedUntil: null,
        lastAttempt: null,
        formerSecretUntil: null,
        secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/),
      },
    ])
    const replaced = await put('ops', { url: `${URL_THERE}2`, events: ['*'], enabled: false })
    expect([replaced.statusCode, replaced.json()]).toMatchObject([
      200,
      { url: `${URL_THERE}2`, events: ['*'], description: null, enabled: false, state: 'disabled' },
    ])
    await put('default', { url: URL_THERE })
    const all = await open.get('/webhooks/endpoints')
    expect(all.json().items.map(({ name }: { name: string }) => name)).toEqual(['default', 'ops'])
    for (const shown of [replaced, all, await open.get('/webhooks/endpoints/ops')])
      expect(shown.body).not.toContain('whsec_')
    expect((await store.outbox.endpoint('default', 'ops'))?.secret).toBe(made.json().secret)
    expect((await remove('ops')).statusCode).toBe(204)
    for (const gone of [
      await remove('ops'),
      await open.get('/webhooks/endpoints/ops'),
      await tryOut('ops'),
      await rotate('ops', {}),
    ])
      expect([gone.statusCode, gone.json().type]).toEqual([404, 'urn:sekisho:problem:not_found'])
  })

  test('/webhooks/endpoint is the one called default, as it ever was', async () => {
    const set = await open.inject({ method: 'PUT', url: '/webhooks/endpoint', payload: { url: URL_THERE } })
    expect([set.statusCode, Object.keys(set.json())]).toEqual([200, ['url', 'secret']])
    await put('ops', { url: URL_THERE })
    expect(await get('/webhooks/endpoints/default')).toMatchObject({
      name: 'default',
      url: URL_THERE,
      events: ['*'],
    })
    expect(Object.keys(await get('/webhooks/endpoint')).sort()).toEqual([
      'createdAt',
      'failures',
      'pausedUntil',
      'state',
      'url',
    ])
    expect((await open.inject({ method: 'DELETE', url: '/webhooks/endpoint' })).statusCode).toBe(204)
    expect((await open.get('/webhooks/endpoints/default')).statusCode).toBe(404)
    expect((await get('/webhooks/endpoints')).items).toHaveLength(1)
  })

  const list = 'screening.flagged'
  test.each([
    [{}, '/url', 'http'],
    [{ url: 'ftp://a.example/' }, '/url', 'http or https URL'],
    [{ url: 'https://u:p@a.example/' }, '/url', 'user and password'],
    [
      { url: URL_THERE, events: ['screening.flaged'] },
      '/events/0',
      '"screening.flagged"|"screening.decided"',
    ],
    [{ url: URL_THERE, events: ['webhook.test'] }, '/events/0', '"campaign.grown"|"*"'],
    [{ url: URL_THERE, events: [] }, '/events', '1'],
    [{ url: URL_THERE, events: ['*', list] }, '/events', '"*" alone'],
    [{ url: URL_THERE, enabled: 'no' }, '/enabled', 'boolean'],
    [{ url: URL_THERE, description: 'x'.repeat(201) }, '/description', '200'],
    [{ url: URL_THERE, secret: 'whsec_x' }, '/secret', ''],
  ])('%j: the problem names %s', async (payload, pointer, detail) => {
    const refused = await put('ops', payload)
    expect(refused.statusCode).toBe(400)
    expect(refused.json().errors).toEqual([{ pointer, detail: expect.stringContaining(detail) }])
    expect((await open.get('/webhooks/endpoints/ops')).statusCode).toBe(404)
  })

  test.each(['Ops', '-ops', 'a'.repeat(41), 'a%2Fb', '%E5%AE%89'])('the name %s is refused', async name => {
    const refused = await put(name, { url: URL_THERE })
    expect([refused.statusCode, refused.json().errors]).toMatchObject([
      400,
      [{ pointer: '/name', detail: expect.stringContaining('a-z') }],
    ])
  })

  test('one in our own network is refused when it is set', async () => {
    const refused = await put('ops', { url: 'http://169.254.169.254/' }, closed)
    expect([refused.statusCode, refused.json().errors]).toMatchObject([400, [{ pointer: '/url' }]])
  })

  test('an event that is named twice is chosen once', async () => {
    await put('ops', { url: URL_THERE, events: [list, list] })
    expect((await get('/webhooks/endpoints/ops')).events).toEqual([list])
  })

  test('the eleventh is refused, by either way', async () => {
    for (let count = 0; count < 10; count++) await put(`e${count}`, { url: URL_THERE })
    const refused = await put('e10', { url: URL_THERE })
    const asEver = await open.inject({
      method: 'PUT',
      url: '/webhooks/endpoint',
      payload: { url: URL_THERE },
    })
    for (const { statusCode, json } of [refused, asEver])
      expect([statusCode, json().type]).toEqual([409, 'urn:sekisho:problem:endpoints_full'])
  })

  test('a test event comes signed, is known to the document, and is kept nowhere', async () => {
    const { secret } = (await put('ops', { url: here, events: [list], enabled: false })).json()
    platform.react(
      () => reply => reply.writeHead(202, { 'content-type': 'text/plain' }).end('書'.repeat(300)),
    )
    const tried = await tryOut('ops')
    expect([tried.statusCode, tried.json()]).toEqual([
      200,
      {
        eventId: expect.stringMatching(/^evt_/),
        delivered: true,
        status: 202,
        milliseconds: expect.any(Number),
        body: '書'.repeat(200),
        error: null,
      },
    ])
    const [call] = platform.calls
    const event = new Webhook(secret).verify(call?.body ?? '', call?.headers as Record<string, string>)
    expect(event).toMatchObject({ type: 'webhook.test', test: true, data: { endpoint: 'ops' } })
    expect(call?.headers['webhook-id']).toBe(tried.json().eventId)
    expect(events['webhook.test']?.safeParse(event).error?.issues).toBeUndefined()
    expect((await get('/webhooks/deliveries')).items).toEqual([])
    expect((await get('/webhooks/endpoints/ops')).lastAttempt).toBeNull()
    expect((await get('/screenings')).items).toEqual([])
  })

  test.each([
    [
      'a refusal',
      (reply: ServerResponse) => void reply.writeHead(500).end('no'),
      { status: 500, body: 'no', error: null },
    ],
    [
      'a redirect, which is not followed',
      (reply: ServerResponse) => void reply.writeHead(302, { location: here }).end(),
      { status: 302, body: '', error: null },
    ],
    [
      'a body that breaks off',
      (reply: ServerResponse) => void reply.writeHead(200).write('half', () => reply.destroy()),
      { status: 200, body: 'half', error: null, delivered: true },
    ],
    ['no answer', (reply: ServerResponse) => void reply.destroy(), { status: null, body: null }],
  ])('%s is told, and counts for nothing', async (_name, reaction, expected) => {
    await put('ops', { url: here })
    platform.react(() => reaction)
    const tried = (await tryOut('ops')).json()
    expect(tried).toMatchObject({ delivered: false, ...expected })
    if (tried.status === null) expect(tried.error).toMatch(/socket hang up|ECONNRESET/)
    expect(platform.calls).toHaveLength(1)
    expect(await get('/webhooks/endpoints/ops')).toMatchObject({ failures: 0, state: 'delivering' })
  })

  test('a test does not reach into our own network either', async () => {
    await put('ops', { url: here })
    await put('named', { url: 'http://localhost:1/' })
    for (const name of ['ops', 'named'])
      expect((await tryOut(name, closed)).json()).toMatchObject({
        status: null,
        error: 'the endpoint is not reachable: its host has no public address',
      })
    expect(platform.calls).toEqual([])
  })

  test('ten tests a minute and endpoint', async () => {
    const name = 'often'
    await put(name, { url: here })
    for (let count = 0; count < 10; count++) expect((await tryOut(name)).statusCode).toBe(200)
    const refused = await tryOut(name)
    expect([refused.statusCode, refused.json().type]).toEqual([429, 'urn:sekisho:problem:too_many_requests'])
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    expect(platform.calls).toHaveLength(10)
    await put('other', { url: here })
    expect((await tryOut('other')).statusCode).toBe(200)
  })

  test.each([
    [{}, 86_400],
    [{ overlapSeconds: 604_800 }, 604_800],
  ])('rotated with %j both secrets verify, until then', async (body, seconds) => {
    const { secret: old } = (await put('ops', { url: here })).json()
    const before = Date.now()
    const rotated = await rotate('ops', body)
    const { secret, formerSecretUntil } = rotated.json()
    expect(secret).not.toBe(old)
    expect(Date.parse(formerSecretUntil) - before).toBeGreaterThanOrEqual(seconds * 1_000)
    expect(Date.parse(formerSecretUntil) - before).toBeLessThan(seconds * 1_000 + 10_000)
    await tryOut('ops')
    const [call] = platform.calls
    const headers = call?.headers as Record<string, string>
    expect(headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/)
    for (const one of [old, secret]) new Webhook(one).verify(call?.body ?? '', headers)
    expect(() => new Webhook(`whsec_${'A'.repeat(43)}=`).verify(call?.body ?? '', headers)).toThrow()
    expect((await get('/webhooks/endpoints/ops')).formerSecretUntil).toBe(formerSecretUntil)
  })

  test('rotated at once the old secret is worth nothing', async () => {
    const { secret: old } = (await put('ops', { url: here })).json()
    const { secret, formerSecretUntil } = (await rotate('ops', { overlapSeconds: 0 })).json()
    expect(formerSecretUntil).toBeNull()
    await tryOut('ops')
    const [call] = platform.calls
    const headers = call?.headers as Record<string, string>
    new Webhook(secret).verify(call?.body ?? '', headers)
    expect(() => new Webhook(old).verify(call?.body ?? '', headers)).toThrow()
  })

  test.each([604_801, -1, 1.5, '60'])('an overlap of %j is refused', async overlapSeconds => {
    await put('ops', { url: here })
    const refused = await rotate('ops', { overlapSeconds })
    expect([refused.statusCode, refused.json().errors]).toMatchObject([400, [{ pointer: '/overlapSeconds' }]])
  })

  test('deliveries name endpoint and event; one answer shows in the endpoint', async () => {
    await put('default', { url: here })
    await put('ops', { url: here, events: [list] })
    await open.post('/screen', { text: 'LINE' })
    const stop = startWebhooks(store.outbox, {
      allowPrivate: true,
      poll: 20,
      onFailure: failure => {
        throw failure
      },
    })
    await expect.poll(() => platform.calls.length).toBe(2)
    await stop()
    const { items } = await get('/webhooks/deliveries')
    expect(items.map(({ endpoint }: { endpoint: string }) => endpoint).sort()).toEqual(['default', 'ops'])
    const ids = new Set(items.map(({ eventId }: { eventId: string }) => eventId))
    expect([...ids]).toEqual([platform.calls[0]?.headers['webhook-id']])
    expect(platform.calls[1]?.headers['webhook-id']).toBe(platform.calls[0]?.headers['webhook-id'])
    expect((await get('/webhooks/deliveries?endpoint=ops')).items).toHaveLength(1)
    expect((await open.get('/webhooks/deliveries?endpoint=O')).json().errors).toMatchObject([
      { pointer: '/endpoint' },
    ])
    expect((await get('/webhooks/endpoints/ops')).lastAttempt).toEqual({
      at: expect.any(String),
      delivered: true,
      error: null,
    })
  })
})
