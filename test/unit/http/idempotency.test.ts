import { describe, expect, test } from 'vitest'
import { batchResponse, screenResponse } from '../../../src/http/schemas/judgements.js'
import { problem } from '../../../src/http/schemas/problem.js'
import { fakeScreener } from '../../support/screener.js'
import { startService } from '../../support/service.js'

const service = await startService({
  screener: fakeScreener(),
  config: { corsOrigins: ['https://platform.example'] },
})
const send = (url: string, payload: object, key?: string) =>
  service.inject({
    method: 'POST',
    url,
    payload,
    headers: key === undefined ? {} : { 'idempotency-key': key },
  })

describe('Idempotency-Key', () => {
  test.each([
    [
      'in quotation marks',
      '"8e03978e-40d5-43e9-bc93-6894a57f9324"',
      '"8e03978e-40d5-43e9-bc93-6894a57f9324"',
    ],
    ['bare', 'key-1', 'key-1'],
    ['either way', '"key-2"', 'key-2'],
    ['with escapes', '"a \\"b\\" \\\\c"', '"a \\"b\\" \\\\c"'],
    ['of the longest', 'a'.repeat(200), `"${'a'.repeat(200)}"`],
  ])('%s: the same request gets the first answer, and is told so', async (_how, first, second) => {
    const one = await send('/screen', { text: 'LINE' }, first)
    const two = await send('/screen', { text: 'LINE' }, second)
    expect(one.headers).not.toHaveProperty('idempotent-replayed')
    expect(two.headers['idempotent-replayed']).toBe('true')
    const answer = screenResponse.parse(one.json())
    expect(answer).toMatchObject({ replayed: false, messageId: null })
    expect(screenResponse.parse(two.json())).toEqual({ ...answer, replayed: true })
  })

  test.each([
    ['empty', ''],
    ['only a space', ' '],
    ['not closed', '"abc'],
    ['nothing in the marks', '""'],
    ['a space without marks', 'a b'],
    ['too long', 'a'.repeat(203)],
    ['too long in the marks', `"${'a'.repeat(201)}"`],
    ['another escape', '"a\\n"'],
    ['Latin-1', 'caf\u00e9'],
  ])('%s is refused, with what was expected', async (_how, key) => {
    for (const [url, payload] of [
      ['/screen', { text: 'LINE' }],
      ['/screen/batch', { messages: [] }],
    ] as const) {
      const reply = await send(url, payload, key)
      expect(reply.statusCode).toBe(400)
      expect(problem.parse(reply.json())).toMatchObject({
        type: 'urn:sekisho:problem:validation_failed',
        errors: [{ pointer: '/idempotency-key', detail: expect.stringContaining('printable ASCII') }],
      })
    }
  })

  test('with another message is 409, with every field that differs', async () => {
    const message = { text: 'LINE', client: { id: 'c' } }
    await send('/screen', message, 'differs')
    const reply = await send(
      '/screen',
      { ...message, text: 'ok', stage: 'contracted', messageId: 'm' },
      'differs',
    )
    expect(reply.statusCode).toBe(409)
    expect(problem.parse(reply.json())).toMatchObject({
      type: 'urn:sekisho:problem:message_conflict',
      detail: 'This Idempotency-Key was sent before with another text, messageId, stage.',
      errors: [{ pointer: '/text' }, { pointer: '/messageId' }, { pointer: '/stage' }],
    })
  })

  test('of a batch tells its places apart', async () => {
    const one = { text: 'LINE' }
    const batch = { messages: [one, one, { text: '' }, { text: 'ok', messageId: 'b' }] }
    const first = batchResponse.parse((await send('/screen/batch', batch, 'batch')).json()).results
    const again = batchResponse.parse((await send('/screen/batch', batch, 'batch')).json()).results
    const idsOf = (results: readonly object[]) => results.map(result => 'id' in result && result.id)
    expect(idsOf(again)).toEqual(idsOf(first))
    expect(new Set(idsOf(first)).size).toBe(4)
    const replays = again.map(result => 'replayed' in result && result.replayed)
    expect(replays).toEqual([true, true, false, true])
    const moved = await send('/screen/batch', { messages: [one, { text: 'other' }] }, 'batch')
    expect(batchResponse.parse(moved.json()).results).toMatchObject([
      { replayed: true },
      { status: 409, errors: [{ pointer: '/text' }] },
    ])
  })

  test('is no key of a single request', async () => {
    await send('/screen/batch', { messages: [{ text: 'LINE' }] }, 'one')
    expect((await send('/screen', { text: 'ok' }, 'one')).json()).toMatchObject({ replayed: false })
  })

  test('may be sent and read by pages of other origins', async () => {
    const headers = { origin: 'https://platform.example', 'access-control-request-method': 'POST' }
    const preflight = await service.inject({ method: 'OPTIONS', url: '/screen', headers })
    expect(preflight.headers['access-control-allow-headers']).toContain('idempotency-key')
  })
})

test('a message id that comes again says so too', async () => {
  const message = { text: 'ok', messageId: 'again' }
  await send('/screen', message)
  const reply = await send('/screen', message)
  expect(reply.headers['idempotent-replayed']).toBe('true')
  expect(screenResponse.parse(reply.json()).replayed).toBe(true)
})
