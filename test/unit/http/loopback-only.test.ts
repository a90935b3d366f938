import { describe, expect, test } from 'vitest'
import { fakeScreener } from '../../support/screener.js'
import { startService } from '../../support/service.js'

const service = await startService({
  screener: fakeScreener(),
  config: { corsOrigins: ['https://desk.example'] },
})
const list = (headers: Readonly<Record<string, string>>) =>
  service.inject({ method: 'GET', url: '/screenings', headers })

describe('without keys', () => {
  test.each([
    ['localhost', 200],
    ['localhost:3000', 200],
    ['LOCALHOST:3000', 200],
    ['127.0.0.1', 200],
    ['127.0.0.1:8080', 200],
    ['127.9.9.9', 200],
    ['[::1]', 200],
    ['[::1]:3000', 200],
    ['evil.example', 403],
    ['evil.example:3000', 403],
    ['localhost.evil.example', 403],
    ['127.0.0.1.evil.example', 403],
    ['127.0.0.1@evil.example', 403],
    ['evil.example#localhost', 403],
    ['192.168.0.7:3000', 403],
    ['0.0.0.0:3000', 403],
    ['[::2]', 403],
    ['a b', 403],
    [' ', 403],
  ])('a request to the name %j gets %i', async (host, status) => {
    const reply = await list({ host })
    expect(reply.statusCode).toBe(status)
    if (status === 403) {
      expect(reply.json()).toMatchObject({ type: 'urn:sekisho:problem:keys_needed' })
      expect(reply.json().detail).toContain('npm run keys')
    }
  })

  test.each([
    [{}, 200],
    [{ origin: 'http://localhost:3000' }, 200],
    [{ origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin' }, 200],
    [{ 'sec-fetch-site': 'none' }, 200],
    [{ origin: 'https://desk.example', 'sec-fetch-site': 'cross-site' }, 200],
    [{ origin: 'http://localhost:5173', 'sec-fetch-site': 'same-site' }, 403],
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ origin: 'http://localhost:3000', 'sec-fetch-site': 'cross-site' }, 403],
  ])('a page that says %j gets %i', async (headers, status) => {
    expect((await list({ host: 'localhost:3000', ...headers })).statusCode).toBe(status)
  })

  test('a page elsewhere cannot make it do anything with a plain POST', async () => {
    const { id } = (await service.post('/screen', { text: 'LINE' })).json()
    for (const url of ['/ruleset/reload', `/screenings/${id}/release`, `/screenings/${id}/reopen`]) {
      const reply = await service.inject({ method: 'POST', url, headers: { origin: 'https://evil.example' } })
      expect([url, reply.statusCode]).toEqual([url, 403])
    }
  })

  test('whether it lives is told to everybody', async () => {
    const reply = await service.inject({ method: 'GET', url: '/healthz', headers: { host: 'evil.example' } })
    expect(reply.statusCode).toBe(200)
  })
})

test('with keys any name and origin will do: the key tells who it is', async () => {
  const locked = await startService({ screener: fakeScreener(), config: { hasKeys: true } })
  const { key } = await locked.store.keys.create({ tenant: 'acme', role: 'admin', actor: 'one' })
  const reply = await locked.inject({
    method: 'GET',
    url: '/screenings',
    headers: {
      host: 'sekisho.example',
      origin: 'https://evil.example',
      'sec-fetch-site': 'cross-site',
      authorization: `Bearer ${key}`,
    },
  })
  expect(reply.statusCode).toBe(200)
})
