import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import { BATCH_BODY_LIMIT, SCREEN_BODY_LIMIT } from '../../../src/http/plugins/limits.js'
import { problem } from '../../../src/http/schemas/problem.js'
import { openStore } from '../../../src/store/store.js'
import { fakeScreener } from '../../support/screener.js'
import { startService } from '../../support/service.js'

const service = await startService({ screener: fakeScreener() })
const json = { 'content-type': 'application/json' }

describe('every error is a problem document', () => {
  test.each([
    ['no such path', { method: 'GET', url: '/nothing' }, 404, 'not_found'],
    [
      'no such path, with a body of any kind',
      { method: 'POST', url: '/nothing', headers: { 'content-type': 'text/xml' }, payload: '<a/>' },
      404,
      'not_found',
    ],
    [
      'no such file of the documentation',
      { method: 'GET', url: '/docs/static/nothing.js' },
      404,
      'not_found',
    ],
    [
      'no such screening',
      { method: 'GET', url: '/screenings/scr_01M859C6QJ3XRZ8MRSXKEV7873' },
      404,
      'not_found',
    ],
    ['no id of a screening', { method: 'GET', url: '/screenings/1%00%27' }, 404, 'not_found'],
    ['another method', { method: 'GET', url: '/screen' }, 405, 'method_not_allowed'],
    [
      'no JSON',
      { method: 'POST', url: '/screen', headers: json, payload: '{"text":' },
      400,
      'malformed_json',
    ],
    ['an empty body', { method: 'POST', url: '/screen', headers: json, payload: '' }, 400, 'malformed_json'],
    ['no body at all', { method: 'POST', url: '/screen' }, 400, 'validation_failed'],
    [
      '__proto__',
      { method: 'POST', url: '/screen', headers: json, payload: '{"text":"a","__proto__":{"flagged":true}}' },
      400,
      'malformed_json',
    ],
    [
      'constructor.prototype',
      {
        method: 'POST',
        url: '/screen',
        headers: json,
        payload: '{"text":"a","constructor":{"prototype":{}}}',
      },
      400,
      'malformed_json',
    ],
    [
      'plain text',
      { method: 'POST', url: '/screen', headers: { 'content-type': 'text/plain' }, payload: 'LINE' },
      415,
      'unsupported_media_type',
    ],
    [
      'a form',
      {
        method: 'POST',
        url: '/screen',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: 'text=LINE',
      },
      415,
      'unsupported_media_type',
    ],
    [
      'a body too large for one message',
      { method: 'POST', url: '/screen', headers: json, payload: `"${'a'.repeat(SCREEN_BODY_LIMIT)}"` },
      413,
      'payload_too_large',
    ],
    [
      'a body too large for a batch',
      { method: 'POST', url: '/screen/batch', headers: json, payload: `"${'a'.repeat(BATCH_BODY_LIMIT)}"` },
      413,
      'payload_too_large',
    ],
    ['a path that is no URL', { method: 'GET', url: '/%zz' }, 400, 'malformed_request'],
    ['a path too long', { method: 'GET', url: `/screenings/${'a'.repeat(201)}` }, 414, 'uri_too_long'],
  ] as const)('%s', async (_name, options, status, code) => {
    const reply = await service.inject(options)
    expect(reply.statusCode).toBe(status)
    expect(reply.headers['content-type']).toMatch(/^application\/problem\+json/)
    const body = problem.parse(reply.json())
    expect(body).toMatchObject({ status, type: `urn:sekisho:problem:${code}` })
    expect(service.log().at(-1)).toMatchObject({ status, reqId: body.requestId, msg: 'request' })
  })

  test('what is no HTTP', async () => {
    const url = new URL(await service.app.listen({ port: 0 }))
    const reply = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(url.port), url.hostname, () => socket.write('NONSENSE\r\n\r\n'))
      let text = ''
      socket
        .on('data', chunk => (text += chunk))
        .on('end', () => resolve(text))
        .on('error', reject)
    })
    const [head, body] = reply.split('\r\n\r\n')
    expect(head).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n[\s\S]*application\/problem\+json/)
    expect(problem.parse(JSON.parse(body ?? '')).status).toBe(400)
  })
})

