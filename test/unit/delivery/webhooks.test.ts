import { Agent } from 'node:http'
import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { send } from '../../../src/delivery/send.js'
import { BACKOFF, startWebhooks } from '../../../src/delivery/webhooks.js'
import { buildIntake, type Intake } from '../../../src/moderation/intake.js'
import { openStore, type Store } from '../../../src/store/store.js'
import { type Platform, startPlatform } from '../../support/platform.js'
import { fakeScreener } from '../../support/screener.js'

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
let store: Store
let screenAndStore: Intake
let platform: Platform
let stop: (() => Promise<void>) | undefined
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
  answers = []
  platform = await startPlatform()
  platform.react(
    () => reply => reply.writeHead(answers.shift() ?? 204, { location: 'http://127.0.0.1:1/' }).end(),
  )
  await store.outbox.setEndpoint('t', 'boss', { url: platform.url, secret })
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
    poll: 50,
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
const makeDue = (id = '', attempts = 0) =>
  store.outbox.settle(
    { id, key: 't', isProbe: false },
    { status: 'waiting', attempts, nextAttemptAt: new Date(), lastError: null, isAnswered: true },
    new Date(),
  )
const deliveries = async () => (await store.outbox.list('t', {}, { limit: 9 })).items

test('what is flagged reaches the platform, signed so that its own library believes it', async () => {
  const [outcome] = await screenAndStore('t', [{ text: 'LINEで秘密', messageId: 'm' }])
  start(true)
  await until(() => platform.calls.length === 1)
  const [call] = platform.calls
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
    await makeDue(waiting?.id, 1)
    await until(() => platform.calls.length === 2)
    expect(platform.calls.map(({ headers }) => headers['webhook-id'])).toEqual([waiting?.id, waiting?.id])
  },
)

test('after the last attempt it is dead, and can be sent again', async () => {
  answers = [500]
  await screenAndStore('t', [{ text: 'LINE' }])
  const [delivery] = await deliveries()
  const id = delivery?.id ?? ''
  await makeDue(id, BACKOFF.length)
  start(true)
  await until(async () => (await deliveries())[0]?.status === 'dead')
  expect(await store.outbox.retry('t', id, 'boss')).toBe(true)
  await until(async () => (await deliveries())[0]?.status === 'delivered')
})

test('a private address is not called', async () => {
  await screenAndStore('t', [{ text: 'LINE' }])
  start(false)
  await until(async () => (await deliveries())[0]?.attempts === 1)
  expect(platform.calls).toEqual([])
  expect((await deliveries())[0]?.lastError).toMatch('not reachable')
})

test('neither is a name that leads to one', async () => {
  const { url } = (await store.outbox.endpoint('t')) ?? { url: '' }
  await store.outbox.setEndpoint('t', 'boss', { url: url.replace('127.0.0.1', 'localhost'), secret })
  await screenAndStore('t', [{ text: 'LINE' }])
  start(false)
  await until(async () => (await deliveries())[0]?.attempts === 1)
  expect(platform.calls).toEqual([])
  expect((await deliveries())[0]?.lastError).toMatch('not reachable')
})

test.each([
  [204, 'delivered'],
  [302, 'refused'],
  [404, 'refused'],
  [429, 'unanswered'],
  [500, 'unanswered'],
])('%i: %s', async (status, kind) => {
  answers = [status]
  const { url } = (await store.outbox.endpoint('t')) ?? { url: '' }
  const delivery = { id: 'evt_1', payload: '{}', url, secrets: [secret] }
  expect(await send(delivery, { allowPrivate: true, timeout: 5_000 })).toMatchObject({ kind })
})

describe('addresses', () => {
  const attemptAt = (url: string) =>
    send(
      { id: 'msg_1', payload: '{}', url, secrets: [secret] },
      { allowPrivate: false, timeout: 5_000 },
    ).then(
      outcome => (outcome.kind === 'delivered' ? '' : outcome.reason),
      (error: Error) => error.message,
    )

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
    ['127.0.0.1', 'not reachable'],
    ['2130706433', 'not reachable'],
    ['10.1.2.3', 'not reachable'],
    ['172.16.0.1', 'not reachable'],
    ['192.168.1.1', 'not reachable'],
    ['169.254.169.254', 'not reachable'],
    ['100.64.0.1', 'not reachable'],
    ['0.0.0.0', 'not reachable'],
    ['224.0.0.1', 'not reachable'],
    ['255.255.255.255', 'not reachable'],
    ['[::1]', 'not reachable'],
    ['[::]', 'not reachable'],
    ['[fe80::1]', 'not reachable'],
    ['[fd00::1]', 'not reachable'],
    ['[::ffff:127.0.0.1]', 'not reachable'],
    ['[::ffff:7f00:1]', 'not reachable'],
    ['[64:ff9b::7f00:1]', 'not reachable'],
    ['[2002:7f00:1::]', 'not reachable'],
    ['[::127.0.0.1]', 'not reachable'],
  ])('%s: %s', async (address, outcome) => {
    expect(await attemptAt(`http://${address}:1/`)).toContain(outcome)
  })

  test('over https too', async () => {
    expect(await attemptAt('https://10.1.2.3/')).toContain('not reachable')
  })
})

test('a name that there is not and one that leads inside are told in the same words', async () => {
  const outcomes = await Promise.all(
    ['http://nowhere.invalid/', 'http://localhost/', 'http://inside.test/', 'http://127.0.0.1/'].map(url =>
      send({ id: 'msg_1', payload: '{}', url, secrets: [secret] }, { allowPrivate: false, timeout: 5_000 }),
    ),
  )
  expect(new Set(outcomes.map(outcome => JSON.stringify(outcome))).size).toBe(1)
})
