import { describe, expect, test } from 'vitest'
import { openedCampaign } from '../../../src/http/schemas/campaigns.js'
import { screenResponse } from '../../../src/http/schemas/judgements.js'
import { problem } from '../../../src/http/schemas/problem.js'
import { lureOf } from '../../support/copies.js'
import { fakeScreener } from '../../support/screener.js'
import { startService } from '../../support/service.js'

/** A copy in which the rules find nothing. */
const quiet = (number: number): string => lureOf(number).replace('LINE', 'らいん')

/** A service, and a campaign of two on it. */
async function withCampaign() {
  const service = await startService({ screener: fakeScreener() })
  const screen = async (message: object) =>
    screenResponse.parse((await service.post('/screen', message)).json())
  await screen({ text: lureOf(0) })
  const id = (await screen({ text: lureOf(1) })).campaign?.id ?? ''
  const put = (list: string, more: object = {}) =>
    service.inject({
      method: 'PUT',
      url: `/lists/${list}/campaign/${id}`,
      payload: { reason: '通報 3 件', ...more },
    })
  const remove = (list: string) => service.inject({ method: 'DELETE', url: `/lists/${list}/campaign/${id}` })
  const review = (decision: string) => service.post(`/campaigns/${id}/review`, { decision })
  const counts = async () => (await service.get('/screenings/counts')).json()
  return { service, screen, id, put, remove, review, counts }
}

describe('a campaign that is denied', () => {
  test('blocks what comes of it, also where nothing is found, with the entry as evidence', async () => {
    const { screen, put, id, remove, counts } = await withCampaign()
    expect((await screen({ text: quiet(2) })).verdict).toBe('allow')
    expect((await put('deny', { category: 'material_purchase' })).statusCode).toBe(200)
    const answer = await screen({ text: quiet(3) })
    expect(answer).toMatchObject({
      verdict: 'block',
      confidence: 1,
      decidedBy: { category: 'material_purchase', by: 'list', threshold: 1 },
      campaign: { id, size: 3, status: 'open' },
      flags: [{ category: 'material_purchase', evidence: [{ rule: 'list.deny.campaign' }] }],
    })
    const [evidence] = answer.flags[0]?.evidence ?? []
    expect(evidence?.reason).toContain('通報 3 件')
    expect(evidence?.text).toBe(quiet(3).slice(evidence?.start, evidence?.end))
    expect(evidence?.text).toContain('らいん')
    expect((await screen({ text: quiet(4), dryRun: true })).verdict).toBe('block')
    expect((await screen({ text: '別の話です。' })).verdict).toBe('allow')
    expect(await counts()).toMatchObject({ pending: 3 })
    await remove('deny')
    expect((await screen({ text: quiet(5) })).verdict).toBe('allow')
  })

  test('is so whatever moderators decided, and what comes waits for them', async () => {
    const { screen, put, review, counts } = await withCampaign()
    await review('dismissed')
    expect((await screen({ text: lureOf(2) })).verdict).toBe('allow')
    await put('deny')
    expect((await screen({ text: lureOf(3) })).decidedBy?.by).toBe('list')
    expect(await counts()).toMatchObject({ pending: 1, dismissed: 2 })
  })

  test('is denied until the entry ends', async () => {
    const { screen, put } = await withCampaign()
    await put('deny', { expiresAt: new Date(Date.now() + 400).toISOString() })
    expect((await screen({ text: quiet(2) })).verdict).toBe('block')
    await new Promise(resolve => setTimeout(resolve, 450))
    expect((await screen({ text: quiet(3) })).verdict).toBe('allow')
  })
})

describe('a campaign that is allowed', () => {
  test('passes and is not queued again; with something else besides it is', async () => {
    const { service, screen, put, id, counts } = await withCampaign()
    await put('allow')
    expect(await screen({ text: lureOf(2) })).toMatchObject({
      verdict: 'allow',
      flags: [],
      campaign: { id, size: 3, status: 'open' },
    })
    expect((await screen({ text: lureOf(3), dryRun: true })).verdict).toBe('allow')
    expect(await counts()).toMatchObject({ pending: 2 })
    const { byStatus } = openedCampaign.parse((await service.get(`/campaigns/${id}`)).json())
    expect(byStatus).toEqual({ pending: 2, confirmed: 0, dismissed: 0, passed: 1 })
    expect((await screen({ text: `${lureOf(4)}教材も買ってください。` })).verdict).toBe('block')
  })

  test('passes although moderators confirmed it, until it is denied as well', async () => {
    const { screen, put, review } = await withCampaign()
    await review('confirmed')
    expect((await screen({ text: lureOf(2) })).decidedBy?.by).toBe('campaign')
    await put('allow')
    expect((await screen({ text: lureOf(3) })).verdict).toBe('allow')
    await put('deny')
    expect((await screen({ text: lureOf(4) })).decidedBy?.by).toBe('list')
  })

  test('lets nothing pass that is denied for something else', async () => {
    const { service, screen, put } = await withCampaign()
    await put('allow')
    await service.inject({ method: 'PUT', url: '/lists/deny/line_id/desk7x', payload: { reason: 'r' } })
    expect((await screen({ text: lureOf(7) })).decidedBy?.by).toBe('list')
  })
})

test.each(['deny', 'allow'])('%s of a campaign that is not there is a 404', async list => {
  const { service } = await withCampaign()
  const url = `/lists/${list}/campaign/cmp_01M85G0V7B2Q4E9K3TNHX6D8RA`
  const reply = await service.inject({ method: 'PUT', url, payload: { reason: 'r' } })
  expect([reply.statusCode, problem.parse(reply.json()).detail]).toEqual([404, 'There is no such campaign.'])
})

test('a report of a copy is answered as its campaign is denied or confirmed, and put before moderators where it is allowed', async () => {
  const { service, put, remove, review, counts, id } = await withCampaign()
  const report = async (text: string) => (await service.post('/reports', { text })).json()
  expect((await report(quiet(2))).verdict).toBe('allow')
  await put('deny')
  expect((await report(quiet(3))).verdict).toBe('block')
  await remove('deny')
  await put('allow')
  const { verdict, screeningId } = await report(lureOf(4))
  expect([verdict, await counts()]).toMatchObject(['block', { pending: 5 }])
  await remove('allow')
  await review('confirmed')
  expect((await report(quiet(5))).verdict).toBe('block')
  expect(await counts()).toMatchObject({ pending: 0, confirmed: 6 })
  const opened = (await service.get(`/screenings/${screeningId}`)).json()
  expect(opened.campaign).toMatchObject({ id, size: 6 })
})
