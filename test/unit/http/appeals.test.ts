import { expect, test } from 'vitest'
import { appeal, appealPage, appealsOfCase } from '../../../src/http/schemas/appeals.js'
import { openedScreening } from '../../../src/http/schemas/opened-screening.js'
import { problem } from '../../../src/http/schemas/problem.js'
import { screeningList, statusCounts } from '../../../src/http/schemas/screenings.js'
import type { Role } from '../../../src/store/keys.js'
import { fakeScreener } from '../../support/screener.js'
import { startService } from '../../support/service.js'

const service = await startService({ screener: fakeScreener(), config: { hasKeys: true } })
const keys = new Map<string, string>()
for (const [actor, role] of [
  ['site', 'platform'],
  ['sato', 'moderator'],
  ['ito', 'moderator'],
  ['boss', 'admin'],
] as const satisfies readonly (readonly [string, Role])[])
  keys.set(actor, (await service.store.keys.create({ tenant: 'acme', role, actor })).key)

const as = (actor: string) => ({ authorization: `Bearer ${keys.get(actor)}` })
const get = (actor: string, url: string) => service.inject({ method: 'GET', url, headers: as(actor) })
const post = (actor: string, url: string, payload: object) =>
  service.inject({ method: 'POST', url, payload, headers: as(actor) })

async function flagged(message: object = {}): Promise<string> {
  return (await post('site', '/screen', { text: 'LINEで教材', ...message })).json().id
}
async function confirmed(): Promise<string> {
  const id = await flagged()
  await post('sato', `/screenings/${id}/review`, { decision: 'confirmed' })
  return id
}
const object = (id: string, from = 'sender') =>
  post('site', `/screenings/${id}/appeals`, { from, text: '制作の依頼です' })
const refusal = (reply: { statusCode: number; json: () => unknown }) => {
  const { type } = problem.parse(reply.json())
  return [reply.statusCode, type.replace('urn:sekisho:problem:', '')]
}

test('a sender objects, somebody else reads it, and the decision is corrected', async () => {
  const id = await confirmed()
  const filed = await object(id)
  expect([filed.statusCode, filed.json()]).toEqual([
    201,
    { id: expect.stringMatching(/^apl_/), status: 'open' },
  ])
  expect(refusal(await object(id))).toEqual([409, 'appeal_repeated'])
  expect(refusal(await post('sato', `/screenings/${id}/reopen`, {}))).toEqual([409, 'appeal_open'])
  const handed = openedScreening.parse((await post('ito', '/screenings/next', {})).json())
  expect(handed).toMatchObject({
    id,
    status: 'confirmed',
    claim: { by: 'ito' },
    appeals: [{ from: 'sender' }],
  })
  expect(handed).toMatchObject({ openAppeals: 1, mayAnswerAppeals: true })
  expect(handed.appeals).toMatchObject([{ contests: 'confirmed' }])
  const seen = openedScreening.parse((await get('sato', `/screenings/${id}`)).json())
  expect(seen.mayAnswerAppeals).toBe(false)
  const listed = screeningList.parse((await get('ito', '/screenings?appeal=open')).json())
  expect(listed.items).toMatchObject([{ id, openAppeals: 1 }])
  expect(statusCounts.parse((await get('ito', '/screenings/counts')).json())).toMatchObject({ appealed: 1 })
  const url = `/appeals/${filed.json().id}/decide`
  expect(refusal(await post('boss', url, { outcome: 'granted' }))).toEqual([409, 'claimed_by_other'])
  const decided = await post('ito', url, { outcome: 'granted', note: '仕事の題材' })
  expect(appeal.parse(decided.json())).toMatchObject({ status: 'granted', decidedBy: 'ito' })
  expect(refusal(await post('boss', url, { outcome: 'rejected' }))).toEqual([409, 'appeal_answered'])
  expect(openedScreening.parse((await get('boss', `/screenings/${id}`)).json())).toMatchObject({
    status: 'dismissed',
    decision: { by: 'ito', note: '仕事の題材' },
  })
  const exported = (await get('boss', '/screenings/export')).body.trim().split('\n')
  expect(exported.map(line => JSON.parse(line))).toMatchObject([{ id, labels: [] }])
})

test('who decided hears that somebody else has to read it', async () => {
  const filed = await object(await confirmed())
  const reply = await post('sato', `/appeals/${filed.json().id}/decide`, { outcome: 'rejected' })
  expect(refusal(reply)).toEqual([409, 'decided_before'])
})

