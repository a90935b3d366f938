import { describe, expect, test } from 'vitest'
import { openedScreening } from '../../../src/http/schemas/opened-screening.js'
import { problem } from '../../../src/http/schemas/problem.js'
import { screeningList } from '../../../src/http/schemas/screenings.js'
import { fakeScreener } from '../../support/screener.js'
import { startService } from '../../support/service.js'

const service = await startService({ screener: fakeScreener() })
const before = new Date(Date.now() - 1_000).toISOString()

const messages = [
  {
    text: '連絡はLINEで',
    messageId: 'm-1',
    client: { id: 'c-1', rating: 2 },
    history: [{ from: 'client', text: '前の' }],
  },
  { text: 'ok', messageId: 'm-2' },
  { text: '教材の購入', stage: 'contracted', client: { id: 'c 2&3' } },
  { text: '安い', kind: 'job_post' },
  { text: 'LINE', dryRun: true },
]
const ids: string[] = []
for (const message of messages) ids.push((await service.post('/screen', message)).json().id)

async function list(query: string) {
  const reply = await service.get(`/screenings?${query}`)
  expect(reply.statusCode).toBe(200)
  const { items, nextCursor } = screeningList.parse(reply.json())
  return { items, nextCursor, which: items.map(({ id }) => ids.indexOf(id)) }
}

describe('GET /screenings', () => {
  test.each([
    ['', [3, 2, 0]],
    ['status=pending', [3, 2, 0]],
    ['status=dismissed', []],
    ['category=material_purchase', [2]],
    ['verdict=block', [0]],
    ['minConfidence=0.7', [2, 0]],
    ['clientId=c-1', [0]],
    ['q=ｌｉｎｅ', [0]],
    ['q=%20材の%20', [2]],
    ['q=い&verdict=block', []],
    ['clientId=c%202%263', [2]],
    ['rule=low_unit_price.word', [3]],
    ['rule=none', []],
    [`from=${before}`, [3, 2, 0]],
    [`to=${before}`, []],
    ['from=2000-01-01T00:00:00%2B09:00&to=2100-01-01T00:00:00Z', [3, 2, 0]],
    ['category=off_platform_contact&verdict=block&status=pending&minConfidence=0.9&limit=1', [0]],
  ])('?%s', async (query, expected) => {
    expect((await list(query)).which).toEqual(expected)
  })

  test('shows the evidence and masks the rest', async () => {
    const { items } = await list('clientId=c-1')
    expect(items[0]).toMatchObject({
      text: '●●●LINE●',
      flags: [{ evidence: [{ start: 3, end: 7, text: 'LINE' }] }],
    })
    expect(JSON.stringify(items)).not.toContain('連絡')
  })

  test('goes on where it left off, while messages arrive', async () => {
    const first = await list('limit=2')
    expect(first.which).toEqual([3, 2])
    await service.post('/screen', { text: 'LINE, meanwhile' })
    const second = await list(`limit=2&cursor=${first.nextCursor}`)
    expect(second.which).toEqual([0])
    expect(second.nextCursor).toBeNull()
  })

  test.each([
    ['status=open', '/status'],
    ['category=line', '/category'],
    ['verdict=bloc', '/verdict'],
    ['minConfidence=1.1', '/minConfidence'],
    ['minConfidence=high', '/minConfidence'],
    ['clientId=', '/clientId'],
    ['q=', '/q'],
    ['q=%20', '/q'],
    [`q=${'あ'.repeat(201)}`, '/q'],
    ['clientId=%00', '/clientId'],
    ['rule=', '/rule'],
    ['from=yesterday', '/from'],
    ['from=2026-01-01', '/from'],
    ['to=2026-02-30T00:00:00Z', '/to'],
    ['limit=0', '/limit'],
    ['limit=101', '/limit'],
    ['limit=1&limit=2', '/limit'],
    ['cursor=1', '/cursor'],
    ['cursor=scr_8ZZZZZZZZZZZZZZZZZZZZZZZZZ', '/cursor'],
    ['verdct=block', '/verdct'],
  ])('?%s does not fit', async (query, pointer) => {
    const reply = await service.get(`/screenings?${query}`)
    expect(reply.statusCode).toBe(400)
    expect(problem.parse(reply.json()).errors?.map(error => error.pointer)).toEqual([pointer])
  })
})

describe('GET /screenings/{id}', () => {
  test('shows everything that was kept', async () => {
    const reply = await service.get(`/screenings/${ids[0]}`)
    expect(reply.statusCode).toBe(200)
    expect(openedScreening.parse(reply.json())).toMatchObject({
      id: ids[0],
      messageId: 'm-1',
      status: 'pending',
      stage: 'pre_contract',
      kind: 'message',
      text: '連絡はLINEで',
      client: { id: 'c-1', rating: 2 },
      outsideContactApproved: false,
      history: [{ from: 'client', text: '前の' }],
      sender: { profile: { id: 'c-1' }, record: { screenings: 1 }, earlier: [] },
      policy: [{ category: 'off_platform_contact' }],
      events: [{ type: 'screened' }, { type: 'viewed' }],
    })
  })

  test.each([
    ['allowed', 1],
    ['a dry run', 4],
  ])('of a message that was %s there is nothing', async (_name, which) => {
    expect((await service.get(`/screenings/${ids[which]}`)).statusCode).toBe(404)
  })
})

describe('a message id', () => {
  test('gets its first answer again', async () => {
    const first = (await service.post('/screen', messages[0] ?? {})).json()
    expect(first.id).toBe(ids[0])
    expect((await service.post('/screen', messages[1] ?? {})).json().id).toBe(ids[1])
  })

  test.each(['m-1', 'm-2'])('%s refuses another text', async messageId => {
    const reply = await service.post('/screen', { text: 'another', messageId })
    expect(reply.statusCode).toBe(409)
    expect(problem.parse(reply.json()).type).toBe('urn:sekisho:problem:message_conflict')
  })
})
