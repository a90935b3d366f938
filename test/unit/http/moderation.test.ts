import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openedScreening } from '../../../src/http/schemas/opened-screening.js'
import { problem } from '../../../src/http/schemas/problem.js'
import { reportResponse } from '../../../src/http/schemas/reports.js'
import { auditPage, eventList } from '../../../src/http/schemas/reviews.js'
import { screening, screeningList, statusCounts } from '../../../src/http/schemas/screenings.js'
import { clientRecord, erasedClient, statistics } from '../../../src/http/schemas/statistics.js'
import { deliveryPage, endpoint, endpointSet } from '../../../src/http/schemas/webhooks.js'
import { readCases } from '../../../tools/quality/dataset.js'
import { fakeScreener } from '../../support/screener.js'
import { startService } from '../../support/service.js'

const service = await startService({ screener: fakeScreener() })

async function flagged(message: object = {}): Promise<string> {
  return (await service.post('/screen', { text: 'LINEで教材', ...message })).json().id
}
const step = (id: string, name: string, body?: object) =>
  service.inject({ method: 'POST', url: `/screenings/${id}/${name}`, ...(body && { payload: body }) })

describe('a moderator', () => {
  test('claims, opens, decides, sees the trail, and reopens', async () => {
    const id = await flagged()
    expect(screening.parse((await step(id, 'claim', {})).json()).claim?.by).toBe('open')
    expect((await step(id, 'release')).json().claim).toBeNull()
    await service.get(`/screenings/${id}`)
    const decided = await step(id, 'review', {
      decision: 'confirmed',
      categories: ['material_purchase'],
      note: '教材の販売',
    })
    expect(screening.parse(decided.json())).toMatchObject({
      status: 'confirmed',
      decision: { by: 'open', categories: ['material_purchase'], note: '教材の販売' },
    })
    const again = await step(id, 'review', { decision: 'dismissed' })
    expect([again.statusCode, problem.parse(again.json()).type]).toEqual([
      409,
      'urn:sekisho:problem:already_decided',
    ])
    expect((await step(id, 'claim', {})).statusCode).toBe(409)
    expect((await step(id, 'reopen')).json().status).toBe('pending')
    expect((await step(id, 'reopen')).json().type).toBe('urn:sekisho:problem:not_decided')
    const { events } = eventList.parse((await service.get(`/screenings/${id}/events`)).json())
    expect(events.map(({ type }) => type)).toEqual([
      'screened',
      'claimed',
      'released',
      'viewed',
      'confirmed',
      'reopened',
    ])
    expect(JSON.stringify(events)).not.toContain('LINE')
  })

  test.each([
    [{}, '/decision'],
    [{ decision: 'maybe' }, '/decision'],
    [{ decision: 'confirmed', categories: [] }, '/categories'],
    [{ decision: 'confirmed', categories: ['line'] }, '/categories/0'],
    [{ decision: 'dismissed', categories: ['material_purchase'] }, '/categories'],
    [{ decision: 'confirmed', note: '' }, '/note'],
    [{ decision: 'confirmed', reason: 'x' }, '/reason'],
  ])('%o does not fit', async (body, pointer) => {
    const reply = await step(await flagged(), 'review', body)
    expect(reply.statusCode).toBe(400)
    expect(problem.parse(reply.json()).errors?.map(error => error.pointer)).toEqual([pointer])
  })

  test.each(['claim', 'release', 'review', 'reopen'])('%s of what is not there is a 404', async name => {
    for (const id of ['x', 'scr_01ARZ3NDEKTSV4RRFFQ69G5FAV'])
      expect((await step(id, name, name === 'review' ? { decision: 'confirmed' } : {})).statusCode).toBe(404)
  })

  test('counts by status, and filters by origin and claim', async () => {
    const id = await flagged({ client: { id: 'counted' } })
    await flagged({ client: { id: 'counted' } })
    await step(id, 'claim', { minutes: 5 })
    const counts = statusCounts.parse((await service.get('/screenings/counts?clientId=counted')).json())
    expect(counts).toEqual({ pending: 2, confirmed: 0, dismissed: 0, appealed: 0 })
    const items = async (query: string) =>
      screeningList.parse((await service.get(`/screenings?clientId=counted&${query}`)).json()).items
    expect(await items('claimedBy=open')).toHaveLength(1)
    expect(await items('claimedBy=free')).toHaveLength(1)
    expect(await items('origin=report')).toHaveLength(0)
  })
})

