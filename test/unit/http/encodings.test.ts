import { describe, expect, test } from 'vitest'
import { fakeScreener } from '../../support/screener.js'
import { startService } from '../../support/service.js'

const service = await startService({ screener: fakeScreener() })
const send = (url: string, payload: Buffer | string, headers: Readonly<Record<string, string>> = {}) =>
  service.inject({
    method: 'POST',
    url,
    payload,
    headers: {
      'content-type': url === '/screen/stream' ? 'application/x-ndjson' : 'application/json',
      ...headers,
    },
  })

/** 「口座」 in other encodings, as one would find it in `text`. */
const foreign = {
  Shift_JIS: Buffer.from([0x8c, 0xfb, 0x8d, 0xc0]),
  'EUC-JP': Buffer.from([0xb8, 0xfd, 0xba, 0xc2]),
  'a lone byte': Buffer.from([0x61, 0xff, 0x62]),
  'a surrogate in three bytes': Buffer.from([0xed, 0xa0, 0x80]),
  'an overlong quote': Buffer.from([0xc0, 0xa2]),
}
const around = (before: string, bytes: Buffer, after: string) =>
  Buffer.concat([Buffer.from(before), bytes, Buffer.from(after)])

describe.each(Object.entries(foreign))('bytes that are not UTF-8: %s', (_name, bytes) => {
  test.each([
    ['/screen', '{"text":"', '"}'],
    ['/screen/batch', '{"messages":[{"text":"', '"}]}'],
    ['/reports', '{"messageId":"m","text":"', '"}'],
  ])('are refused by %s', async (url, before, after) => {
    const reply = await send(url, around(before, bytes, after))
    expect(reply.statusCode).toBe(400)
    expect(reply.json()).toMatchObject({ type: 'urn:sekisho:problem:malformed_json' })
    expect(reply.json().detail).toContain('UTF-8')
  })

  test('are refused in their line of a stream, which goes on', async () => {
    const reply = await send(
      '/screen/stream',
      around('{"text":"ok"}\n{"text":"', bytes, '"}\n{"text":"LINE"}\n'),
    )
    const lines = reply.body
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(lines.map(({ verdict, type }) => verdict ?? type)).toEqual([
      'allow',
      'urn:sekisho:problem:malformed_json',
      'block',
    ])
    expect(lines[1].detail).toMatch(/line.*UTF-8/)
  })
})

describe('a declared charset', () => {
  test.each([
    ['charset=utf-8', 200],
    ['charset=UTF-8', 200],
    ['charset="utf-8"', 200],
    ['charset=utf8', 200],
    ['charset=shift_jis', 415],
    ['charset=EUC-JP', 415],
    ['charset="iso-2022-jp"', 415],
    ['CHARSET = windows-31j', 415],
    ['charset=utf-16', 415],
    ['charset=utf-8; charset=shift_jis', 415],
    ['charset=', 415],
  ])('%s: %i', async (parameter, status) => {
    for (const [url, type, payload] of [
      ['/screen', 'application/json', '{"text":"ok"}'],
      ['/screen/batch', 'application/json', '{"messages":[]}'],
      ['/screen/stream', 'application/x-ndjson', '{"text":"ok"}'],
    ] as const) {
      const reply = await send(url, payload, { 'content-type': `${type}; ${parameter}` })
      expect([url, reply.statusCode]).toEqual([url, status])
      if (status === 415) expect(reply.json().detail).toContain('UTF-8')
    }
  })

  test('matters less than a missing key', async () => {
    const locked = await startService({ screener: fakeScreener(), config: { hasKeys: true } })
    const reply = await locked.inject({
      method: 'POST',
      url: '/screen',
      payload: '{}',
      headers: { 'content-type': 'application/json; charset=shift_jis' },
    })
    expect(reply.statusCode).toBe(401)
  })
})

test.each(['gzip', 'br', 'utf-16'])('a body in %s is not read', async coding => {
  const reply = await send('/screen', '{"text":"ok"}', { 'content-encoding': coding })
  expect(reply.statusCode).toBe(415)
})

test('a byte order mark is skipped, in a body and before a line', async () => {
  expect((await send('/screen', '\ufeff{"text":"LINE"}')).json()).toMatchObject({ verdict: 'block' })
  const { body } = await send('/screen/stream', '\ufeff{"text":"LINE"}\n')
  expect(JSON.parse(body)).toMatchObject({ verdict: 'block' })
})

test('half of a surrogate pair, escaped, is judged as before', async () => {
  expect((await send('/screen', '{"text":"LINE \\ud800"}')).json()).toMatchObject({ verdict: 'block' })
})

describe('a key that stands twice', () => {
  test.each([
    ['/screen', '{"text":"LINE","text":"ok"}', '/text'],
    ['/screen', '{"text":"ok","client":{"id":"a","rating":1,"id":"b"}}', '/client/id'],
    ['/screen', '{"text":"ok","history":[{"from":"client","text":"a","text":"b"}]}', '/history/0/text'],
    ['/screen', '{"text":"LINE","te\\u0078t":"ok"}', '/text'],
    ['/screen', '{"text":"ok","a/b~":1,"a/b~":1}', '/a~1b~0'],
    ['/screen/batch', '{"messages":[{"text":"ok"},{"text":"LINE","text":"ok"}]}', '/messages/1/text'],
    ['/reports', '{"messageId":"m","text":"a","text":"b"}', '/text'],
  ])('is refused by %s: %s', async (url, payload, pointer) => {
    const reply = await send(url, payload)
    expect(reply.statusCode).toBe(400)
    expect(reply.json()).toMatchObject({
      type: 'urn:sekisho:problem:validation_failed',
      errors: [{ pointer }],
    })
  })

  test('is refused in its line of a stream', async () => {
    const { body } = await send('/screen/stream', '{"text":"LINE","text":"ok"}\n{"text":"ok"}\n')
    const [first, second] = body
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(first).toMatchObject({ status: 400, errors: [{ pointer: '/text' }] })
    expect(second).toMatchObject({ verdict: 'allow' })
  })
})

test.each(['{"text":"a","__proto__":{}}', '{"text":"a","constructor":{"prototype":{}}}'])(
  'a line of a stream that reaches for a prototype is refused: %s',
  async line => {
    expect(JSON.parse((await send('/screen/stream', line)).body)).toMatchObject({
      type: 'urn:sekisho:problem:malformed_json',
    })
  },
)
