import { once } from 'node:events'
import { Agent, createServer, type IncomingMessage, type Server } from 'node:http'
import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { send } from '../../../src/delivery/send.js'
import { BACKOFF, startWebhooks } from '../../../src/delivery/webhooks.js'
import { buildIntake, type Intake } from '../../../src/moderation/intake.js'
import { openStore, type Store } from '../../../src/store/store.js'
import { fakeScreener } from '../../support/screener.js'

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
let store: Store
let screenAndStore: Intake
let platform: Server
let stop: (() => Promise<void>) | undefined
let received: { readonly headers: IncomingMessage['headers']; readonly body: string }[]
let answers: number[]

beforeEach(async () => {
  store = await openStore({ kind: 'sqlite', file: ':memory:' }, 'full')
  screenAndStore = buildIntake({
    screener: fakeScreener(),
    store,
    onStoreFailure: 'refuse',
    clientMemory: false,
    onUnkept: () => undefined,
  })
  received = []
  answers = []
  platform = createServer(async (request, reply) => {
    let body = ''
    for await (const chunk of request) body += chunk
    received.push({ headers: request.headers, body })
    reply.writeHead(answers.shift() ?? 204, { location: 'http://127.0.0.1:1/' }).end()
  }).listen(0, '127.0.0.1')
  await once(platform, 'listening')
  const address = platform.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  await store.outbox.setEndpoint('t', 'boss', { url: `http://127.0.0.1:${port}/hook`, secret })
})
afterEach(async () => {
  await stop?.()
  stop = undefined
  platform.close()
  await store.close()
})

const start = (allowPrivate: boolean) => {
  stop = startWebhooks(store.outbox, {
    allowPrivate,
    onFailure: failure => {
      throw failure
    },
  })
}

async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  for (let i = 0; i < 200; i++) {
    if (await holds()) return
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  expect.unreachable('it never came to that')
}
const deliveries = async () => (await store.outbox.list('t', {}, { limit: 9 })).items

test('what is flagged reaches the platform, signed so that its own library believes it', async () => {
  const [outcome] = await screenAndStore('t', [{ text: 'LINEで秘密', messageId: 'm' }])
  start(true)
  await until(() => received.length === 1)
  const [call] = received
  const headers = Object.fromEntries(
    Object.entries(call?.headers ?? {}).map(([name, value]) => [name, String(value)]),
  )
  expect(new Webhook(secret).verify(call?.body ?? '', headers)).toMatchObject({
    type: 'screening.flagged',
    data: { screeningId: outcome?.kind === 'judged' && outcome.id, messageId: 'm', verdict: 'block' },
  })
  expect(() => new Webhook(secret).verify(`${call?.body} `, headers)).toThrow()
  expect(call?.body).not.toContain('秘密')
  await until(async () => (await deliveries())[0]?.status === 'delivered')
})

test.each([500, 404, 302, 100])(
  '%i is a failure: it is tried again later, with the same id',
  async status => {
    answers = [status === 100 ? 503 : status]
    await screenAndStore('t', [{ text: 'LINE' }])
    start(true)
    await until(async () => (await deliveries())[0]?.attempts === 1)
    const [waiting] = await deliveries()
    expect(waiting).toMatchObject({
      status: 'waiting',
      lastError: expect.stringContaining('the endpoint answered'),
    })
    const wait = Date.parse(waiting?.nextAttemptAt ?? '') - Date.now()
    expect(wait).toBeGreaterThan(0)
    expect(wait).toBeLessThanOrEqual(BACKOFF[0] * 1_000)
    await store.outbox.settle(waiting?.id ?? '', {
      status: 'waiting',
      attempts: 1,
      next_attempt_at: new Date().toISOString(),
      last_error: null,
    })
    await until(() => received.length === 2)
    expect(received.map(({ headers }) => headers['webhook-id'])).toEqual([waiting?.id, waiting?.id])
  },
)

test('after the last attempt it is dead, and can be sent again', async () => {
  answers = [500]
  await screenAndStore('t', [{ text: 'LINE' }])
  const [delivery] = await deliveries()
  const id = delivery?.id ?? ''
  await store.outbox.settle(id, {
    status: 'waiting',
    attempts: BACKOFF.length,
    next_attempt_at: new Date().toISOString(),
    last_error: null,
  })
  start(true)
  await until(async () => (await deliveries())[0]?.status === 'dead')
  expect(await store.outbox.retry('t', id, 'boss')).toBe(true)
  await until(async () => (await deliveries())[0]?.status === 'delivered')
})

test('a private address is not called', async () => {
  await screenAndStore('t', [{ text: 'LINE' }])
  start(false)
  await until(async () => (await deliveries())[0]?.attempts === 1)
  expect(received).toEqual([])
  expect((await deliveries())[0]?.lastError).toMatch('private address')
})

test('neither is a name that leads to one', async () => {
  const { url } = (await store.outbox.endpoint('t')) ?? { url: '' }
  await store.outbox.setEndpoint('t', 'boss', { url: url.replace('127.0.0.1', 'localhost'), secret })
  await screenAndStore('t', [{ text: 'LINE' }])
  start(false)
  await until(async () => (await deliveries())[0]?.attempts === 1)
  expect(received).toEqual([])
  expect((await deliveries())[0]?.lastError).toMatch('private address')
})

describe('addresses', () => {
  const attemptAt = (url: string) => send({ id: 'msg_1', payload: '{}', endpoint: { url, secret } }, false)

  beforeEach(() => {
    // In place of a connection: the address has passed.
    vi.spyOn(Agent.prototype, 'createConnection').mockImplementation(() => {
      throw new Error('connects')
    })
  })
  afterEach(() => {
    vi.restoreAllMocks()
  })

  test.each([
    ['8.8.8.8', 'connects'],
    ['[2001:4860:4860::8888]', 'connects'],
    ['127.0.0.1', 'private address'],
    ['2130706433', 'private address'],
    ['10.1.2.3', 'private address'],
    ['172.16.0.1', 'private address'],
    ['192.168.1.1', 'private address'],
    ['169.254.169.254', 'private address'],
    ['100.64.0.1', 'private address'],
    ['0.0.0.0', 'private address'],
    ['224.0.0.1', 'private address'],
    ['255.255.255.255', 'private address'],
    ['[::1]', 'private address'],
    ['[::]', 'private address'],
    ['[fe80::1]', 'private address'],
    ['[fd00::1]', 'private address'],
    ['[::ffff:127.0.0.1]', 'private address'],
    ['[::ffff:7f00:1]', 'private address'],
    ['[64:ff9b::7f00:1]', 'private address'],
    ['[2002:7f00:1::]', 'private address'],
  ])('%s: %s', async (address, outcome) => {
    await expect(attemptAt(`http://${address}:1/`)).rejects.toThrow(outcome)
  })

  test('over https too', async () => {
    await expect(attemptAt('https://10.1.2.3/')).rejects.toThrow('private address')
  })
})
