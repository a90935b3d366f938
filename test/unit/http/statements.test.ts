import { describe, expect, test } from 'vitest'
import { statement } from '../../../src/http/schemas/statements.js'
import { loadStatementWords } from '../../../src/moderation/statement/words.js'
import { openStore } from '../../../src/store/store.js'
import { fakeScreener } from '../../support/screener.js'
import { startService } from '../../support/service.js'

const service = await startService({ screener: fakeScreener(), config: { appealDays: 90 } })

async function kept(text: string, more: object = {}): Promise<string> {
  return (await service.post('/screen', { text, ...more })).json().id
}
const decide = (id: string, decision: string, more: object = {}) =>
  service.post(`/screenings/${id}/review`, { decision, ...more })
const to = async (audience: string, id: string) =>
  statement.parse((await service.get(`/screenings/${id}/statement?for=${audience}`)).json())
const TEXT = '秘密の前置き。LINEで話そう'

describe('the sender is told', () => {
  test.each([
    ['安い', 'advised', '届けられました', 'was delivered'],
    ['教材', 'held', 'お預かりしていて', 'are holding'],
    ['LINE', 'stopped', '届けませんでした', 'did not deliver'],
  ])('what was done while nobody has read it: %s', async (text, measure, ja, en) => {
    const told = await to('sender', await kept(text))
    expect(told.decision).toMatchObject({ status: 'pending', measure, by: 'machine' })
    expect(told.automated).toEqual({ detection: true, decision: 'fully' })
    expect(told.text.ja).toContain(ja)
    expect(told.text.ja).toContain('人の判断はこれからです')
    expect(told.text.en).toContain(en)
    expect(told.appeal).toMatchObject({ possible: true, status: null })
  })

  test('which passage, in own words and no others, and which rule', async () => {
    const told = await to('sender', await kept(TEXT))
    expect(told.passages).toEqual([{ category: 'off_platform_contact', start: 7, end: 11, text: 'LINE' }])
    expect(told.rules).toMatchObject([
      { category: 'off_platform_contact', label: { en: 'Moving contact off the platform' } },
    ])
    expect(told.text.ja).toContain('「LINE」')
    expect(JSON.stringify(told)).not.toMatch(/秘密|off_platform_contact\.word|open/)
  })

  test('a violation before a caution, where a fixed list takes one', async () => {
    const { dsa } = await to('sender', await kept('LINEで安い'))
    expect([dsa?.category, dsa?.category_specification_other]).toEqual([
      'STATEMENT_CATEGORY_OTHER_VIOLATION_TC',
      'Contact outside the platform; Price far below the usual',
    ])
  })

  test('what a person decided, and until when one can object', async () => {
    const id = await kept('LINEで教材')
    await decide(id, 'confirmed', { categories: ['material_purchase'] })
    const told = await to('sender', id)
    expect(told.decision).toMatchObject({ status: 'confirmed', measure: 'stopped', by: 'person' })
    expect(told.passages.map(({ text }) => text)).toEqual(['教材'])
    expect(told.automated.decision).toBe('partially')
    const days = (Date.parse(told.appeal?.until ?? '') - Date.parse(told.decision.at)) / 86_400_000
    expect(days).toBe(90)
    expect(told.dsa).toMatchObject({
      decision_visibility: ['DECISION_VISIBILITY_CONTENT_DISABLED'],
      decision_ground: 'DECISION_GROUND_INCOMPATIBLE_CONTENT',
      category: 'STATEMENT_CATEGORY_SCAMS_AND_FRAUD',
      source_type: 'SOURCE_VOLUNTARY',
      automated_detection: 'Yes',
      automated_decision: 'AUTOMATED_DECISION_PARTIALLY',
      puid: id,
    })
    expect(JSON.stringify(told.dsa)).not.toContain('教材で')
  })

  test('that nothing restricts a message that was found harmless', async () => {
    const id = await kept('教材')
    await decide(id, 'dismissed')
    const told = await to('sender', id)
    expect(told).toMatchObject({
      passages: [],
      rules: [],
      dsa: null,
      appeal: { possible: false, until: null },
    })
    expect(told.text.ja).toContain('問題のないメッセージ')
  })

  test('the same as before when a decision was taken back', async () => {
    const id = await kept('教材')
    const { text } = await to('sender', id)
    await decide(id, 'confirmed')
    await service.inject({ method: 'POST', url: `/screenings/${id}/reopen` })
    expect((await to('sender', id)).text).toEqual(text)
  })

  test('what became of an objection', async () => {
    const id = await kept('LINE')
    const filed = await service.post(`/screenings/${id}/appeals`, { from: 'sender', text: '制作です' })
    expect((await to('sender', id)).appeal).toMatchObject({ possible: false, status: 'open' })
    await service.post(`/appeals/${filed.json().id}/decide`, { outcome: 'granted' })
    const told = await to('sender', id)
    expect(told.appeal?.status).toBe('granted')
    expect(told.text.ja).toContain('前の判断を改めました')
  })

  test('when it is the account and no word of the message', async () => {
    const told = await to('sender', await kept('ok', { client: { id: 'c', identityVerified: false } }))
    expect(told.text.ja).toContain('アカウントの登録情報')
    expect(told.passages).toEqual([])
  })

  test('nothing of a report before anybody has decided', async () => {
    const id = (await service.post('/reports', { text: 'すてきな方です', reporterId: 'w' })).json()
      .screeningId
    const told = await to('sender', id)
    expect(JSON.stringify(told)).not.toMatch(/通報|report|お知らせ/)
    await decide(id, 'confirmed', { categories: ['material_purchase'] })
    expect(await to('sender', id)).toMatchObject({
      automated: { detection: false, decision: 'not' },
      dsa: { source_type: 'SOURCE_TYPE_OTHER_NOTIFICATION', automated_detection: 'No' },
    })
  })
})

