import { describe, expect, test } from 'vitest'
import { posting } from '../../../src/contract/posting.js'
import { draftCounts, draftResponse } from '../../../src/http/schemas/drafts.js'
import { fixtureRuleset, screenerOf } from '../../support/fixture-dictionary.js'
import { fakeScreener } from '../../support/screener.js'
import { startService } from '../../support/service.js'

describe('a draft', async () => {
  const service = await startService({ screener: fakeScreener() })
  const ask = (payload: object, headers: Readonly<Record<string, string>> = {}) =>
    service.inject({ method: 'POST', url: '/screen/draft', payload, headers })

  test('gets a hint for each stretch, and no score', async () => {
    const reply = await ask({ text: 'LINEと教材' })
    expect(reply.statusCode).toBe(200)
    const answer = draftResponse.parse(reply.json())
    expect(answer).toEqual({
      ok: false,
      hints: [
        {
          category: 'off_platform_contact',
          start: 0,
          end: 4,
          text: 'LINE',
          message: '言い換えられます。',
          suggestion: 'サイトで',
        },
        expect.objectContaining({ category: 'material_purchase', start: 5, end: 7, text: '教材' }),
      ],
    })
    expect(reply.body).not.toMatch(/confidence|score|verdict|threshold|0\.\d/)
  })

  test('that needs no change is told so', async () => {
    expect((await ask({ text: 'こんにちは' })).json()).toEqual({ ok: true, hints: [] })
  })

  test.each([
    [undefined, 'ja', '言い換えられます。'],
    ['en', 'en', 'This may be put otherwise.'],
  ])('is answered in the language that is asked for: %s', async (accepted, language, message) => {
    const reply = await ask({ text: 'LINE' }, accepted ? { 'accept-language': accepted } : {})
    expect(reply.headers).toMatchObject({ 'content-language': language })
    expect(reply.headers.vary).toMatch(/accept-language/i)
    expect(reply.json().hints[0].message).toBe(message)
  })

  test.each([
    [{}, '/text'],
    [{ text: '' }, '/text'],
    [{ text: 'x'.repeat(10_001) }, '/text'],
    [{ text: 'x', draftId: '' }, '/draftId'],
    [{ text: 'x', messageId: 'm' }, '/messageId'],
    [{ text: 'x', explain: true }, '/explain'],
    [{ text: 'x', client: { id: 'c', name: '山田' } }, '/client/name'],
  ])('%j is refused', async (payload, pointer) => {
    const reply = await ask(payload)
    expect(reply.statusCode).toBe(400)
    expect(reply.json().errors).toEqual([expect.objectContaining({ pointer })])
  })

  test('leaves counts, and nothing else: no case, no receipt, no word in the log', async () => {
    const text = 'LINEで秘密の相談'
    await ask({ text, draftId: 'secret-draft', client: { id: 'secret-client' } })
    expect((await service.get('/screenings')).json().items).toEqual([])
    expect((await service.get('/stats')).json().volumes).toEqual({ allow: 0, warn: 0, review: 0, block: 0 })
    expect(JSON.stringify(service.log())).not.toMatch(/秘密|secret/)
  })
})

describe('what becomes of drafts', async () => {
  const service = await startService({ screener: fakeScreener() })
  const counts = async () => draftCounts.parse((await service.get('/stats/drafts')).json())

  test('is counted from the first look to the message', async () => {
    const draft = (draftId: string, text: string) => service.post('/screen/draft', { text, draftId })
    for (const id of ['kept', 'changed', 'dry', 'twice']) await draft(id, 'LINE')
    await draft('fine', 'こんにちは')
    await draft('changed', 'サイトで')
    for (const message of [
      { draftId: 'kept', text: 'LINE' },
      { draftId: 'changed', text: 'サイトで' },
      { draftId: 'dry', text: 'LINE', dryRun: true },
      { draftId: 'fine', text: 'こんにちは' },
      { draftId: 'never seen', text: 'LINE' },
    ])
      expect((await service.post('/screen', message)).statusCode).toBe(200)
    const twice = { draftId: 'twice', text: 'LINE', messageId: 'm' }
    const { results } = (await service.post('/screen/batch', { messages: [twice, twice] })).json()
    expect(results).toHaveLength(2)
    expect(await counts()).toMatchObject({ drafts: 5, hinted: 4, revised: 1, sentAnyway: 2 })
  })

  test('a text whose answer is known counts nothing', async () => {
    const before = await counts()
    const reply = await service.post('/screen/draft', { text: 'SEKISHO-KNOWN-ANSWER-BLOCK-6H1RC8' })
    expect(reply.statusCode).toBe(200)
    expect(await counts()).toMatchObject({ drafts: before.drafts + 1 })
  })

  test('is asked for a time that is one', async () => {
    const reply = await service.get('/stats/drafts?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z')
    expect([reply.statusCode, reply.json().errors[0].pointer]).toEqual([400, '/from'])
    const past = await service.get('/stats/drafts?from=2020-01-01T00:00:00Z&to=2020-02-01T00:00:00Z')
    expect(past.json()).toEqual({
      from: '2020-01-01T00:00:00.000Z',
      to: '2020-02-01T00:00:00.000Z',
      drafts: 0,
      hinted: 0,
      revised: 0,
      sentAnyway: 0,
    })
  })
})

