import OpenAI, { APIError } from 'openai'
import { describe, expect, test } from 'vitest'
import { moderationError, moderationResponse } from '../../../src/http/schemas/moderations.js'
import { fixtureScreener } from '../../support/fixture-dictionary.js'
import { startService } from '../../support/service.js'

const LURE = 'LINEのIDを教えてください'
const service = await startService({
  screener: {
    ...fixtureScreener,
    categories: fixtureScreener.categories.map(category =>
      category.id === 'vague_job' ? { ...category, source: 'client' } : category,
    ),
  },
  config: { hasKeys: true, rateLimitMax: 200 },
})
const keyFor = async (role: 'platform' | 'moderator', tenant = 'acme') =>
  (await service.store.keys.create({ tenant, role, actor: role })).key
const baseURL = `${await service.app.listen({ host: '127.0.0.1', port: 0 })}/v1`
const clientWith = (apiKey: string) => new OpenAI({ baseURL, apiKey, maxRetries: 0 })
const openai = clientWith(await keyFor('platform'))
const categories = fixtureScreener.categories.map(({ id }) => id).sort()

/** As the client's own type has it, and whatever ours holds besides. */
const create = async (body: object, client = openai, key?: string) =>
  moderationResponse.parse(
    await client.moderations.create(
      { input: '', ...body },
      key === undefined ? {} : { headers: { 'idempotency-key': key } },
    ),
  )
const failure = async (body: object, client = openai) => {
  const error: unknown = await client.moderations
    .create({ input: '', ...body })
    .catch((thrown: unknown) => thrown)
  if (!(error instanceof APIError)) throw error
  moderationError.parse({ error: error.error })
  const { status, type, param, code, message } = error
  return { status, type, param, code, message }
}
const kept = async (tenant = 'acme') => service.store.screenings.count(tenant, {})

describe('the official client gets', () => {
  test('a judgement of a string, in every category of ours', async () => {
    const { id, model, results } = await create({ input: LURE })
    expect([id, model]).toEqual([expect.stringMatching(/^modr_/), expect.stringMatching(/^sekisho-/)])
    const [result, ...others] = results
    expect(others).toEqual([])
    expect(result).toMatchObject({
      flagged: true,
      categories: { off_platform_contact: true, vague_job: false },
      category_applied_input_types: { off_platform_contact: ['text'], vague_job: [] },
      screening: { verdict: 'block', replayed: false, flags: [{ evidence: [{ start: 0 }] }] },
    })
    expect(result?.category_scores).toEqual(result?.screening.scores)
    for (const record of [result?.categories, result?.category_scores, result?.category_applied_input_types])
      expect(Object.keys(record ?? {}).sort()).toEqual(categories)
  })

  test('a result a string of an array, in order, and what is flagged is kept for moderators', async () => {
    const before = await kept()
    const input = [LURE, '納品ありがとうございました。', LURE]
    const { results } = await create({ input, model: 'omni-moderation-latest' })
    expect(results.map(({ flagged }) => flagged)).toEqual([true, false, true])
    expect((await kept()).pending).toBe(before.pending + 2)
    const [first] = results
    if (first)
      expect((await service.store.screenings.find('acme', screeningId(first.screening.id)))?.text).toBe(LURE)
  })

  test('one result for parts, which are one message', async () => {
    const { results } = await create({
      input: [
        { type: 'text', text: '詳細は' },
        { type: 'text', text: LURE },
      ],
    })
    expect(results).toHaveLength(1)
    expect(results[0]?.screening.flags[0]?.evidence[0]?.start).toBe('詳細は\n'.length)
  })

  test('what is sent besides: stage, kind, client, a message id', async () => {
    const metadata = { stage: 'contracted', kind: 'job_post', client: { id: 'c-1' }, messageId: 'openai-1' }
    const [one] = (await create({ input: LURE, metadata })).results
    const [two] = (await create({ input: LURE, metadata })).results
    expect(one?.screening).toMatchObject({ messageId: 'openai-1', replayed: false })
    expect(two?.screening).toMatchObject({ id: one?.screening.id, replayed: true })
    const found = one && (await service.store.screenings.find('acme', screeningId(one.screening.id)))
    expect(found).toMatchObject({ stage: 'contracted', kind: 'job_post', clientId: 'c-1' })
  })

  test('nothing kept for a dry run', async () => {
    const before = await kept()
    expect((await create({ input: LURE, metadata: { dryRun: true } })).results[0]?.flagged).toBe(true)
    expect(await kept()).toEqual(before)
  })

  test('the first answers again for its idempotency key, place by place', async () => {
    const input = [LURE, LURE]
    const first = await create({ input }, openai, 'key')
    const again = await create({ input }, openai, 'key')
    const ids = ({ results }: typeof first) => results.map(({ screening }) => screening.id)
    expect(ids(again)).toEqual(ids(first))
    expect(new Set(ids(first)).size).toBe(2)
  })

  test('its own tenant alone', async () => {
    const theirs = clientWith(await keyFor('platform', 'other'))
    await create({ input: LURE }, theirs)
    expect((await kept('other')).pending).toBe(1)
  })
})

