import { describe, expect, test } from 'vitest'
import { buildLimiter } from '../../../src/http/limiters.js'
import { REFUSALS_MAX } from '../../../src/http/plugins/auth.js'
import { fakeScreener } from '../../support/screener.js'
import { startService } from '../../support/service.js'

const message = JSON.stringify({ text: 'よろしくお願いします' })
const json = { 'content-type': 'application/json' }

describe('requests a minute', async () => {
  const service = await startService({
    screener: fakeScreener(),
    config: { rateLimitMax: 3, hasKeys: true },
  })
  const { keys } = service.store
  const one = (await keys.create({ tenant: 'acme', role: 'platform', actor: 'one' })).key
  const two = (await keys.create({ tenant: 'acme', role: 'platform', actor: 'two' })).key
  const screen = (key: string) =>
    service.inject({
      method: 'POST',
      url: '/screen',
      headers: { ...json, authorization: `Bearer ${key}` },
      payload: message,
    })

  test('count by key, whatever address they come from', async () => {
    const statuses = []
    for (let i = 0; i < 4; i++) statuses.push((await screen(one)).statusCode)
    expect(statuses).toEqual([200, 200, 200, 429])
    const other = await screen(two)
    expect(other.statusCode).toBe(200)
    expect(other.headers).toMatchObject({ 'ratelimit-limit': '3', 'ratelimit-remaining': '2' })
  })

  test('whoever has had enough is told when to come again', async () => {
    const refused = await screen(one)
    expect(refused.json()).toMatchObject({ status: 429, type: 'urn:sekisho:problem:too_many_requests' })
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(60)
  })

  test('health checks never count', async () => {
    for (let i = 0; i < 6; i++) expect((await service.get('/healthz')).statusCode).toBe(200)
  })
})

describe('messages a minute', async () => {
  const service = await startService({
    screener: fakeScreener(),
    config: { rateLimitMax: 100, hasKeys: true },
  })
  let names = 0
  /** Somebody whose minute has just begun. */
  async function caller() {
    const actor = `caller-${++names}`
    const { key } = await service.store.keys.create({ tenant: 'acme', role: 'platform', actor })
    const send = (url: string, payload: string, type = 'application/json') =>
      service.inject({
        method: 'POST',
        url,
        headers: { 'content-type': type, authorization: `Bearer ${key}` },
        payload,
      })
    return {
      screen: (payload = message) => send('/screen', payload),
      batch: (length: number) =>
        send('/screen/batch', JSON.stringify({ messages: Array.from({ length }, () => ({ text: 'ok' })) })),
      stream: (lines: number) =>
        send('/screen/stream', '{"text":"ok"}\n'.repeat(lines), 'application/x-ndjson'),
    }
  }
  type Caller = Awaited<ReturnType<typeof caller>>

  test.each<[name: string, use: (one: Caller) => Promise<unknown>, left: number]>([
    ['a message', one => one.screen(), 99],
    ['a bad request', one => one.screen('{'), 99],
    ['a batch of thirty', one => one.batch(30), 70],
    ['an empty batch', one => one.batch(0), 99],
    ['a batch that does not fit', one => one.batch(60).then(() => one.batch(60)), 39],
    ['a batch that fits into no minute', one => one.batch(101), 99],
    ['thirty lines', one => one.stream(30), 70],
    ['an empty stream', one => one.stream(0), 99],
    ['a hundred and fifty lines', one => one.stream(150), 0],
  ])('%s', async (_, use, left) => {
    const one = await caller()
    await use(one)
    // This one costs one more.
    const { headers } = await one.screen()
    expect(headers['ratelimit-remaining']).toBe(String(Math.max(0, left - 1)))
  })

  test('a batch tells what is left behind it', async () => {
    const one = await caller()
    const { headers } = await one.batch(30)
    expect(headers).toMatchObject({ 'ratelimit-limit': '100', 'ratelimit-remaining': '70' })
  })

  test('of a batch that does not fit nothing is judged, and it is told when to come again', async () => {
    const one = await caller()
    expect((await one.batch(60)).statusCode).toBe(200)
    const refused = await one.batch(60)
    expect(refused.statusCode).toBe(429)
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    expect(refused.headers['ratelimit-remaining']).toBe('39')
    expect((await one.batch(39)).statusCode).toBe(200)
  })

  test('a batch larger than a whole minute is told that waiting will not help', async () => {
    expect((await (await caller()).batch(101)).statusCode).toBe(413)
  })

  test('a stream goes on, and each line beyond the limit says so in its place', async () => {
    const one = await caller()
    await one.screen()
    const lines = (await one.stream(120)).body.trim().split('\n')
    const answers = lines.map(line => JSON.parse(line))
    expect(answers.map(answer => answer.verdict ?? answer.status)).toEqual([
      ...Array(99).fill('allow'),
      ...Array(21).fill(429),
    ])
    expect(answers.at(-1)).toMatchObject({ type: 'urn:sekisho:problem:too_many_requests' })
  })
})

