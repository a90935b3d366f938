import { expect, test } from 'vitest'
import { fakeScreener } from '../../support/screener.js'
import { startService } from '../../support/service.js'

const service = await startService({ screener: fakeScreener() })

const POLICY =
  "default-src 'self';base-uri 'none';form-action 'self';frame-ancestors 'none';img-src 'self' data:;object-src 'none';script-src 'self';style-src 'self' 'unsafe-inline'"

test.each([
  ['a judgement', 200, () => service.post('/screen', { text: 'LINE' })],
  ['a refusal', 400, () => service.post('/screen', {})],
  ['an unknown path', 404, () => service.get('/nothing')],
])('%s tells browsers what not to do', async (_name, status, ask) => {
  const { statusCode, headers } = await ask()
  expect(statusCode).toBe(status)
  expect(headers).toMatchObject({
    'content-security-policy': POLICY,
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'origin-agent-cluster': '?1',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-dns-prefetch-control': 'off',
    'x-download-options': 'noopen',
    'x-frame-options': 'SAMEORIGIN',
    'x-permitted-cross-domain-policies': 'none',
    'x-xss-protection': '0',
    'cache-control': 'no-store',
  })
  expect(headers).not.toHaveProperty('strict-transport-security')
})

test('a page with a policy of its own keeps it', async () => {
  const { headers } = await service.get('/console')
  expect(headers['content-security-policy']).not.toBe(POLICY)
  expect(headers['x-frame-options']).toBe('SAMEORIGIN')
})