describe('a worker reports', () => {
  test('what was let through: it enters the queue, judged again', async () => {
    await service.post('/screen', { text: 'ok, really', messageId: 'r-1' })
    const reply = await service.post('/reports', {
      text: 'ok, really',
      messageId: 'r-1',
      category: 'low_unit_price',
      reason: '単価が低い',
      reporterId: 'w-1',
      client: { id: 'c-r' },
    })
    expect(reply.statusCode).toBe(201)
    const { screeningId, isNew, verdict } = reportResponse.parse(reply.json())
    expect([isNew, verdict]).toEqual([true, 'allow'])
    const opened = openedScreening.parse((await service.get(`/screenings/${screeningId}`)).json())
    expect(opened).toMatchObject({
      origin: 'report',
      text: 'ok, really',
      reports: [{ category: 'low_unit_price', reason: '単価が低い', reporterId: 'w-1' }],
    })
    const second = await service.post('/reports', { text: 'ok, really', messageId: 'r-1' })
    expect(second.json()).toMatchObject({ screeningId, isNew: false })
    const other = await service.post('/reports', { text: 'another', messageId: 'r-1' })
    expect(other.statusCode).toBe(409)
  })

  test.each([
    [{}, ['/text']],
    [{ text: '' }, ['/text']],
    [{ text: 'x', category: 'line' }, ['/category']],
    [{ text: 'x', messageid: 'm' }, ['/messageid']],
  ])('%o does not fit', async (body, pointers) => {
    const reply = await service.post('/reports', body)
    expect(problem.parse(reply.json()).errors?.map(({ pointer }) => pointer)).toEqual(pointers)
  })
})

describe('figures', () => {
  test('GET /stats', async () => {
    const body = statistics.parse((await service.get('/stats')).json())
    expect(body.volumes.block).toBeGreaterThan(0)
    expect(body.queue.pending).toBeGreaterThan(0)
    expect(body.reports.received).toBeGreaterThan(0)
    const empty = statistics.parse(
      (await service.get('/stats?from=2001-01-01T00:00:00Z&to=2001-02-01T00:00:00Z')).json(),
    )
    expect(empty.volumes).toEqual({ allow: 0, warn: 0, review: 0, block: 0 })
  })

  test('a period that ends before it starts does not fit', async () => {
    const reply = await service.get('/stats?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z')
    expect(reply.statusCode).toBe(400)
    expect(problem.parse(reply.json()).errors?.[0]?.pointer).toBe('/from')
  })

  test('GET and DELETE /clients/{id}', async () => {
    await flagged({ client: { id: 'c/1 あ' } })
    const url = `/clients/${encodeURIComponent('c/1 あ')}`
    expect(clientRecord.parse((await service.get(url)).json())).toMatchObject({
      clientId: 'c/1 あ',
      screenings: 1,
    })
    const erased = await service.inject({ method: 'DELETE', url })
    expect(erasedClient.parse(erased.json())).toEqual({ screenings: 1 })
    expect((await service.get(url)).statusCode).toBe(404)
    expect((await service.inject({ method: 'DELETE', url })).statusCode).toBe(404)
  })

  test('the export is a corpus that evaluate and train read', async () => {
    const own = await startService({ screener: fakeScreener() })
    const bad = (await own.post('/screen', { text: 'LINEで\n教材', stage: 'contracted' })).json().id
    const good = (await own.post('/screen', { text: 'LINEスタンプ' })).json().id
    await own.post('/screen', { text: 'LINE, undecided' })
    await own.post(`/screenings/${bad}/review`, { decision: 'confirmed', categories: ['material_purchase'] })
    await own.post(`/screenings/${good}/review`, { decision: 'dismissed' })
    const reply = await own.get('/screenings/export')
    expect(reply.headers['content-type']).toBe('application/x-ndjson')
    const directory = mkdtempSync(join(tmpdir(), 'sekisho-export-'))
    const file = join(directory, 'export.jsonl')
    writeFileSync(file, reply.body)
    const cases = readCases([file])
    rmSync(directory, { recursive: true })
    expect(cases.map(({ text, labels, input }) => [text, labels, input.stage])).toEqual([
      ['LINEで\n教材', ['material_purchase'], 'contracted'],
      ['LINEスタンプ', [], 'pre_contract'],
    ])
  })
})