describe('others are told no more than they saw', () => {
  test.each(['pending', 'confirmed'] as const)('who got no message, while it is %s', async status => {
    const id = await kept(TEXT)
    if (status === 'confirmed') await decide(id, 'confirmed')
    const told = await to('recipient', id)
    expect(told).toMatchObject({ passages: [], rules: [], dsa: null })
    expect(JSON.stringify(told)).not.toMatch(/LINE|秘密|off_platform/)
  })

  test('who got it with advice is told the rule, and no passage', async () => {
    const told = await to('recipient', await kept('安い'))
    expect(told.rules.map(({ category }) => category)).toEqual(['low_unit_price'])
    expect(told.passages).toEqual([])
  })

  test('who reported it is told the outcome', async () => {
    const reported = await service.post('/reports', { text: 'ok!', messageId: 'r-1', reporterId: 'w' })
    const id = reported.json().screeningId
    expect((await to('reporter', id)).text.ja).toContain('これからメッセージを読みます')
    await decide(id, 'confirmed', { categories: ['material_purchase'] })
    const told = await to('reporter', id)
    expect(told).toMatchObject({ passages: [], appeal: null, dsa: null, decision: { status: 'confirmed' } })
    expect(told.text.ja).toContain('ご報告のとおりでした')
    expect(told.text.en).toContain('It was as you said')
  })

  test('where nobody reported it there is nothing to tell a reporter', async () => {
    const reply = await service.get(`/screenings/${await kept('LINE')}/statement?for=reporter`)
    expect(reply.statusCode).toBe(404)
  })
})

test('of what was erased there is none', async () => {
  const id = await kept('LINE')
  await service.inject({ method: 'DELETE', url: `/screenings/${id}` })
  expect((await service.get(`/screenings/${id}/statement?for=sender`)).statusCode).toBe(404)
  expect((await service.get('/screenings/x/statement?for=sender')).statusCode).toBe(404)
  expect((await service.get(`/screenings/${id}/statement`)).statusCode).toBe(400)
})

test('that it was given is recorded, and for whom', async () => {
  const id = await kept('LINE')
  await to('recipient', id)
  const { events } = (await service.get(`/screenings/${id}/events`)).json()
  expect(events).toMatchObject([
    { type: 'screened' },
    { type: 'statement_given', detail: { for: 'recipient' } },
  ])
})

test('without the text there is no passage', async () => {
  const store = await openStore({ kind: 'sqlite', file: ':memory:' }, 'none')
  const bare = await startService({ screener: fakeScreener(), store })
  const { id } = (await bare.post('/screen', { text: 'LINE' })).json()
  const told = statement.parse((await bare.get(`/screenings/${id}/statement?for=sender`)).json())
  expect(told.passages).toEqual([])
  expect(told.text.ja).not.toContain('●')
})

test('a file of words that lacks one is refused with its place', () => {
  expect(() => loadStatementWords('dict/policy.yaml')).toThrow(/dict\/policy\.yaml: done/)
})
