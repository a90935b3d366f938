import { describe, expect, test } from 'vitest'
import { problem } from '../../../src/http/schemas/problem.js'
import { bulkReopened, bulkReviewed, eventList } from '../../../src/http/schemas/reviews.js'
import { openedScreening, screeningList, statusCounts } from '../../../src/http/schemas/screenings.js'
import { fakeScreener } from '../../support/screener.js'
import { startService } from '../../support/service.js'

const service = await startService({ screener: fakeScreener() })
const ABSENT = 'scr_01ARZ3NDEKTSV4RRFFQ69G5FAV'

const screen = async (message: object): Promise<string> => (await service.post('/screen', message)).json().id
const warned = await screen({ text: '安い', messageId: 'm-1', kind: 'job_post' })
const blocked = await screen({ text: 'LINE', messageId: 'm-2', stage: 'delivered' })
const held = await screen({ text: '教材', messageId: 'm-3' })
const name = new Map([
  [warned, 'warned'],
  [blocked, 'blocked'],
  [held, 'held'],
])

const list = async (query: string) => {
  const { items, nextCursor } = screeningList.parse((await service.get(`/screenings?${query}`)).json())
  return { which: items.map(({ id }) => name.get(id)), nextCursor }
}

describe('GET /screenings', () => {
  test.each([
    ['sort=harm', ['held', 'blocked', 'warned']],
    ['sort=oldest', ['warned', 'blocked', 'held']],
    ['sort=newest', ['held', 'blocked', 'warned']],
    ['sort=harm&status=pending&limit=2', ['held', 'blocked']],
    ['messageId=m-2', ['blocked']],
    ['messageId=m-9', []],
    ['stage=delivered', ['blocked']],
    ['kind=job_post', ['warned']],
    ['assignee=none', ['held', 'blocked', 'warned']],
    ['assignee=me', []],
    ['assignee=sato', []],
  ])('?%s', async (query, expected) => {
    expect((await list(query)).which).toEqual(expected)
  })

  test.each([
    ['kind=job_post', 1],
    ['stage=pre_contract', 2],
    ['messageId=m-1', 1],
    ['assignee=none', 3],
  ])('counts ?%s', async (query, pending) => {
    expect(statusCounts.parse((await service.get(`/screenings/counts?${query}`)).json()).pending).toBe(
      pending,
    )
  })

  test('goes on by a cursor of the same order only', async () => {
    const { nextCursor } = await list('sort=harm&limit=1')
    expect((await list(`sort=harm&cursor=${nextCursor}`)).which).toEqual(['blocked', 'warned'])
    const reply = await service.get(`/screenings?sort=oldest&cursor=${nextCursor}`)
    expect(reply.statusCode).toBe(400)
    expect(problem.parse(reply.json()).errors?.map(({ pointer }) => pointer)).toEqual(['/cursor'])
  })

  test.each([
    ['sort=worst', '/sort'],
    ['assignee=me&claimedBy=free', '/claimedBy'],
    ['stage=later', '/stage'],
  ])('?%s does not fit', async (query, pointer) => {
    const reply = await service.get(`/screenings?${query}`)
    expect(problem.parse(reply.json()).errors?.map(error => error.pointer)).toEqual([pointer])
  })
})

describe('POST /screenings/next', () => {
  test('hands out the whole case with the reasons for its place, recorded as claimed and not as viewed', async () => {
    const reply = await service.post('/screenings/next', {})
    expect(openedScreening.parse(reply.json())).toMatchObject({
      id: held,
      text: '教材',
      claim: { by: 'open' },
      reports: [],
      order: { factors: [{ factor: 'held', hours: 48 }, { factor: 'severity' }, { factor: 'confidence' }] },
    })
    expect((await list('assignee=me')).which).toEqual(['held'])
    const { events } = eventList.parse((await service.get(`/screenings/${held}/events`)).json())
    expect(events.map(({ type }) => type)).toEqual(['screened', 'claimed'])
  })

  test('answers 204 when nothing is left', async () => {
    const reply = await service.post('/screenings/next', { skip: [held], verdict: 'review', sort: 'newest' })
    expect([reply.statusCode, reply.body]).toEqual([204, ''])
  })

  test.each([
    [{ minutes: 61 }, '/minutes'],
    [{ minutes: 0 }, '/minutes'],
    [{ skip: ['x'] }, '/skip/0'],
    [{ skip: [ABSENT, ABSENT] }, '/skip'],
    [{ category: 'line' }, '/category'],
    [{ sort: 'worst' }, '/sort'],
    [{ status: 'pending' }, '/status'],
  ])('%o does not fit', async (body, pointer) => {
    const reply = await service.post('/screenings/next', body)
    expect(reply.statusCode).toBe(400)
    expect(problem.parse(reply.json()).errors?.map(error => error.pointer)).toEqual([pointer])
  })
})

describe('many at once', () => {
  test('are decided and taken back, with a result for each in its place', async () => {
    const ids = [ABSENT, blocked, warned]
    const review = () => service.post('/screenings/review', { ids, decision: 'confirmed', note: '同じ文' })
    expect(bulkReviewed.parse((await review()).json()).results.map(({ status }) => status)).toEqual([
      'not_found',
      'decided',
      'decided',
    ])
    expect(bulkReviewed.parse((await review()).json()).results[1]).toEqual({
      id: blocked,
      status: 'conflict',
    })
    const reopened = await service.post('/screenings/reopen', { ids: [warned, held] })
    expect(bulkReopened.parse(reopened.json()).results).toEqual([
      { id: warned, status: 'reopened' },
      { id: held, status: 'conflict' },
    ])
    const { events } = eventList.parse((await service.get(`/screenings/${warned}/events`)).json())
    expect(events.map(({ type }) => type)).toEqual(['screened', 'bulk_confirmed', 'bulk_reopened'])
  })

  test.each([
    ['review', { ids: [], decision: 'confirmed' }, '/ids'],
    ['review', { ids: ['x'], decision: 'confirmed' }, '/ids/0'],
    ['review', { ids: [ABSENT], decision: 'dismissed', categories: ['material_purchase'] }, '/categories'],
    ['reopen', { ids: [ABSENT, ABSENT] }, '/ids'],
    [
      'reopen',
      { ids: Array.from({ length: 1_001 }, (_, at) => `scr_${String(at).padStart(26, '0')}`) },
      '/ids',
    ],
  ])('%s %o does not fit', async (step, body, pointer) => {
    const reply = await service.post(`/screenings/${step}`, body)
    expect(reply.statusCode).toBe(400)
    expect(problem.parse(reply.json()).errors?.map(error => error.pointer)).toEqual([pointer])
  })
})
