import { describe, expect, test } from 'vitest'
import { linesOf } from '../../../src/http/ndjson.js'
import { SCREEN_BODY_LIMIT } from '../../../src/http/plugins/limits.js'
import { fakeScreener } from '../../support/screener.js'
import { startService } from '../../support/service.js'

const service = await startService({ screener: fakeScreener() })
const url = await service.app.listen({ port: 0 })

async function stream(body: string | ReadableStream<Uint8Array>, contentType = 'application/x-ndjson') {
  const reply = await fetch(`${url}/screen/stream`, {
    method: 'POST',
    headers: { 'content-type': contentType },
    body,
    duplex: 'half',
  })
  return reply
}
const results = async (reply: Response) =>
  (await reply.text())
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line))

describe('POST /screen/stream', () => {
  test('answers every line in its place, and refuses only what does not fit', async () => {
    const lines = [
      '{"text":"LINE","messageId":"s-1"}',
      'no json',
      '',
      '{"text":""}',
      '{"text":"ok"}\r',
      '{"text":"LINE","messageId":"s-1"}',
      '{"text":"other","messageId":"s-1"}',
      '{"text":"教材"}',
    ]
    const reply = await stream(lines.join('\n'))
    expect(reply.status).toBe(200)
    expect(reply.headers.get('content-type')).toBe('application/x-ndjson')
    const all = await results(reply)
    expect(all.map(({ verdict, type }) => verdict ?? type.split(':').at(-1))).toEqual([
      'block',
      'malformed_json',
      'validation_failed',
      'allow',
      'block',
      'message_conflict',
      'review',
    ])
    expect(all[0].id).toBe(all[4].id)
    expect((await service.store.screenings.list('default', {}, { limit: 9 })).items).toHaveLength(2)
  })

  test('others get their turn while it goes on, however fast it comes', async () => {
    let turn = 0
    let going = true
    const count = (): void => {
      turn++
      if (going) setImmediate(count)
    }
    const fake = fakeScreener()
    const turns = new Set<number>()
    const counted = await startService({
      screener: {
        ...fake,
        screen: input => {
          turns.add(turn)
          return fake.screen(input)
        },
      },
    })
    count()
    const payload = '{"text":"ok","dryRun":true}\n'.repeat(640)
    const { body } = await counted.app.inject({
      method: 'POST',
      url: '/screen/stream',
      headers: { 'content-type': 'application/x-ndjson' },
      payload,
    })
    going = false
    expect(body.split('\n')).toHaveLength(641)
    expect(turns.size).toBeGreaterThanOrEqual(10)
  })

  test('a line without end is dropped as it comes; the next one is read', async () => {
    const piece = new Uint8Array(1024 * 1024).fill(0x61)
    let pieces = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (pieces++ < SCREEN_BODY_LIMIT / piece.length + 2) controller.enqueue(piece)
        else {
          controller.enqueue(new TextEncoder().encode('\n{"text":"LINE"}'))
          controller.close()
        }
      },
    })
    const all = await results(await stream(endless))
    expect(all.map(({ verdict, type }) => verdict ?? type)).toEqual([
      'urn:sekisho:problem:payload_too_large',
      'block',
    ])
  })

  test('it answers while it is still being sent', async () => {
    let send: (text: string) => void = () => undefined
    let close: () => void = () => undefined
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        send = text => controller.enqueue(new TextEncoder().encode(text))
        close = () => controller.close()
      },
    })
    send('{"text":"LINE"}\n')
    const reply = await stream(body)
    const reader = reply.body?.getReader()
    const first = new TextDecoder().decode((await reader?.read())?.value)
    expect(JSON.parse(first).verdict).toBe('block')
    send('{"text":"ok"}\n')
    const second = new TextDecoder().decode((await reader?.read())?.value)
    expect(JSON.parse(second).verdict).toBe('allow')
    close()
    expect((await reader?.read())?.done).toBe(true)
  })

  test('many lines, cut anywhere, in order', async () => {
    const texts = Array.from({ length: 3_000 }, (_, at) => `👍 ok ${at}`)
    const bytes = new TextEncoder().encode(
      texts.map(text => `${JSON.stringify({ text, messageId: text })}\n`).join(''),
    )
    let at = 0
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (at >= bytes.length) return controller.close()
        controller.enqueue(bytes.subarray(at, at + 777))
        at += 777
      },
    })
    const all = await results(await stream(body))
    expect(all.map(({ messageId }) => messageId)).toEqual(texts)
  })

  test('whoever goes away in the middle leaves the service well', async () => {
    const gone = new AbortController()
    const body = new ReadableStream<Uint8Array>({
      start: controller => controller.enqueue(new TextEncoder().encode('{"text":"ok"}\n{"te')),
    })
    const call = fetch(`${url}/screen/stream`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body,
      signal: gone.signal,
      duplex: 'half',
    })
    await call
    gone.abort()
    await new Promise(resolve => setTimeout(resolve, 50))
    expect((await service.get('/healthz')).statusCode).toBe(200)
  })

  test.each(['application/json', 'text/csv'])('of %s it is a 415', async contentType => {
    expect((await stream('{"text":"ok"}', contentType)).status).toBe(415)
  })
})

describe('lines', () => {
  const bytes = (...chunks: string[]) =>
    (async function* () {
      for (const chunk of chunks) yield new TextEncoder().encode(chunk)
    })()
  const all = async (groups: AsyncIterable<(Uint8Array | undefined)[]>) => {
    const seen: (string | undefined)[][] = []
    for await (const group of groups) seen.push(group.map(line => line && new TextDecoder().decode(line)))
    return seen
  }

  test.each([
    [['a\nb'], ['a', 'b']],
    [
      ['a', 'b\n', '\n', 'c\n'],
      ['ab', 'c'],
    ],
    [['', '\n'], []],
    [
      ['123456\n7', '89012\nok\n'],
      [undefined, undefined, 'ok'],
    ],
    [['12345\n12345'], ['12345', '12345']],
    [['12345', '6'], [undefined]],
  ])('%j', async (chunks, expected) => {
    const groups = await all(linesOf(bytes(...chunks), { longest: 5, most: 64 }))
    expect(groups.flat()).toEqual(expected)
  })

  test('come together as far as they are there', async () => {
    const groups = await all(linesOf(bytes('1\n2\n3\n4', '4\n5\n6\n7\n8\n9\n'), { longest: 5, most: 4 }))
    expect(groups).toEqual([
      ['1', '2', '3'],
      ['44', '5', '6', '7'],
      ['8', '9'],
    ])
  })
})