test('a platform sees the outcome, and not who gave it', async () => {
  const id = await confirmed()
  const filed = await object(id)
  await post('boss', `/appeals/${filed.json().id}/decide`, { outcome: 'rejected', note: '内緒' })
  const url = `/screenings/${id}/appeals`
  const [seen] = appealsOfCase.parse((await get('site', url)).json()).appeals
  expect(seen).toMatchObject({ status: 'rejected', decidedBy: null, note: null, text: '制作の依頼です' })
  const [whole] = appealsOfCase.parse((await get('ito', url)).json()).appeals
  expect(whole).toMatchObject({ decidedBy: 'boss', note: '内緒' })
})

test('are listed in pages', async () => {
  const page = appealPage.parse((await get('ito', '/appeals?status=rejected&limit=1')).json())
  expect(page.items.map(({ status }) => status)).toEqual(['rejected'])
  expect((await get('ito', '/appeals?cursor=x')).statusCode).toBe(400)
})

test.each([
  ['an unknown case', 'scr_01ARZ3NDEKTSV4RRFFQ69G5FAV', { from: 'sender', text: 'x' }, 404],
  ['no id', 'x', { from: 'sender', text: 'x' }, 404],
  ['nobody', undefined, { text: 'x' }, 400],
  ['another side', undefined, { from: 'reporter', text: 'x' }, 400],
  ['no words', undefined, { from: 'sender', text: '' }, 400],
  ['more than is asked', undefined, { from: 'sender', text: 'x', note: 'x' }, 400],
])('of %s is refused', async (_name, id, body, status) => {
  const reply = await post('site', `/screenings/${id ?? (await confirmed())}/appeals`, body)
  expect([reply.statusCode, problem.parse(reply.json()).status]).toEqual([status, status])
})

test('what restricts nobody is nothing to object to', async () => {
  const id = await flagged()
  await post('sato', `/screenings/${id}/review`, { decision: 'dismissed' })
  expect(refusal(await object(id))).toEqual([409, 'nothing_to_appeal'])
})

test('categories are for what an answer confirms', async () => {
  const filed = await object(await confirmed())
  const reply = await post('boss', `/appeals/${filed.json().id}/decide`, {
    outcome: 'granted',
    categories: ['mlm'],
  })
  expect(reply.json()).toMatchObject({
    status: 400,
    errors: [{ pointer: expect.stringMatching(/categories/) }],
  })
  const known = await post('boss', `/appeals/${filed.json().id}/decide`, {
    outcome: 'granted',
    categories: ['material_purchase'],
  })
  expect(known.json()).toMatchObject({ status: 400, errors: [{ pointer: '/categories' }] })
})

test('a report that there is nothing wrong needs a flagged message', async () => {
  const report = (body: object) => post('site', '/reports', { kind: 'not_a_violation', ...body })
  expect((await report({ text: 'LINE' })).json()).toMatchObject({ errors: [{ pointer: '/messageId' }] })
  await post('site', '/screen', { text: 'ok', messageId: 'm-ok' })
  expect(refusal(await report({ text: 'ok', messageId: 'm-ok' }))).toEqual([409, 'not_flagged'])
  const id = await flagged({ messageId: 'm-1' })
  const reply = await report({ text: 'LINEで教材', messageId: 'm-1', reporterId: 'w' })
  expect([reply.statusCode, reply.json()]).toMatchObject([201, { screeningId: id, isNew: false }])
  expect(openedScreening.parse((await get('ito', `/screenings/${id}`)).json()).reports).toMatchObject([
    { kind: 'not_a_violation', reporter: { weight: 1, muted: false } },
  ])
})

test('another tenant sees and answers none', async () => {
  const filed = await object(await confirmed())
  const { key } = await service.store.keys.create({ tenant: 'rival', role: 'admin', actor: 'x' })
  const headers = { authorization: `Bearer ${key}` }
  const answered = await service.inject({
    method: 'POST',
    url: `/appeals/${filed.json().id}/decide`,
    payload: { outcome: 'granted' },
    headers,
  })
  expect(answered.statusCode).toBe(404)
  expect((await service.inject({ method: 'GET', url: '/appeals', headers })).json().items).toEqual([])
})

test('no words of an objection are in the log or the trail', async () => {
  const trail = (await get('boss', '/audit?limit=500')).body
  expect(JSON.stringify(service.log()) + trail).not.toMatch(/制作の依頼|内緒/)
})