describe('the store does not count', async () => {
  const failing = async () => {
    throw new Error('full')
  }
  async function startWith(onStoreFailure: 'refuse' | 'answer') {
    const service = await startService({ screener: fakeScreener(), config: { onStoreFailure } })
    Object.assign(service.store.drafts, { seen: failing, sent: failing })
    return service
  }

  test.each([
    ['refuse', 500],
    ['answer', 200],
  ] as const)('ON_STORE_FAILURE=%s: a draft gets %i, a message its judgement', async (mode, status) => {
    const service = await startWith(mode)
    expect((await service.post('/screen/draft', { text: 'LINE', draftId: 'd' })).statusCode).toBe(status)
    const sent = await service.post('/screen', { text: 'LINE', draftId: 'd' })
    expect([sent.statusCode, sent.json().verdict]).toEqual([200, 'block'])
  })
})

describe('drafts a minute', async () => {
  const service = await startService({ screener: fakeScreener(), config: { draftLimitMax: 2 } })
  const ask = (client?: object) => service.post('/screen/draft', { text: 'LINE', ...(client && { client }) })

  test('are limited by client', async () => {
    const statuses = []
    for (let i = 0; i < 3; i++) statuses.push((await ask({ id: 'one' })).statusCode)
    expect(statuses).toEqual([200, 200, 429])
    expect((await ask({ id: 'two' })).statusCode).toBe(200)
    const refused = await ask({ id: 'one' })
    expect(refused.json()).toMatchObject({ type: 'urn:sekisho:problem:too_many_requests' })
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
  })

  test('are not, where nobody says who it is', async () => {
    for (let i = 0; i < 4; i++) expect((await ask()).statusCode).toBe(200)
  })
})

describe('the items of a job post', async () => {
  const service = await startService({ screener: screenerOf(fixtureRuleset) })
  const text = 'ロゴのデザインをお願いします。予算は5万円です。'
  const screen = async (message: object) => (await service.post('/screen', { text, ...message })).json()

  test('are in the answer, and in no verdict', async () => {
    const answer = await screen({ kind: 'job_post' })
    expect(posting.parse(answer.posting)).toMatchObject({
      present: ['work', 'pay'],
      missing: ['name', 'address', 'contact', 'place'],
    })
    expect([answer.verdict, answer.flags]).toEqual(['allow', []])
  })

  test('count where the platform or the client shows them', async () => {
    const answer = await screen({
      kind: 'job_post',
      platformHolds: ['name', 'address'],
      client: { id: 'c', discloses: ['contact'] },
    })
    expect(answer.posting.missing).toEqual(['place'])
  })

  test('are told again with the first answer', async () => {
    const post = { kind: 'job_post', messageId: 'post-1' }
    const first = await screen(post)
    expect(await screen(post)).toEqual({ ...first, replayed: true })
  })

  test('a message has none', async () => {
    expect((await screen({})).posting).toBeNull()
  })

  test.each([
    [{ platformHolds: ['phone'] }, '/platformHolds/0'],
    [{ client: { discloses: 'name' } }, '/client/discloses'],
  ])('%j is refused', async (message, pointer) => {
    const { errors } = await screen({ kind: 'job_post', ...message })
    expect(errors).toEqual([expect.objectContaining({ pointer })])
  })
})
