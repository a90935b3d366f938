import { describe, expect, test } from 'vitest'
import { openedScreening } from '../../../src/http/schemas/opened-screening.js'
import { agreement, goldenItem, goldenPage, goldenStatistics } from '../../../src/http/schemas/opinions.js'
import { problem } from '../../../src/http/schemas/problem.js'
import { eventList } from '../../../src/http/schemas/reviews.js'
import { screening, screeningList, statusCounts } from '../../../src/http/schemas/screenings.js'
import { openStore } from '../../../src/store/store.js'
import { fakeScreener } from '../../support/screener.js'
import { startService } from '../../support/service.js'

const ABSENT = 'scr_01ARZ3NDEKTSV4RRFFQ69G5FAV'
const rates = { secondReviewRate: 1, goldenRate: 1, auditRate: 0 }
const store = await openStore({ kind: 'sqlite', file: ':memory:' }, 'full', { rates })
const service = await startService({ screener: fakeScreener(), store, config: { hasKeys: true } })

/** Who calls by a key of their own. */
const caller = async (role: 'moderator' | 'admin', actor: string) => {
  const { key } = await store.keys.create({ tenant: 'acme', role, actor })
  const headers = { authorization: `Bearer ${key}` }
  return {
    get: async (url: string) => (await service.inject({ method: 'GET', url, headers })).json(),
    remove: (url: string) => service.inject({ method: 'DELETE', url, headers }),
    post: (url: string, payload: object) => service.inject({ method: 'POST', url, payload, headers }),
  }
}
const admin = await caller('admin', 'boss')
const sato = await caller('moderator', 'sato')
const ito = await caller('moderator', 'ito')
const kato = await caller('moderator', 'kato')

const screen = async (text: string): Promise<string> =>
  (await admin.post('/screen', { text, client: { id: 'c' } })).json().id

describe('a case that is looked at again', () => {
  test('looks like any other to who holds it, and is compared', async () => {
    const id = await screen('LINE')
    await sato.post(`/screenings/${id}/review`, { decision: 'confirmed', note: '誘導' })
    const opened = openedScreening.parse((await ito.post('/screenings/next', {})).json())
    const again = openedScreening.parse(await ito.get(`/screenings/${id}`))
    for (const one of [opened, again]) {
      expect(one).toMatchObject({ id, status: 'pending', decision: null, claim: { by: 'ito' } })
      expect(one.sender?.record).toMatchObject({ byStatus: { pending: 1, confirmed: 0 } })
      expect(JSON.stringify(one)).not.toMatch(/"sato"|"status":"confirmed"|誘導/)
    }
    const { events } = eventList.parse(await ito.get(`/screenings/${id}/events`))
    expect(events.map(({ type }) => type)).toEqual(['screened', 'claimed', 'viewed'])
    expect(statusCounts.parse(await ito.get('/screenings/counts'))).toMatchObject({
      pending: 1,
      confirmed: 0,
    })
    const { items } = screeningList.parse(await ito.get('/screenings?assignee=me'))
    expect(items).toMatchObject([{ id, status: 'pending', decision: null }])
    expect(await ito.get('/clients/c')).toMatchObject({ byStatus: { pending: 1, confirmed: 0 } })

    const reply = await ito.post(`/screenings/${id}/review`, { decision: 'dismissed' })
    expect(screening.parse(reply.json())).toMatchObject({ status: 'dismissed', decision: { by: 'ito' } })
    expect(await kato.get(`/screenings/${id}`)).toMatchObject({
      status: 'confirmed',
      decision: { by: 'sato' },
    })

    const expected = (first: string | null, second: string | null) => ({
      opinions: 1,
      identical: { value: 0 },
      all: { both: 0, onlyFirst: 1, onlySecond: 0, neither: 0 },
      categories: [{ category: 'off_platform_contact', onlyFirst: 1 }],
      disagreements: [
        {
          id,
          first: { decision: 'confirmed', categories: ['off_platform_contact'], by: first },
          second: { decision: 'dismissed', categories: [], by: second },
        },
      ],
    })
    expect(agreement.parse(await admin.get('/stats/agreement'))).toMatchObject(expected('sato', 'ito'))
    expect(agreement.parse(await kato.get('/stats/agreement'))).toMatchObject(expected(null, null))
    const before = '/stats/agreement?from=2020-01-01T00:00:00Z&to=2020-02-01T00:00:00Z'
    expect(agreement.parse(await kato.get(before))).toMatchObject({
      opinions: 0,
      identical: null,
      disagreements: [],
    })
  })
})

describe('golden items', () => {
  test('are marked, handed out, counted and unmarked', async () => {
    const id = await screen('LINE')
    await screen('教材')
    expect((await admin.post('/golden', { id })).statusCode).toBe(409)
    await sato.post(`/screenings/${id}/review`, { decision: 'confirmed' })
    const marked = await admin.post('/golden', { id, note: '研修' })
    expect(marked.statusCode).toBe(201)
    expect(goldenItem.parse(marked.json())).toMatchObject({ id, addedBy: 'boss', note: '研修', results: 0 })
    expect((await kato.post('/screenings/next', {})).json()).toMatchObject({ id, status: 'pending' })
    await kato.post(`/screenings/${id}/review`, { decision: 'confirmed' })
    expect(goldenPage.parse(await admin.get('/golden?limit=1'))).toMatchObject({
      items: [{ id, results: 1 }],
      nextCursor: null,
    })
    expect(goldenStatistics.parse(await admin.get('/stats/golden')).moderators).toMatchObject([
      {
        moderator: 'kato',
        count: 1,
        right: 1,
        share: { value: 1 },
        categories: [{ category: 'off_platform_contact', count: 1, right: 1 }],
      },
    ])
    expect((await admin.remove(`/golden/${id}`)).statusCode).toBe(204)
    expect((await admin.remove(`/golden/${id}`)).statusCode).toBe(404)
  })

  test.each([
    [{ id: 'x' }, 400, '/id'],
    [{ id: ABSENT, note: '' }, 400, '/note'],
    [{ id: ABSENT, why: 'x' }, 400, '/why'],
    [{ id: ABSENT }, 404, undefined],
  ])('%o does not fit', async (body, status, pointer) => {
    const reply = await admin.post('/golden', body)
    expect(reply.statusCode).toBe(status)
    expect(problem.parse(reply.json()).errors?.[0]?.pointer).toBe(pointer)
  })

  test.each(['/stats/agreement', '/stats/golden'])('%s wants a period', async path => {
    const reply = await admin.get(`${path}?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z`)
    expect(problem.parse(reply).errors).toMatchObject([{ pointer: '/from' }])
  })
})