describe('the official client is refused', () => {
  const bad = { type: 'invalid_request_error', status: 400, code: 'validation_failed' }
  test.each<[string, object, string | null, RegExp]>([
    ['an empty text', { input: '' }, 'input', /input: Too small/],
    ['a text that is too long', { input: 'あ'.repeat(10_001) }, 'input', /input: Too big.*10000 characters/],
    ['one of several that is', { input: ['ok', 'あ'.repeat(10_001)] }, 'input[1]', /Too big/],
    [
      'parts that are together',
      { input: Array(2).fill({ type: 'text', text: 'あ'.repeat(6_000) }) },
      'input',
      /10000/,
    ],
    ['no text at all', { input: [] }, 'input', /input: /],
    ['too many', { input: Array(101).fill('ok') }, 'input', /100/],
    [
      'an image',
      { input: [{ type: 'image_url', image_url: { url: 'https://a' } }] },
      'input',
      /images are not read/,
    ],
    ['a number', { input: 3 }, 'input', /Expected a string/],
    [
      'an unknown stage',
      { input: 'ok', metadata: { stage: 'signed' } },
      'metadata.stage',
      /metadata.stage: /,
    ],
    ['an unknown field', { input: 'ok', stage: 'contracted' }, 'stage', /stage: There is no such field/],
    [
      'one id for several',
      { input: ['a', 'b'], metadata: { messageId: 'm' } },
      'metadata.messageId',
      /only with one/,
    ],
  ])('%s', async (_what, body, param, message) => {
    expect(await failure(body)).toEqual({ ...bad, param, message: expect.stringMatching(message) })
  })

  test('an unknown model', async () => {
    const model = { status: 404, code: 'model_not_found', param: 'model', type: 'invalid_request_error' }
    expect(await failure({ input: 'ok', model: 'gpt-9' })).toMatchObject(model)
  })

  test('a wrong key, and one of another role', async () => {
    const wrong = { status: 401, code: 'invalid_api_key', type: 'invalid_request_error', param: null }
    expect(await failure({ input: 'ok' }, clientWith('sk-wrong'))).toMatchObject(wrong)
    const moderator = clientWith(await keyFor('moderator'))
    expect(await failure({ input: 'ok' }, moderator)).toMatchObject({ status: 403, code: 'forbidden' })
  })

  test('another text of a message id', async () => {
    const metadata = { messageId: 'openai-2' }
    await create({ input: LURE, metadata })
    expect(await failure({ input: 'ok', metadata })).toMatchObject({
      status: 409,
      code: 'message_conflict',
      message: expect.stringContaining('another text'),
    })
  })

  test('more than a minute allows, counted by texts', async () => {
    const busy = clientWith(await keyFor('platform', 'busy'))
    await create({ input: Array(100).fill('ok') }, busy)
    await create({ input: Array(60).fill('ok') }, busy)
    expect(await failure({ input: Array(60).fill('ok') }, busy)).toMatchObject({
      status: 429,
      type: 'requests',
      code: 'rate_limit_exceeded',
    })
  })
})

test('errors have the form of the path: there alone, and there all of them', async () => {
  const authorization = `Bearer ${await keyFor('platform', 'forms')}`
  const headers = { authorization, 'content-type': 'application/json' }
  const there = { url: '/v1/moderations', headers }
  const replies = [
    await service.inject({ ...there, method: 'POST', payload: '{' }),
    await service.inject({ ...there, method: 'POST', payload: '{"input":"a","input":"b"}' }),
    await service.inject({
      ...there,
      method: 'POST',
      payload: 'a',
      headers: { authorization, 'content-type': 'text/plain' },
    }),
    await service.inject({
      ...there,
      method: 'POST',
      payload: JSON.stringify({ input: 'a'.repeat(9_000_000) }),
    }),
    await service.inject({ method: 'GET', ...there }),
  ]
  expect(replies.map(({ statusCode }) => statusCode)).toEqual([400, 400, 415, 413, 405])
  for (const reply of replies) moderationError.parse(reply.json())
  const other = await service.inject({ method: 'POST', url: '/screen', payload: '{', headers })
  expect(other.headers['content-type']).toContain('application/problem+json')
})

function screeningId(id: string): `scr_${string}` {
  return `scr_${id.slice(4)}`
}
