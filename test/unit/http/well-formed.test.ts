import { expect, test } from 'vitest'
import { problem } from '../../../src/http/schemas/problem.js'
import { head, rawConnection } from '../../support/raw.js'
import { fakeScreener } from '../../support/screener.js'
import { startService } from '../../support/service.js'

const service = await startService({ screener: fakeScreener() })
const url = await service.app.listen({ port: 0 })
const fields = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`X-Field-${at}`, 'x']))

test.each([
  ['without a Host', 'GET /healthz HTTP/1.1\r\n\r\n', 400, 'malformed_request'],
  ['without a Host, to no path', 'GET /nothing HTTP/1.1\r\n\r\n', 400, 'malformed_request'],
  ['without a version', 'GET /healthz\r\n\r\n', 400, 'malformed_request'],
  ['of version 0.9', 'GET /healthz HTTP/0.9\r\n\r\n', 400, 'malformed_request'],
  ['of version 2.0', 'GET /healthz HTTP/2.0\r\nHost: localhost\r\n\r\n', 400, 'malformed_request'],
  ['with 101 header fields', head('GET /healthz', fields(100)), 431, 'headers_too_large'],
  ['with a thousand', head('GET /healthz', fields(1_000)), 431, 'headers_too_large'],
  ['with a large one', head('GET /healthz', { 'X-Large': 'x'.repeat(20_000) }), 431, 'headers_too_large'],
  [
    'with two lengths',
    head('POST /screen', { 'Content-Length': '1\r\nContent-Length: 2' }),
    400,
    'malformed_request',
  ],
])(
  'a request %s is answered with a problem, and the connection closed',
  async (_name, request, status, code) => {
    const [answerHead = '', body = ''] = (await rawConnection(url, request).closed).split('\r\n\r\n')
    expect(answerHead).toMatch(new RegExp(`^HTTP/1.1 ${status} [\\s\\S]*application/problem\\+json`, 'i'))
    expect(problem.parse(JSON.parse(body))).toMatchObject({ status, type: `urn:sekisho:problem:${code}` })
  },
)

test.each([
  ['HTTP/1.0 without a Host', 'GET /healthz HTTP/1.0\r\n\r\n'],
  ['a hundred header fields', head('GET /healthz', { ...fields(98), Connection: 'close' })],
])('%s is answered', async (_name, request) => {
  expect(await rawConnection(url, request).closed).toMatch(/^HTTP\/1.1 200 /)
})
