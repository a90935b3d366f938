import { describe, expect, test } from 'vitest'
import { batchResponse, screenResponse } from '../../../src/http/schemas/judgements.js'
import { problem } from '../../../src/http/schemas/problem.js'
import { fixtureScreener } from '../../support/fixture-dictionary.js'
import { startService } from '../../support/service.js'

const service = await startService({ screener: fixtureScreener })

describe('POST /screen answers in the documented shape, with nothing more and nothing less', () => {
  test('a message that has to be blocked', async () => {
    const text = '詳細はLINEでお話しします。ID: abc123 を追加してください'
    const reply = await service.post('/screen', { text, messageId: 'shape-1' })
    expect(reply.statusCode).toBe(200)
    const body = screenResponse.parse(reply.json())
    expect(body).toMatchObject({ messageId: 'shape-1', verdict: 'block', flagged: true })
    expect(body.id).toMatch(/^scr_[0-9A-Z]{26}$/)
    expect(body.flags[0]).toMatchObject({ category: 'off_platform_contact', severity: 'violation' })
    expect(body.flags[0]?.evidence.length).toBeGreaterThan(0)
    expect(body.flags[0]?.advice.length).toBeGreaterThan(0)
    expect(Object.keys(body.scores).sort()).toEqual(fixtureScreener.categories.map(({ id }) => id).sort())
    expect(body.ruleset).toEqual(fixtureScreener.ruleset)
    expect(body).not.toHaveProperty('explanation')
  })

  test('one thing said a thousand times is answered and kept as a few stretches and a count', async () => {
    const text = 'LINEのIDを教えて。'.repeat(800)
    const reply = await service.post('/screen', { text })
    const { id, flags } = screenResponse.parse(reply.json())
    expect(flags[0]?.evidence).toHaveLength(8)
    expect(flags[0]?.moreEvidence).toBe(792)
    expect(reply.body.length).toBeLessThan(10_000)
    expect((await service.get(`/screenings/${id}`)).json().flags).toEqual(flags)
  })

  test('a message that may pass', async () => {
    const reply = await service.post('/screen', { text: 'ご納品ありがとうございました。' })
    expect(screenResponse.parse(reply.json())).toMatchObject({
      verdict: 'allow',
      flagged: false,
      flags: [],
      messageId: null,
    })
  })

  test('an explained one', async () => {
    const reply = await service.post('/screen', { text: 'ＬＩＮＥで話しましょう', explain: true })
    expect(screenResponse.parse(reply.json()).explanation?.normalised).toContain('LINE'.toLowerCase())
  })

  test.each([
    ['a lone high surrogate', '{"text":"LINE\\ud83dを教えて"}', 'LINE\ud83dを教えて'],
    ['a lone low surrogate first', '{"text":"\\udc4dLINEを教えて"}', '\udc4dLINEを教えて'],
    ['NUL', '{"text":"LINE\\u0000を教えてください"}', 'LINE\u0000を教えてください'],
    ['emoji', JSON.stringify({ text: '👍👍LINEを教えてください' }), '👍👍LINEを教えてください'],
    [
      'combining marks and zero width',
      JSON.stringify({ text: 'L\u200bI\u0336NEを教えてください' }),
      'L\u200bI\u0336NEを教えてください',
    ],
  ])('any Unicode, with offsets into what was sent: %s', async (_name, payload, text) => {
    const reply = await service.post('/screen', payload)
    expect(reply.statusCode).toBe(200)
    const { flags, id, flagged } = screenResponse.parse(reply.json())
    const evidence = flags.flatMap(flag => flag.evidence)
    expect(evidence.map(one => one.text)).toEqual(evidence.map(one => text.slice(one.start, one.end)))
    expect(flagged).toBe(true)
    expect((await service.get(`/screenings/${id}`)).json()).toMatchObject({ text, flags })
  })
})

