import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import { fakeScreener } from '../../support/screener.js'
import { startService } from '../../support/service.js'

const service = await startService({ screener: fakeScreener() })

describe('what no library would send', async () => {
  const url = new URL(await service.app.listen({ port: 0 }))

  /** Sends bytes as they are and reads until the other side closes, or a second has passed. */
  async function raw(bytes: string | Buffer): Promise<string> {
    const socket = connect(Number(url.port), url.hostname)
    let reply = ''
    socket.on('data', chunk => (reply += chunk))
    socket.on('error', () => undefined)
    socket.write(bytes)
    await Promise.race([once(socket, 'close'), new Promise(resolve => setTimeout(resolve, 1_000))])
    socket.destroy()
    return reply
  }
  const body = '{"text":"a"}'
  const head = `POST /screen HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n`

  test.each([
    ['two lengths', `${head}Content-Length: 12\r\nContent-Length: 5\r\n\r\n${body}`],
    ['a length and chunks', `${head}Content-Length: 12\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
    ['a coding that is none', `${head}Transfer-Encoding: xchunked\r\n\r\n${body}`],
    ['a chunk of no number', `${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n${body}\r\n0\r\n\r\n`],
    ['a bare line feed', `${head.replaceAll('\r\n', '\n')}Content-Length: 12\n\n${body}`],
    ['a space before the colon', `${head}Content-Length : 12\r\n\r\n${body}`],
    ['a header without end', `GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: ${'a'.repeat(40_000)}\r\n\r\n`],
    ['no HTTP', '\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03'],
  ])('%s: refused, and the connection is closed', async (_name, bytes) => {
    const reply = await raw(bytes)
    const statuses = [...reply.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(match => Number(match[1]))
    // Never two answers to one request, and never a judgement.
    expect(statuses.length).toBeLessThanOrEqual(1)
    expect(statuses.every(status => status >= 400 && status < 500)).toBe(true)
    expect(reply).not.toContain('"verdict"')
  })

  test('invalid UTF-8 in a body is refused', async () => {
    const bytes = Buffer.concat([
      Buffer.from('{"text":"'),
      Buffer.from([0xff, 0xfe, 0xe3, 0x81]),
      Buffer.from('"}'),
    ])
    const reply = await raw(
      Buffer.concat([
        Buffer.from(`${head}Connection: close\r\nContent-Length: ${bytes.length}\r\n\r\n`),
        bytes,
      ]),
    )
    expect(reply).toMatch(/^HTTP\/1\.1 400 /)
  })

  test.each([
    '/docs/static/../../package.json',
    '/docs/static/%2e%2e/%2e%2e/package.json',
    '/docs/static/..%5c..%5cpackage.json',
    '//etc/passwd',
    '/console/../../package.json',
  ])('files outside are not served: %s', async path => {
    const reply = await raw(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)
    expect(reply).toMatch(/^HTTP\/1\.1 (400|403|404) /)
    expect(reply).not.toContain('"dependencies"')
  })

  test('NDJSON without an end of line is not gathered in memory', async () => {
    const before = process.memoryUsage().arrayBuffers
    const socket = connect(Number(url.port), url.hostname)
    socket.on('error', () => undefined)
    let reply = ''
    socket.on('data', chunk => (reply += chunk))
    socket.write(
      'POST /screen/stream HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n',
    )
    const chunk = 'a'.repeat(1 << 20)
    for (let i = 0; i < 300; i++) {
      if (!socket.write(`${chunk.length.toString(16)}\r\n${chunk}\r\n`)) await once(socket, 'drain')
    }
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(150 << 20)
    socket.write('0\r\n\r\n')
    for (
      const end = performance.now() + 5_000;
      !reply.includes('payload_too_large') && performance.now() < end;
    )
      await new Promise(resolve => setTimeout(resolve, 20))
    expect(reply).toContain('payload_too_large')
    socket.destroy()
  })
})
