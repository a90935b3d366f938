import { Registry } from 'prom-client'
import { expect, test } from 'vitest'
import { callerFigures } from '../../../src/operation/caller-figures.js'
import { fakeScreener } from '../../support/screener.js'
import { startService } from '../../support/service.js'

test('who asked is in the log and in the figures, which an admin of one tenant does not see', async () => {
  const service = await startService({ screener: fakeScreener(), config: { hasKeys: true } })
  const keyOf = async (role: 'platform' | 'admin' | 'metrics', tenant: string) =>
    (await service.store.keys.create({ tenant, role, actor: `${tenant} ${role}` })).key
  const [platform, admin, figures] = await Promise.all([
    keyOf('platform', 'acme'),
    keyOf('admin', 'rival'),
    keyOf('metrics', 'operator'),
  ])
  const call = (key: string, url: string, payload?: object) =>
    service.inject({
      method: payload ? 'POST' : 'GET',
      url,
      headers: { authorization: `Bearer ${key}` },
      ...(payload && { payload }),
    })
  await call(platform, '/screen/batch', { messages: [{ text: 'a' }, { text: 'b' }] })
  expect(service.log().at(-1)).toMatchObject({ route: '/screen/batch', tenant: 'acme', key: 'acme platform' })
  await service.inject({ method: 'GET', url: '/healthz' })
  expect(service.log().at(-1)).not.toHaveProperty('tenant')
  const seen = (await call(figures, '/metrics')).body
  expect(seen).toContain('sekisho_caller_requests_total{tenant="acme",key="acme platform"} 1')
  expect(seen).toContain('sekisho_caller_messages_total{tenant="acme",key="acme platform"} 2')
  const others = (await call(admin, '/metrics')).body
  expect(others).toContain('sekisho_http_requests_total')
  expect(others).not.toMatch(/acme|sekisho_caller_/)
})

test('a hundred callers have a name, the others are one', async () => {
  const registry = new Registry()
  const figures = callerFigures([registry])
  for (let caller = 0; caller < 150; caller++) figures.called('acme', `key-${caller}`, 1)
  const text = await registry.metrics()
  expect(text.match(/^sekisho_caller_requests_total\{/gm)).toHaveLength(101)
  expect(text).toContain('sekisho_caller_requests_total{tenant="other",key="other"} 50')
})

test('told to end, it says so to the balancer at once and goes on answering', async () => {
  const service = await startService({ screener: fakeScreener() })
  expect((await service.get('/readyz')).statusCode).toBe(200)
  service.app.beginDrain()
  const ready = await service.get('/readyz')
  expect([ready.statusCode, ready.json().type]).toEqual([503, 'urn:sekisho:problem:closing'])
  const judged = await service.post('/screen', { text: 'LINE' })
  expect([judged.statusCode, judged.headers.connection]).toEqual([200, 'close'])
  expect((await service.get('/healthz')).statusCode).toBe(200)
})
