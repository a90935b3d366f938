import { describe, expect, test } from 'vitest'
import {
  campaignDecided,
  campaignList,
  campaignReopened,
  openedCampaign,
} from '../../../src/http/schemas/campaigns.js'
import { screenResponse } from '../../../src/http/schemas/judgements.js'
import { openedScreening } from '../../../src/http/schemas/opened-screening.js'
import { problem } from '../../../src/http/schemas/problem.js'
import { screeningList } from '../../../src/http/schemas/screenings.js'
import { clientRecord } from '../../../src/http/schemas/statistics.js'
import { lureOf } from '../../support/copies.js'
import { fakeScreener } from '../../support/screener.js'
import { startService } from '../../support/service.js'

/** Without any campaign. */
const empty = await startService({ screener: fakeScreener() })

/** A service and a campaign of three on it. */
async function withCampaign() {
  const service = await startService({ screener: fakeScreener() })
  const screen = async (message: object) =>
    screenResponse.parse((await service.post('/screen', message)).json())
  const answers = []
  for (const at of [0, 1, 2]) answers.push(await screen({ text: lureOf(at), client: { id: `c${at}` } }))
  const id = answers[2]?.campaign?.id ?? ''
  const post = (step: string, body?: object) =>
    service.inject({ method: 'POST', url: `/campaigns/${id}/${step}`, ...(body && { payload: body }) })
  return { service, screen, answers, id, post }
}

/** A copy in which the rules find nothing. */
const quiet = (number: number): string => lureOf(number).replace('LINE', 'らいん')