test.each([
  ['PUT', '/screen', 'POST'],
  ['GET', '/screen/batch', 'POST'],
  ['POST', '/screenings', 'GET, HEAD'],
  ['PUT', '/screenings/scr_1', 'GET, HEAD, DELETE'],
  ['PATCH', '/healthz', 'GET, HEAD'],
  ['OPTIONS', '/categories', 'GET, HEAD'],
  ['POST', '/', 'GET, HEAD'],
  ['POST', '/docs', 'GET, HEAD'],
  ['POST', '/docs/', 'GET, HEAD'],
] as const)('%s %s is refused and told what there is: %s', async (method, url, allow) => {
  const reply = await service.inject({ method, url })
  expect(reply.statusCode).toBe(405)
  expect(reply.headers.allow).toBe(allow)
})

describe('a failure within', () => {
  const failing = {
    ...fakeScreener(),
    screen: () => {
      throw new TypeError('secret text')
    },
  }

  test('is a 500 that tells nothing, and a log that does', async () => {
    const broken = await startService({ screener: failing })
    const reply = await broken.post('/screen', { text: 'a' })
    expect(reply.statusCode).toBe(500)
    expect(problem.parse(reply.json()).type).toBe('urn:sekisho:problem:internal_error')
    expect(reply.body).not.toMatch(/secret|TypeError|at /)
    expect(broken.log().find(line => line.msg === 'request failed')).toMatchObject({
      err: { message: 'secret text' },
    })
  })

  test('of the store is a 503; the service is alive and not ready', async () => {
    const store = await openStore({ kind: 'sqlite', file: ':memory:' }, 'full')
    const broken = await startService({ screener: fakeScreener(), store })
    expect((await service.get('/readyz')).statusCode).toBe(200)
    await store.close()
    for (const reply of [
      await broken.post('/screen', { text: 'LINE' }),
      await broken.post('/screen/batch', { messages: [{ text: 'LINE' }] }),
      await broken.get('/screenings'),
      await broken.get('/readyz'),
    ]) {
      expect(reply.statusCode).toBe(503)
      expect(problem.parse(reply.json()).type).toBe('urn:sekisho:problem:store_unavailable')
    }
    expect((await broken.get('/healthz')).statusCode).toBe(200)
    expect((await broken.post('/screen', { text: 'ok' })).statusCode).toBe(200)
  })

  test('of the store is answered over when that is wished', async () => {
    const store = await openStore({ kind: 'sqlite', file: ':memory:' }, 'full')
    const answering = await startService({
      screener: fakeScreener(),
      store,
      config: { onStoreFailure: 'answer' },
    })
    await store.close()
    expect((await answering.post('/screen', { text: 'LINE' })).json()).toMatchObject({ verdict: 'block' })
    expect(answering.log().some(line => line.msg === 'answered without the store')).toBe(true)
  })
})

test('more than RATE_LIMIT_MAX requests a minute get a 429; health checks never do', async () => {
  const limited = await startService({ screener: fakeScreener(), config: { rateLimitMax: 2 } })
  for (const expected of [200, 200]) {
    expect((await limited.post('/screen', { text: 'ok' })).statusCode).toBe(expected)
  }
  const third = await limited.post('/screen', { text: 'ok' })
  expect(third.statusCode).toBe(429)
  expect(problem.parse(third.json()).type).toBe('urn:sekisho:problem:too_many_requests')
  expect(third.headers['retry-after']).toBeDefined()
  expect((await limited.get('/healthz')).statusCode).toBe(200)
})

describe('an id in a path', () => {
  test.each([
    ['longer than any id', 'a'.repeat(201), 414],
    ['that fills the URL', 'a'.repeat(12_000), 414],
    ['as long as an id may be', 'a'.repeat(200), 404],
    ['as long as an id may be, in Japanese', 'あ'.repeat(200), 404],
  ])('%s', async (_name, id, status) => {
    const { statusCode } = await service.get(`/clients/${encodeURIComponent(id)}`)
    expect(statusCode).toBe(status)
  })

  test('is looked at after the key', async () => {
    const locked = await startService({ screener: fakeScreener(), config: { hasKeys: true } })
    expect((await locked.get(`/clients/${'a'.repeat(2_000)}`)).statusCode).toBe(401)
  })
})

test.each(['a\u0000', '\u001f', '\u007f', 'a\u0085', '\ud800', 'a\udc00b'])(
  'a client id that cannot be printed is refused: %j',
  async id => {
    expect((await service.post('/screen', { text: 'ok', client: { id } })).statusCode).toBe(400)
  },
)

test.each(['c-1', '依頼者', '👍', '\u00a0'])('a client id may hold %j', async id => {
  expect((await service.post('/screen', { text: 'ok', client: { id } })).statusCode).toBe(200)
})
