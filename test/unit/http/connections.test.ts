import { once } from 'node:events'
import { describe, expect, test } from 'vitest'
import { head, rawConnection } from '../../support/raw.js'
import { fakeScreener } from '../../support/screener.js'
import { startService } from '../../support/service.js'

/** All clocks run out in a moment; a test that never ends is one that fails. */
const short = { requestTimeout: 300, idleTimeout: 400 }
const locked = await startService({
  screener: fakeScreener(),
  config: { ...short, hasKeys: true, rateLimitMax: 2 },
})
const { key } = await locked.store.keys.create({ tenant: 'acme', role: 'platform', actor: 'one' })
const url = await locked.app.listen({ port: 0 })
const open = await startService({ screener: fakeScreener(), config: short })
const openUrl = await open.app.listen({ port: 0 })

const json = { 'Content-Type': 'application/json', 'Content-Length': 100_000 }
const ndjson = { 'Content-Type': 'application/x-ndjson', 'Content-Length': 100_000 }
const chunked = { 'Content-Type': 'application/x-ndjson', 'Transfer-Encoding': 'chunked' }

describe('a body that never ends, dripped in byte by byte', () => {
  test.each([
    ['without a key', head('POST /screen', json), 401],
    ['without a key, as a stream', head('POST /screen/stream', ndjson), 401],
    ['to what is no URL', head('POST /%zz', json), 400],
    ['to no path', head('POST /nothing', json), 404],
    ['with a wrong method', head('PUT /screen', json), 405],
    ['with a GET', head('GET /healthz', json), 200],
    ['larger than what is read', head('POST /nothing', { ...json, 'Content-Length': 1e9 }), 404],
  ])('is answered and cut: %s', async (_name, request, status) => {
    const connection = rawConnection(url, request)
    connection.drip(' ', 40)
    const answer = await connection.closed
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect(answer).toMatch(/^connection: close\r$/im)
    // The whole of the answer has come before the end.
    expect(answer.split('\r\n\r\n')[1]).toMatch(/^\{.*\}$/)
  })

  test.each([
    ['of another kind', head('POST /screen', ndjson), 415],
    ['that is too large', head('POST /screen', { ...json, 'Content-Length': 1e9 }), 413],
  ])('is answered and cut in the open service: %s', async (_name, request, status) => {
    const connection = rawConnection(openUrl, request)
    connection.drip(' ', 40)
    expect(await connection.closed).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  })

  test('is cut when there were too many requests', async () => {
    const authorization = { Authorization: `Bearer ${key}` }
    for (let i = 0; i < 2; i++)
      await locked.inject({ method: 'GET', url: '/categories', headers: { authorization: `Bearer ${key}` } })
    const connection = rawConnection(url, head('POST /screen', { ...json, ...authorization }))
    connection.drip(' ', 40)
    expect(await connection.closed).toMatch(/^HTTP\/1.1 429 [\s\S]*^connection: close\r$/im)
  })

  test.each([
    ['of JSON', head('POST /screen', json), ' '],
    ['of a stream', head('POST /screen/stream', ndjson), ' '],
    ['of a stream, in chunks', head('POST /screen/stream', chunked), '1\r\n \r\n'],
    ['of a stream of empty lines', head('POST /screen/stream', chunked), '1\r\n\n\r\n'],
  ])('is cut where it is read: %s', async (_name, request, bytes) => {
    const connection = rawConnection(openUrl, request)
    connection.drip(bytes, 40)
    await connection.closed
  })
})

test('a stream that brings a line in time goes on, however long it takes as a whole', async () => {
  const line = '{"text":"ok"}\n'
  const connection = rawConnection(openUrl, head('POST /screen/stream', chunked))
  connection.drip(`${line.length.toString(16)}\r\n${line}\r\n`, 60)
  await once(connection.socket, 'data')
  await new Promise(resolve => setTimeout(resolve, 1_200))
  expect(connection.socket.closed).toBe(false)
  expect(connection.answer().split('"verdict":"allow"').length).toBeGreaterThan(5)
  connection.socket.destroy()
})

test('a sender who is answered early and finishes soon keeps the connection, and hears the answer', async () => {
  const connection = rawConnection(url, head('POST /screen', { ...json, 'Content-Length': 6 }))
  setTimeout(() => connection.socket.write('{    }'), 100)
  await once(connection.socket, 'data')
  expect(connection.answer()).toMatch(/^HTTP\/1.1 401 /)
  expect(connection.answer()).toMatch(/^connection: keep-alive\r$/im)
  connection.socket.write(head('GET /healthz', { Connection: 'close' }))
  expect(await connection.closed).toMatch(/HTTP\/1.1 200 /)
})

test('a large batch without a key hears that, and no reset', async () => {
  const reply = await fetch(`${url}/screen/batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: ' '.repeat(4 * 1024 * 1024),
  })
  expect(reply.status).toBe(401)
})

test('header fields that never end are answered with 408 and cut', async () => {
  const connection = rawConnection(openUrl, 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n')
  connection.drip('X-A: b\r\n', 40)
  const answer = await connection.closed
  expect(answer).toMatch(/^HTTP\/1.1 408 Request Timeout\r\n[\s\S]*problem\+json[\s\S]*request_timeout/)
})

test('a connection on which nothing is said is closed', async () => {
  await rawConnection(openUrl, '').closed
})

test('a connection that brings only blank lines after a request is closed', async () => {
  const connection = rawConnection(openUrl, head('GET /healthz'))
  connection.drip('\r\n', 40)
  expect(await connection.closed).toMatch(/^HTTP\/1.1 200 /)
})

test('requests that are sent without waiting for the answers are all answered', async () => {
  const stream = head('POST /screen/stream', chunked)
  const connection = rawConnection(openUrl, `${head('GET /healthz')}${head('GET /healthz')}${stream}`)
  const line = '{"text":"ok"}\n'
  connection.drip(`${line.length.toString(16)}\r\n${line}\r\n`, 60)
  await new Promise(resolve => setTimeout(resolve, 1_200))
  expect(connection.socket.closed).toBe(false)
  connection.socket.destroy()
})

test('more connections than there may be are closed at once; when one goes another may come', async () => {
  const small = await startService({ screener: fakeScreener(), config: { maxConnections: 2 } })
  const address = await small.app.listen({ port: 0 })
  const held = [rawConnection(address, ''), rawConnection(address, '')]
  await Promise.all(held.map(({ socket }) => once(socket, 'connect')))
  const request = head('GET /healthz', { Connection: 'close' })
  expect(await rawConnection(address, request).closed).toBe('')
  held[0]?.socket.destroy()
  await expect.poll(() => rawConnection(address, request).closed).toMatch(/^HTTP\/1.1 200 /)
})