describe('a campaign', () => {
  test('is told of from its second message on, to a repeated one too', async () => {
    const { screen, answers, id } = await withCampaign()
    expect(answers.map(({ campaign }) => campaign?.size ?? null)).toEqual([null, 2, 3])
    expect(answers[2]?.campaign).toEqual({ id, size: 3, status: 'open' })
    const message = { text: lureOf(4), messageId: 'm' }
    expect((await screen(message)).campaign?.size).toBe(4)
    await screen({ text: lureOf(5) })
    expect((await screen(message)).campaign?.size).toBe(5)
    expect((await screen({ text: lureOf(6), dryRun: true })).campaign).toBeNull()
  })

  test('is listed, and opened with what varies in it', async () => {
    const { service, id } = await withCampaign()
    const { items, nextCursor } = campaignList.parse((await service.get('/campaigns?status=open')).json())
    expect([items.map(one => one.id), nextCursor]).toEqual([[id], null])
    const opened = openedCampaign.parse((await service.get(`/campaigns/${id}?limit=2`)).json())
    const varying = opened.core?.varies.map(({ start, end }) => opened.core?.text.slice(start, end)).join()
    expect(varying).toContain('佐藤')
    expect(varying).not.toContain('くわしい流れ')
    expect(opened.members.items).toHaveLength(2)
    const next = await service.get(`/campaigns/${id}?limit=2&cursor=${opened.members.nextCursor}`)
    expect(openedCampaign.parse(next.json()).members.items).toHaveLength(1)
    expect(opened.topSenders).toHaveLength(3)
    expect(opened.timeline.reduce((sum, { messages }) => sum + messages, 0)).toBe(3)
    const record = clientRecord.parse((await service.get('/clients/c0')).json())
    expect(record.shares).toEqual([
      { clientId: 'c1', by: 'campaign', campaignId: id, messages: 1 },
      { clientId: 'c2', by: 'campaign', campaignId: id, messages: 1 },
    ])
  })

  test('is one entry of the list and of the queue where that is asked for, and every case names it', async () => {
    const { service, answers, id } = await withCampaign()
    const campaign = { id, size: 3, status: 'open', pending: 3 }
    const listed = async (query: string) =>
      screeningList.parse((await service.get(`/screenings?${query}`)).json()).items
    expect((await listed('campaigns=collapse')).map(one => [one.id, one.campaign])).toEqual([
      [answers[0]?.id, campaign],
    ])
    expect((await listed('status=pending')).map(one => one.campaign)).toEqual([campaign, campaign, campaign])
    const next = async () =>
      service.post('/screenings/next', { campaigns: 'collapse', skip: [answers[0]?.id] })
    expect((await next()).statusCode).toBe(204)
    const opened = openedScreening.parse((await service.get(`/screenings/${answers[2]?.id}`)).json())
    expect(opened.campaign).toEqual(campaign)
    expect((await service.get('/screenings?campaigns=expand')).statusCode).toBe(400)
  })

  test('confirmed, stops every copy at once, also one in which nothing is found, until it is reopened', async () => {
    const { screen, post, id, service } = await withCampaign()
    expect((await screen({ text: quiet(7) })).verdict).toBe('allow')
    expect(campaignDecided.parse((await post('review', { decision: 'confirmed' })).json())).toEqual({
      decided: 3,
    })
    const answer = await screen({ text: quiet(8), messageId: 'q' })
    expect(answer).toMatchObject({
      verdict: 'block',
      campaign: { id, size: 4, status: 'confirmed' },
      flags: [{ category: 'off_platform_contact', evidence: [{ rule: 'off_platform_contact.campaign' }] }],
    })
    expect(await screen({ text: quiet(8), messageId: 'q' })).toEqual({ ...answer, replayed: true })
    const counts = async () => (await service.get('/screenings/counts')).json()
    expect(await counts()).toMatchObject({ pending: 0, confirmed: 4 })
    expect(campaignReopened.parse((await post('reopen')).json())).toEqual({ reopened: 4 })
    expect((await screen({ text: quiet(9) })).verdict).toBe('allow')
    expect(await counts()).toMatchObject({ pending: 4, confirmed: 0 })
  })

  test('dismissed, lets its copies pass, and counts them', async () => {
    const { screen, post, id, service } = await withCampaign()
    await post('review', { decision: 'dismissed' })
    const answer = await screen({ text: lureOf(8), messageId: 'd' })
    expect(answer).toMatchObject({
      verdict: 'allow',
      flags: [],
      campaign: { id, size: 4, status: 'dismissed' },
    })
    expect(await screen({ text: lureOf(8), messageId: 'd' })).toEqual({ ...answer, replayed: true })
    expect((await screen({ text: `${lureOf(9)}教材も買ってください。` })).verdict).toBe('block')
    const { byStatus, members } = openedCampaign.parse((await service.get(`/campaigns/${id}`)).json())
    expect(byStatus).toEqual({ pending: 0, confirmed: 0, dismissed: 3, passed: 1 })
    expect(members.items[0]?.status).toBe('passed')
  })

  test('is decided once', async () => {
    const { post } = await withCampaign()
    expect((await post('reopen')).json().type).toBe('urn:sekisho:problem:not_decided')
    await post('review', { decision: 'confirmed' })
    const again = await post('review', { decision: 'dismissed' })
    expect([again.statusCode, problem.parse(again.json()).type]).toEqual([
      409,
      'urn:sekisho:problem:already_decided',
    ])
  })

  test.each([
    ['?status=pending', '/status'],
    ['?minSize=1', '/minSize'],
    ['?category=line', '/category'],
    ['?cursor=x', '/cursor'],
    ['?who=me', '/who'],
  ])('%s does not fit', async (query, pointer) => {
    const reply = await empty.get(`/campaigns${query}`)
    expect(problem.parse(reply.json()).errors?.map(error => error.pointer)).toEqual([pointer])
  })

  test('that is not there is a 404', async () => {
    expect((await empty.get('/campaigns/cmp_x')).statusCode).toBe(404)
  })
})

test.each(['size', 'latest'])('pages by %s go on where they ended', async sort => {
  const service = await startService({ screener: fakeScreener() })
  for (const word of ['LINEで話そう', 'LINEで会おう', 'LINEで遊ぼう'])
    for (let at = 0; at < 2; at++) await service.post('/screen', { text: word })
  const seen: string[] = []
  for (let cursor = ''; ; ) {
    const page = await service.get(`/campaigns?sort=${sort}&limit=1${cursor}`)
    const { items, nextCursor } = campaignList.parse(page.json())
    seen.push(...items.map(({ id }) => id))
    if (nextCursor === null) break
    cursor = `&cursor=${nextCursor}`
  }
  expect(new Set(seen).size).toBe(3)
  expect(seen).toHaveLength(3)
})