describe('an admin', () => {
  test('erases one, for good', async () => {
    const id = await flagged({ messageId: 'gone' })
    const url = `/screenings/${id}`
    expect((await service.inject({ method: 'DELETE', url })).statusCode).toBe(204)
    expect((await service.get(url)).statusCode).toBe(404)
    expect((await service.inject({ method: 'DELETE', url })).statusCode).toBe(404)
    // Sent again, it does not come back: not with the same text, not with another.
    for (const text of ['LINE', 'other'])
      expect((await service.post('/screen', { text, messageId: 'gone' })).json()).toMatchObject({
        status: 410,
        type: 'urn:sekisho:problem:erased',
      })
    expect((await service.post('/reports', { text: 'LINE', messageId: 'gone' })).statusCode).toBe(410)
    const batch = await service.post('/screen/batch', {
      messages: [{ text: 'LINE', messageId: 'gone' }, { text: 'LINE' }],
    })
    expect(batch.json().results).toMatchObject([{ status: 410 }, { verdict: 'block' }])
  })

  test('reads the trail of it all, newest first, page by page', async () => {
    const first = auditPage.parse((await service.get('/audit?limit=2')).json())
    expect(first.events).toHaveLength(2)
    expect(first.events[0]?.type).toBe('erased')
    const second = auditPage.parse((await service.get(`/audit?limit=2&cursor=${first.nextCursor}`)).json())
    expect(second.events.map(({ id }) => id)).not.toContain(first.events[1]?.id)
    const types = auditPage
      .parse((await service.get('/audit?limit=500')).json())
      .events.map(({ type }) => type)
    for (const type of ['viewed', 'confirmed', 'reopened', 'reported', 'client_erased'])
      expect(types).toContain(type)
  })

  test('sets, sees and removes an endpoint; the secret is shown when it is set', async () => {
    expect((await service.get('/webhooks/endpoint')).statusCode).toBe(404)
    const put = (payload: object) => service.inject({ method: 'PUT', url: '/webhooks/endpoint', payload })
    const set = endpointSet.parse((await put({ url: 'https://platform.example/hook' })).json())
    expect(set.secret).toMatch(/^whsec_/)
    const seen = await service.get('/webhooks/endpoint')
    expect(endpoint.parse(seen.json()).url).toBe('https://platform.example/hook')
    expect(seen.body).not.toContain('whsec')
    await flagged()
    const { items } = deliveryPage.parse((await service.get('/webhooks/deliveries?status=waiting')).json())
    expect(items).toMatchObject([{ type: 'screening.flagged', attempts: 0 }])
    const retry = await service.inject({ method: 'POST', url: `/webhooks/deliveries/${items[0]?.id}/retry` })
    expect(retry.statusCode).toBe(409)
    for (const url of ['ftp://x/', 'platform.example', 'javascript:alert(1)', ''])
      expect((await put({ url })).statusCode).toBe(400)
    expect((await put({ url: 'https://a.example/', secret: 'short' })).statusCode).toBe(400)
    const remove = () => service.inject({ method: 'DELETE', url: '/webhooks/endpoint' })
    expect((await remove()).statusCode).toBe(204)
    expect((await remove()).statusCode).toBe(404)
  })
})
