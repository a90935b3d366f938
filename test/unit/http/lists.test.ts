import { describe, expect, test } from 'vitest'
import { screenResponse } from '../../../src/http/schemas/judgements.js'
import { listEntries, listEntry } from '../../../src/http/schemas/lists.js'
import { fakeScreener } from '../../support/screener.js'
import { startService } from '../../support/service.js'

const service = await startService({ screener: fakeScreener() })
const put = (place: string, payload: object = { reason: '通報 3 件' }) =>
  service.inject({ method: 'PUT', url: `/lists/${place}`, payload })
const remove = (place: string) => service.inject({ method: 'DELETE', url: `/lists/${place}` })
const screen = async (message: object) =>
  screenResponse.parse((await service.post('/screen', message)).json())

describe('an entry', () => {
  test('is put, seen, listed and taken back, and counts at once', async () => {
    const place = `deny/phrase/${encodeURIComponent('夢の 案件')}`
    const reply = await put(place, { reason: '通報 3 件', category: 'material_purchase' })
    const entry = listEntry.parse(reply.json())
    expect(entry).toMatchObject({ value: '夢の 案件', by: expect.any(String), expiresAt: null })
    expect((await service.get(`/lists/deny/phrase/${encodeURIComponent('夢の案件')}`)).json()).toEqual(entry)
    expect(listEntries.parse((await service.get('/lists?list=deny&type=phrase')).json()).items).toEqual([
      entry,
    ])
    expect(await screen({ text: '夢の案件です' })).toMatchObject({
      verdict: 'block',
      decidedBy: { category: 'material_purchase', by: 'list', threshold: 1 },
    })
    expect((await remove(place)).statusCode).toBe(204)
    expect((await screen({ text: '夢の案件です' })).verdict).toBe('allow')
    expect([(await remove(place)).statusCode, (await service.get(`/lists/${place}`)).statusCode]).toEqual([
      404, 404,
    ])
  })

  test('counts in batches and dry runs, and in reports', async () => {
    await put('deny/client/spammer')
    const message = { text: 'よろしく', client: { id: 'spammer' } }
    const { results } = (await service.post('/screen/batch', { messages: [message, { text: 'ok' }] })).json()
    expect(results.map(({ verdict }: { verdict: string }) => verdict)).toEqual(['block', 'allow'])
    expect((await screen({ ...message, dryRun: true })).verdict).toBe('block')
    expect((await service.post('/reports', message)).json().verdict).toBe('block')
    await remove('deny/client/spammer')
  })

  test('is in the case as its evidence, and what decided with it', async () => {
    await put('deny/domain/bad.example.com')
    const { id, decidedBy } = await screen({ text: 'https://bad.example.com/ へ' })
    const opened = (await service.get(`/screenings/${id}`)).json()
    expect(opened).toMatchObject({
      decidedBy: { by: 'list', threshold: 1 },
      flags: [{ evidence: [{ rule: 'list.deny.domain', text: 'bad.example.com' }] }],
    })
    expect(opened.decidedBy).toEqual(decidedBy)
    await remove('deny/domain/bad.example.com')
  })

  test('ends by itself', async () => {
    const expiresAt = new Date(Date.now() + 400).toISOString()
    await put('deny/phrase/limited', { reason: 'r', expiresAt })
    expect((await screen({ text: 'limited' })).verdict).toBe('block')
    await new Promise(resolve => setTimeout(resolve, 450))
    expect((await screen({ text: 'limited' })).verdict).toBe('allow')
    expect((await service.get('/lists/deny/phrase/limited')).statusCode).toBe(404)
  })

  test('of a slash and a percent sign is decoded', async () => {
    const value = 'A/B 100%'
    expect((await put(`allow/phrase/${encodeURIComponent(value)}`)).json().value).toBe(value)
    await remove(`allow/phrase/${encodeURIComponent(value)}`)
  })
})

describe('refused', () => {
  test.each<[place: string, body: object, pointer: string]>([
    ['maybe/phrase/abc', { reason: 'r' }, '/list'],
    ['deny/colour/abc', { reason: 'r' }, '/type'],
    ['deny/phrase/a', { reason: 'r' }, '/value'],
    ['deny/domain/co.jp', { reason: 'r' }, '/value'],
    ['deny/domain/example', { reason: 'r' }, '/value'],
    ['deny/campaign/12', { reason: 'r' }, '/value'],
    ['deny/phrase/abc', {}, '/reason'],
    ['deny/phrase/abc', { reason: '' }, '/reason'],
    ['deny/phrase/abc', { reason: 'r', category: 'unheard_of' }, '/category'],
    ['allow/phrase/abc', { reason: 'r', category: 'client_risk' }, '/category'],
    ['deny/phrase/abc', { reason: 'r', expiresAt: '2020-01-01T00:00:00Z' }, '/expiresAt'],
    ['deny/phrase/abc', { reason: 'r', expiresAt: 'tomorrow' }, '/expiresAt'],
    ['deny/phrase/abc', { reason: 'r', note: 'x' }, '/note'],
  ])('PUT %s %o', async (place, body, pointer) => {
    const reply = await put(place, body)
    expect(reply.statusCode).toBe(400)
    expect(reply.json().errors.map((error: { pointer: string }) => error.pointer)).toEqual([pointer])
  })

  test.each<[allow: object, pointer: string]>([
    [{ domain: ['a.com'] }, '/allow/domain'],
    [{ domains: 'a.com' }, '/allow/domains'],
    [{ phrases: Array.from({ length: 51 }, () => 'ab') }, '/allow/phrases'],
    [{ phrases: ['x'.repeat(201)] }, '/allow/phrases/0'],
    [{ domains: [''] }, '/allow/domains/0'],
  ])('a request that allows %o', async (allow, pointer) => {
    const reply = await service.post('/screen', { text: 'ok', allow })
    expect(reply.statusCode).toBe(400)
    expect(reply.json().errors).toMatchObject([{ pointer }])
  })
})

test('a request allows for itself, and for nothing after it', async () => {
  expect((await screen({ text: 'LINEスタンプ', allow: { phrases: ['LINEスタンプ'] } })).verdict).toBe('allow')
  expect((await screen({ text: 'LINEスタンプ' })).verdict).toBe('block')
})

test('what decided is answered again with the same message id', async () => {
  const message = { text: '教材', messageId: 'again' }
  const first = await screen(message)
  expect(first.decidedBy).toMatchObject({ category: 'material_purchase', by: 'rule' })
  expect(await screen(message)).toEqual({ ...first, replayed: true })
  expect((await screen({ text: 'よろしく' })).decidedBy).toBeNull()
})