const message = { text: 'よろしくお願いします' }
const badFields: readonly (readonly [pointer: string, fields: object])[] = [
  ['/text', { text: undefined }],
  ['/text', { text: '' }],
  ['/text', { text: 'あ'.repeat(10_001) }],
  ['/text', { text: 3 }],
  ['/text', { text: null }],
  ['/text', { text: ['a'] }],
  ['/messageId', { messageId: '' }],
  ['/messageId', { messageId: 'a'.repeat(201) }],
  ['/messageId', { messageId: 'a\u0000b' }],
  ['/messageId', { messageId: 'a\nb' }],
  ['/messageId', { messageId: 'a\ud83d' }],
  ['/messageId', { messageId: 7 }],
  ['/stage', { stage: 'signed' }],
  ['/stage', { stage: null }],
  ['/kind', { kind: 'mail' }],
  ['/outsideContactApproved', { outsideContactApproved: 'true' }],
  ['/dryRun', { dryRun: 1 }],
  ['/explain', { explain: 'yes' }],
  ['/client', { client: 'c-1' }],
  ['/client', { client: [] }],
  ['/client/id', { client: { id: '' } }],
  ['/client/identityVerified', { client: { identityVerified: 'no' } }],
  ['/client/completedOrders', { client: { completedOrders: -1 } }],
  ['/client/completedOrders', { client: { completedOrders: 1.5 } }],
  ['/client/rating', { client: { rating: 5.1 } }],
  ['/client/rating', { client: { rating: -0.1 } }],
  ['/client/rating', { client: { rating: '4' } }],
  ['/client/profileComplete', { client: { profileComplete: 0 } }],
  ['/client/accountAgeDays', { client: { accountAgeDays: -1 } }],
  ['/client/ratings', { client: { ratings: 5 } }],
  ['/client/a~1b~0c', { client: { 'a/b~c': 5 } }],
  ['/history', { history: 'earlier' }],
  ['/history', { history: Array.from({ length: 21 }, () => ({ from: 'client', text: 'a' })) }],
  ['/history/0/from', { history: [{ from: 'admin', text: 'a' }] }],
  [
    '/history/1/text',
    {
      history: [
        { from: 'client', text: 'a' },
        { from: 'worker', text: 'a'.repeat(10_001) },
      ],
    },
  ],
  ['/history/0/text', { history: [{ from: 'client' }] }],
  ['/history/0/at', { history: [{ from: 'client', text: 'a', at: 1 }] }],
  ['/stge', { stge: 'contracted' }],
  ['/toString', { toString: 'x' }],
]

describe('a field that does not fit is pointed at', () => {
  test.each(badFields)('%s in %o', async (pointer, fields) => {
    const reply = await service.post('/screen', { ...message, ...fields })
    expect(reply.statusCode).toBe(400)
    const { errors, ...rest } = problem.parse(reply.json())
    expect(errors?.map(error => error.pointer)).toEqual([pointer])
    expect(rest.type).toBe('urn:sekisho:problem:validation_failed')
  })

  test.each([['null'], ['[]'], ['"text"'], ['3']])('the body %s', async payload => {
    const reply = await service.post('/screen', payload)
    expect(reply.statusCode).toBe(400)
    expect(problem.parse(reply.json()).errors?.map(error => error.pointer)).toEqual([''])
  })

  test('all of them at once', async () => {
    const reply = await service.post('/screen', { text: '', stge: 1, client: { rating: 9 } })
    const pointers = problem.parse(reply.json()).errors?.map(error => error.pointer)
    expect(pointers?.sort()).toEqual(['/client/rating', '/stge', '/text'])
  })

  test('at the limits it fits', async () => {
    const fitting = {
      text: 'あ'.repeat(10_000),
      messageId: 'm'.repeat(200),
      client: { id: '依頼者 1', completedOrders: 0, rating: 5, accountAgeDays: 0 },
      history: Array.from({ length: 20 }, () => ({ from: 'client', text: '' })),
    }
    expect((await service.post('/screen', fitting)).statusCode).toBe(200)
  })
})

describe('POST /screen/batch', () => {
  test('answers in order, with a problem in the place of what does not fit', async () => {
    const messages = [
      { text: 'LINEを教えてください', messageId: 'batch-1' },
      { text: '' },
      { text: 'ありがとうございます' },
      'text',
      { text: 'x', stge: 'contracted' },
      { text: '別の本文', messageId: 'batch-1' },
    ]
    const reply = await service.post('/screen/batch', { messages })
    expect(reply.statusCode).toBe(200)
    const { results } = batchResponse.parse(reply.json())
    expect(results.map(result => ('verdict' in result ? result.flagged : result.status))).toEqual([
      true,
      400,
      false,
      400,
      400,
      409,
    ])
    expect(results[4]).toMatchObject({ errors: [{ pointer: '/stge' }] })
  })

  test('answers as POST /screen does', async () => {
    const text = '教材を購入していただきます'
    const single = (await service.post('/screen', { text, dryRun: true })).json()
    const { results } = (await service.post('/screen/batch', { messages: [{ text, dryRun: true }] })).json()
    expect(results).toEqual([{ ...single, id: results[0].id }])
  })

  test.each([
    ['none', 0, 200],
    ['a thousand', 1_000, 200],
    ['a thousand and one', 1_001, 400],
  ])('%s messages', async (_name, length, status) => {
    const reply = await service.post('/screen/batch', { messages: Array.from({ length }, () => message) })
    expect(reply.statusCode).toBe(status)
    if (status === 200) expect(reply.json().results).toHaveLength(length)
  })

  test.each([
    ['/messages', {}],
    ['/messages', { messages: 'a' }],
    ['/message', { messages: [], message: 'a' }],
  ])('%s of %o does not fit', async (pointer, payload) => {
    const reply = await service.post('/screen/batch', payload)
    expect(reply.statusCode).toBe(400)
    expect(problem.parse(reply.json()).errors?.map(error => error.pointer)).toEqual([pointer])
  })
})