describe('requests without a valid key', async () => {
  const service = await startService({ screener: fakeScreener(), config: { hasKeys: true } })
  const { key } = await service.store.keys.create({ tenant: 'acme', role: 'platform', actor: 'one' })
  const screen = (authorization: string) =>
    service.inject({ method: 'POST', url: '/screen', headers: { ...json, authorization }, payload: message })

  test('are limited by address, and never keep out a valid one', async () => {
    const guess = 'Bearer sk_guess_verysecretguess'
    for (let i = 0; i < REFUSALS_MAX; i++) expect((await screen(guess)).statusCode).toBe(401)
    const refused = await screen(guess)
    expect(refused.statusCode).toBe(429)
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    expect((await screen(`Bearer ${key}`)).statusCode).toBe(200)
  })

  test('are in the log, without what they showed', () => {
    const lines = service.log().filter(line => line.msg === 'no valid key')
    expect(lines.length).toBeGreaterThan(REFUSALS_MAX)
    expect(lines[0]).toMatchObject({ address: '127.0.0.1', kind: 'unknown' })
    expect(JSON.stringify(service.log())).not.toContain('verysecretguess')
  })
})

test('a limiter counts each key by itself', async () => {
  const limiter = buildLimiter('test', 2, false)
  const counts = []
  for (const key of ['a', 'a', 'b', 'a']) counts.push((await limiter.count(key)).count)
  expect(counts).toEqual([1, 2, 1, 3])
})

describe('the id of a request', async () => {
  const service = await startService({ screener: fakeScreener() })
  const ask = (headers: Record<string, string>) => service.inject({ method: 'GET', url: '/healthz', headers })

  test('is the one that the caller gives, in the answer, the problem and the log', async () => {
    const reply = await service.inject({
      method: 'GET',
      url: '/nothing',
      headers: { 'x-request-id': 'req-42:a.b' },
    })
    expect(reply.headers['x-request-id']).toBe('req-42:a.b')
    expect(reply.json().requestId).toBe('req-42:a.b')
    expect(service.log().at(-1)).toMatchObject({ reqId: 'req-42:a.b' })
  })

  test.each(['', 'a b', 'a\tb', 'あ', 'x'.repeat(129), '<script>'])('is made anew for %j', async id => {
    const given = (await ask({ 'x-request-id': id })).headers['x-request-id']
    expect(given).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('the trace of the caller is in the log', async () => {
    const trace = '0af7651916cd43dd8448eb211c80319c'
    await ask({ traceparent: `00-${trace}-b7ad6b7169203331-01` })
    expect(service.log().at(-1)).toMatchObject({ traceId: trace })
    await ask({ traceparent: '00-00000000000000000000000000000000-b7ad6b7169203331-01' })
    expect(service.log().at(-1)).not.toHaveProperty('traceId')
  })
})

describe('browsers of other origins', async () => {
  const preflight = {
    method: 'OPTIONS',
    url: '/screen',
    headers: { origin: 'https://desk.example', 'access-control-request-method': 'POST' },
  } as const

  test('are not answered', async () => {
    const service = await startService({ screener: fakeScreener() })
    expect((await service.inject(preflight)).headers).not.toHaveProperty('access-control-allow-origin')
  })

  test('are answered when the operator names them, and only those', async () => {
    const service = await startService({
      screener: fakeScreener(),
      config: { corsOrigins: ['https://desk.example'] },
    })
    const allowed = await service.inject(preflight)
    expect(allowed.statusCode).toBe(204)
    expect(allowed.headers['access-control-allow-origin']).toBe('https://desk.example')
    const other = await service.inject({
      ...preflight,
      headers: { ...preflight.headers, origin: 'https://evil.example' },
    })
    expect(other.headers['access-control-allow-origin']).toBeUndefined()
  })
})

test.each([
  [undefined, '127.0.0.1'],
  [['127.0.0.0/8'], '203.0.113.9'],
])('with trusted proxies %j the address is %s', async (trustProxy, address) => {
  const service = await startService({ screener: fakeScreener(), config: { hasKeys: true, trustProxy } })
  await service.inject({ method: 'GET', url: '/screenings', headers: { 'x-forwarded-for': '203.0.113.9' } })
  expect(service.log().find(line => line.msg === 'no valid key')).toMatchObject({ address })
})
