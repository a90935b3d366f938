import { once } from 'node:events'
import { describe, expect, test } from 'vitest'
import { head, rawConnection } from '../../support/raw.js'
import { fakeScreener } from '../../support/screener.js'
import { startService } from '../../support/service.js'

/** Nothing but the clock of a test may end its connections: the others stand at their defaults. */
const locked = await startService({
  screener: fakeScreener(),
  config: { requestTimeout: 300, hasKeys: true, rateLimitMax: 2 },
})
const { key } = await locked.store.keys.create({ tenant: 'acme', role: 'platform', actor: 'one' })
const url = await locked.app.listen({ port: 0 })
const open = await startService({ screener: fakeScreener(), config: { requestTimeout: 300 } })
const openUrl = await open.app.listen({ port: 0 })
const brisk = await startService({ screener: fakeScreener(), config: { idleTimeout: 400 } })
const briskUrl = await brisk.app.listen({ port: 0 })
/** Clocks that a loaded machine does not let run out while somebody sends. */
const patient = await startService({
  screener: fakeScreener(),
  config: { idleTimeout: 1_500, rateLimitMax: 0 },
})
const patientUrl = await patient.app.listen({ port: 0 })

const json = { 'Content-Type': 'application/json', 'Content-Length': 100_000 }
const ndjson = { 'Content-Type': 'application/x-ndjson', 'Content-Length': 100_000 }
const chunked = { 'Content-Type': 'application/x-ndjson', 'Transfer-Encoding': 'chunked' }

/**
 * Asks twice: a silent sender hears the whole answer before the end; one that drips is cut too, and may have its answer
 * thrown away by the reset that its next byte causes.
 */
async function answeredAndCut(address: string, request: string): Promise<string> {
  const silent = rawConnection(address, request)
  const dripping = rawConnection(address, request)
  dripping.drip(' ', 40)
  const [answer] = await Promise.all([silent.closed, dripping.closed])
  return answer
}

describe('a body that never ends', () => {
  test.each([
    ['without a key', head('POST /screen', json), 401],
    ['without a key, as a stream', head('POST /screen/stream', ndjson), 401],
    ['to what is no URL', head('POST /%zz', json), 400],
    ['to no path', head('POST /nothing', json), 404],
    ['with a wrong method', head('PUT /screen', json), 405],
    ['with a GET', head('GET /healthz', json), 200],
    ['larger than what is read', head('POST /nothing', { ...json, 'Content-Length': 1e9 }), 404],
  ])('is answered and cut: %s', async (_name, request, status) => {
    const answer = await answeredAndCut(url, request)
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect(answer).toMatch(/^connection: close\r$/im)
    expect(answer.split('\r\n\r\n')[1]).toMatch(/^\{.*\}$/)
  })

  test.each([
    ['of another kind', head('POST /screen', ndjson), 415],
    ['that is too large', head('POST /screen', { ...json, 'Content-Length': 1e9 }), 413],
  ])('is answered and cut in the open service: %s', async (_name, request, status) => {
    expect(await answeredAndCut(openUrl, request)).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  })

  test('is answered and cut when there were too many requests', async () => {
    const authorization = `Bearer ${key}`
    for (let i = 0; i < 2; i++)
      await locked.inject({ method: 'GET', url: '/categories', headers: { authorization } })
    const answer = await answeredAndCut(url, head('POST /screen', { ...json, Authorization: authorization }))
    expect(answer).toMatch(/^HTTP\/1.1 429 [\s\S]*^connection: close\r$/im)
  })

  test.each([
    ['of JSON', openUrl, head('POST /screen', json), ' '],
    ['of a stream', briskUrl, head('POST /screen/stream', ndjson), ' '],
    ['of a stream, in chunks', briskUrl, head('POST /screen/stream', chunked), '1\r\n \r\n'],
    ['of a stream of empty lines', briskUrl, head('POST /screen/stream', chunked), '1\r\n\n\r\n'],
  ])('is cut where it is read: %s', async (_name, address, request, bytes) => {
    const connection = rawConnection(address, request)
    connection.drip(bytes, 40)
    await connection.closed
  })
})

test('a stream that brings a line in time goes on, however long it takes as a whole', async () => {
  const line = '{"text":"ok"}\n'
  const connection = rawConnection(patientUrl, head('POST /screen/stream', chunked))
  connection.drip(`${line.length.toString(16)}\r\n${line}\r\n`, 60)
  await once(connection.socket, 'data')
  await new Promise(resolve => setTimeout(resolve, 3_500))
  expect(connection.socket.closed).toBe(false)
  expect(connection.answer().split('"verdict":"allow"').length).toBeGreaterThan(5)
  connection.socket.destroy()
})

test('a sender who is answered early and finishes soon keeps the connection, and hears the answer', async () => {
  const connection = rawConnection(
    patientUrl,
    `${head('POST /nothing', { ...json, 'Content-Length': 6 })}{  `,
  )
  setTimeout(() => connection.socket.write('  }'), 50)
  await once(connection.socket, 'data')
  expect(connection.answer()).toMatch(/^HTTP\/1.1 404 /)
  expect(connection.answer()).toMatch(/^connection: keep-alive\r$/im)
  connection.socket.write(head('GET /healthz', { Connection: 'close' }))
  expect(await connection.closed).toMatch(/HTTP\/1.1 200 /)
})

test('a large batch to no path hears that, and no reset', async () => {
  const reply = await fetch(`${patientUrl}/nothing`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: ' '.repeat(1024 * 1024),
  })
  expect(reply.status).toBe(404)
})

describe('header fields that never end', () => {
  const begun = 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n'

  test('are answered with 408 and cut', async () => {
    const answer = await rawConnection(openUrl, begun).closed
    expect(answer).toMatch(/^HTTP\/1.1 408 Request Timeout\r\n[\s\S]*problem\+json[\s\S]*request_timeout/)
  })

  test('are cut also when they drip', async () => {
    const connection = rawConnection(openUrl, begun)
    connection.drip('X-A: b\r\n', 40)
    await connection.closed
  })
})

test.each([
  ['nothing is said', openUrl],
  ['nothing is said, and silence counts', briskUrl],
])('a connection on which %s is closed', async (_name, address) => {
  await rawConnection(address, '').closed
})

test('a connection that brings only blank lines after a request is closed', async () => {
  const connection = rawConnection(briskUrl, head('GET /healthz'))
  connection.drip('\r\n', 40)
  expect(await connection.closed).toMatch(/^HTTP\/1.1 200 /)
})

test('requests that are sent without waiting for the answers are all answered', async () => {
  const stream = head('POST /screen/stream', chunked)
  const connection = rawConnection(patientUrl, `${head('GET /healthz')}${head('GET /healthz')}${stream}`)
  const line = '{"text":"ok"}\n'
  connection.drip(`${line.length.toString(16)}\r\n${line}\r\n`, 60)
  await new Promise(resolve => setTimeout(resolve, 3_500))
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
