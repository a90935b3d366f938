import { afterAll, describe, expect, test } from 'vitest'
import { missBudget } from '../../../src/http/schemas/budget.js'
import { openedScreening } from '../../../src/http/schemas/opened-screening.js'
import { problem } from '../../../src/http/schemas/problem.js'
import { eventList } from '../../../src/http/schemas/reviews.js'
import { openStore } from '../../../src/store/store.js'
import { fakeScreener } from '../../support/screener.js'
import { startService } from '../../support/service.js'
import { databases } from '../../support/stores.js'

const AUDIT = { auditRate: 1, missBudget: 0.2 }

describe.each(databases)('the risk budget on $name', async ({ create }) => {
  const database = await create()
  const rates = { secondReviewRate: 0, goldenRate: 0, ...AUDIT }
  const store = await openStore(database.location, 'full', { rates })
  const service = await startService({ screener: fakeScreener(), store, config: { ...AUDIT, hasKeys: true } })
  afterAll(() => database.remove())

  /** A tenant of the test's own, with who screens and who decides. */
  const tenantOf = async (tenant: string) => {
    const { key } = await store.keys.create({ tenant, role: 'admin', actor: `boss of ${tenant}` })
    const { key: moderator } = await store.keys.create({
      tenant,
      role: 'moderator',
      actor: `sato of ${tenant}`,
    })
    const as = (one: string) => ({ authorization: `Bearer ${one}` })
    const post = (url: string, payload: object, one = key) =>
      service.inject({ method: 'POST', url, payload, headers: as(one) })
    const get = async (url: string, one = key) =>
      (await service.inject({ method: 'GET', url, headers: as(one) })).json()
    return {
      moderator,
      get,
      post,
      screen: async (text: string): Promise<string> => (await post('/screen', { text })).json().id,
      decide: (id: string, categories?: readonly string[]) =>
        post(
          `/screenings/${id}/review`,
          categories === undefined ? { decision: 'dismissed' } : { decision: 'confirmed', categories },
        ),
      budget: async (query = '') => missBudget.parse(await get(`/stats/budget${query}`)),
    }
  }

  test('a message that passes is answered as ever, and handed out as a case that does not say so', async () => {
    const { moderator, get, post } = await tenantOf('blind')
    const answer = (await post('/screen', { text: '納品は金曜です', messageId: 'm' })).json()
    expect(answer).toMatchObject({ verdict: 'allow', flagged: false })
    const opened = openedScreening.parse((await post('/screenings/next', {}, moderator)).json())
    expect(opened).toMatchObject({ id: answer.id, text: '納品は金曜です', status: 'pending', flags: [] })
    const { events } = eventList.parse(await get(`/screenings/${answer.id}/events`, moderator))
    const statement = await get(`/screenings/${answer.id}/statement?for=sender`, moderator)
    for (const seen of [opened, events, statement])
      expect(JSON.stringify(seen)).not.toMatch(/allow|audit|0\.01/)
    expect((await post('/screen', { text: '納品は金曜です', messageId: 'm' })).json()).toMatchObject({
      id: answer.id,
      verdict: 'allow',
    })
  })

  test('the platform is told the truth of it, before and after it is decided', async () => {
    const { get, screen, decide } = await tenantOf('platform')
    const id = await screen('納品は金曜です')
    const statement = () => get(`/screenings/${id}/statement?for=sender`)
    expect(await statement()).toMatchObject({
      decision: { status: 'pending', measure: 'delivered' },
      dsa: null,
    })
    await decide(id, ['material_purchase'])
    expect(await statement()).toMatchObject({
      decision: { status: 'confirmed', measure: 'delivered', by: 'person' },
      automated: { detection: false, decision: 'not' },
      dsa: { source_type: 'SOURCE_VOLUNTARY', automated_detection: 'No' },
    })
  })

  test('with nothing judged it says so', async () => {
    const { budget } = await tenantOf('idle')
    expect(await budget()).toMatchObject({
      maxMissRate: 0.001,
      sample: { judged: 0, auditRate: 1 },
      now: { passedShare: 0, missRate: null, upper: null },
      proposal: null,
      reason: { code: 'nothing_judged', needed: 0 },
    })
  })

  test('with few it says how many more it needs, and what it knows', async () => {
    const { budget, screen, decide } = await tenantOf('few')
    for (let count = 0; count < 6; count++) await decide(await screen('ok'))
    await screen('ok')
    await decide(await screen('LINE'), ['off_platform_contact'])
    const { from, to, ...found } = await budget('?maxMissRate=0.01')
    // Three by a hundredth of the seven eighths that passed.
    expect(found).toMatchObject({
      sample: { judged: 8, passed: 7, flagged: 1, decided: 1, undecided: 0, drawn: 7, audited: 6 },
      now: { passedShare: 7 / 8, missRate: 0 },
      proposal: null,
      reason: { code: 'too_few_audited', needed: 263 },
    })
    // A decided one stands for seven sixths of a message, and three of them are what may have been missed.
    expect(found.now.upper).toBeCloseTo(((7 / 6) * 2.9957) / 8, 4)
    const today = new Date().toISOString().slice(0, 10)
    expect([from.slice(0, 10) <= today, Date.parse(to) > Date.now() - 1_000]).toEqual([true, true])
  })

  test('with enough it proposes, by category, and the alarm rests; what is missed then breaks the budget', async () => {
    const { budget, screen, decide } = await tenantOf('enough')
    for (let count = 0; count < 40; count++) await decide(await screen('ok'))
    for (let count = 0; count < 5; count++) await decide(await screen('教材'))
    const before = await budget('?maxMissRate=0.2')
    expect(before.reason).toBeNull()
    // Nothing that was flagged as 教材 was a violation: let it pass.
    expect(before.now).toMatchObject({ passedShare: 40 / 45, missRate: 0 })
    expect(before.proposal).toMatchObject({ passedShare: 1, missRate: 0 })
    const { flag, review, block } = before.proposal?.thresholds.material_purchase?.pre_contract ?? {}
    expect(flag).toBeGreaterThan(0.7)
    expect(flag).toBeLessThan(0.75)
    expect([review, block]).toEqual([flag, 0.9])

    for (let count = 0; count < 9; count++) await decide(await screen('ok'), ['material_purchase'])
    const after = await budget('?maxMissRate=0.2')
    expect(after.now.missRate).toBeCloseTo(9 / 54, 9)
    expect(after.now.upper).toBeGreaterThan(0.2)
    // What was missed has the scores of what was not: hardly any threshold tells them apart.
    expect(after.proposal?.passedShare ?? 0).toBeLessThan(0.01)
    expect(
      after.byCategory.find(({ category }) => category === 'material_purchase')?.now.missRate,
    ).toBeCloseTo(9 / 54)
    expect(after.byCategory.find(({ category }) => category === 'off_platform_contact')?.now.missRate).toBe(0)
  })

  test.each([
    ['0', '/maxMissRate'],
    ['0.6', '/maxMissRate'],
    ['x', '/maxMissRate'],
    ['0.1&from=yesterday', '/from'],
    ['0.1&tenant=rival', '/tenant'],
  ])('maxMissRate=%s does not fit', async (value, pointer) => {
    const { get } = await tenantOf(`wrong ${pointer} ${value}`)
    const { errors } = problem.parse(await get(`/stats/budget?maxMissRate=${value}`))
    expect(errors).toMatchObject([{ pointer }])
  })

  test('the metrics tell the bound and whether it is above the budget, of all tenants', async () => {
    const { key } = await store.keys.create({ tenant: 'metrics', role: 'admin', actor: 'prometheus' })
    const { body } = await service.inject({
      method: 'GET',
      url: '/metrics',
      headers: { authorization: `Bearer ${key}` },
    })
    const value = (name: string) => Number(new RegExp(`^${name} (.+)$`, 'm').exec(body)?.[1])
    expect(value('sekisho_miss_rate_upper_bound')).toBeGreaterThan(0.2)
    expect(value('sekisho_miss_budget_broken')).toBe(1)
  })
})

test('without a budget and without audits there are no such figures', async () => {
  const service = await startService({ screener: fakeScreener() })
  const { body } = await service.get('/metrics')
  expect(body).not.toMatch(/^sekisho_miss_(rate_upper_bound|budget_broken) /m)
})
