import { beforeAll, describe, expect, test } from 'vitest'
import { endpoint } from '../../../src/http/schemas/webhooks.js'
import { PAUSED_AFTER } from '../../../src/store/breaker.js'
import { fakeScreener } from '../../support/screener.js'
import { type Service, startService } from '../../support/service.js'

let closed: Service
let open: Service

beforeAll(async () => {
  closed = await startService({ screener: fakeScreener() })
  open = await startService({ screener: fakeScreener(), config: { webhookAllowPrivate: true } })
})

const put = (service: Service, url: string) =>
  service.inject({ method: 'PUT', url: '/webhooks/endpoint', payload: { url } })

describe('an endpoint in our own network is refused when it is set', () => {
  test.each([
    'http://127.0.0.1:8080/hook',
    'https://10.0.0.1/',
    'https://192.168.1.1/',
    'http://169.254.169.254/latest/meta-data',
    'http://[::1]/',
    'http://[fe80::1]/',
    'http://[fd00::1]/',
    'http://[::127.0.0.1]/',
    'http://2130706433/',
    'http://localhost:3000/',
  ])('%s', async url => {
    const refused = await put(closed, url)
    expect([refused.statusCode, refused.json().type]).toEqual([400, 'urn:sekisho:problem:validation_failed'])
    expect(refused.json().errors).toMatchObject([{ pointer: '/url' }])
    expect((await put(open, url)).statusCode).toBe(200)
  })
})

test('a name is taken: where it leads is looked at when something is delivered', async () => {
  expect((await put(closed, 'https://inside.test/hook')).statusCode).toBe(200)
})

test.each(['https://user:pass@platform.example/', 'https://user@platform.example/'])(
  '%s is refused: a password would lie in the store',
  async url => {
    const refused = await put(open, url)
    expect(refused.statusCode).toBe(400)
    expect(refused.json().errors).toMatchObject([{ pointer: '/url' }])
    expect(refused.body).not.toContain('pass@')
  },
)

test('one that was set before such URLs were refused is shown without its password', async () => {
  await closed.store.outbox.setEndpoint('default', 'boss', {
    url: 'https://u:hidden@platform.example/h',
    secret: 's',
  })
  const seen = await closed.get('/webhooks/endpoint')
  expect(endpoint.parse(seen.json()).url).toBe('https://platform.example/h')
  expect(seen.body).not.toContain('hidden')
})

test('whether it answers is seen', async () => {
  await put(closed, 'https://platform.example/hook')
  expect(endpoint.parse((await closed.get('/webhooks/endpoint')).json())).toMatchObject({
    state: 'delivering',
    failures: 0,
    pausedUntil: null,
  })
  const now = new Date()
  for (let failures = 0; failures < PAUSED_AFTER; failures++)
    await closed.store.outbox.settle(
      { id: 'evt_', key: 'default', isProbe: false },
      { status: 'waiting', attempts: 1, nextAttemptAt: now, lastError: null, isAnswered: false },
      now,
    )
  expect(endpoint.parse((await closed.get('/webhooks/endpoint')).json())).toMatchObject({
    state: 'paused',
    failures: PAUSED_AFTER,
    pausedUntil: new Date(now.getTime() + 30_000).toISOString(),
  })
  expect((await closed.get('/metrics')).body).toMatch(/^sekisho_queue_depth\{queue="paused_endpoints"\} 1$/m)
})
