import { expect, test } from 'vitest'
import type { ScreeningId } from '../../../src/contract/ids.js'
import type { Side } from '../../../src/contract/words.js'
import type { ScreeningFilter } from '../../../src/store/screening.js'
import { openStore } from '../../../src/store/store.js'
import { copy, lureOf } from '../../support/copies.js'
import { EVER, judged } from '../../support/screenings.js'
import { onEveryStore } from '../../support/stores.js'

const TERM = { days: 9, keptDays: 9 }

onEveryStore('appeals', on => {
  const file = (id: ScreeningId, from: Side = 'sender', days = 180) =>
    on.store.appeals.add(on.tenant, id, 'site', {
      from,
      text: '仕事の依頼です',
      term: { days, keptDays: 999 },
    })
  const filed = async (id: ScreeningId, from?: Side): Promise<string> => {
    const step = await file(id, from)
    return step.kind === 'filed' ? step.appealId : step.kind
  }
  const answer = (id: string, actor: string, outcome: 'granted' | 'rejected', more = {}) =>
    on.store.appeals.decide(on.tenant, id, actor, { outcome, ...more })
  const next = (actor: string) =>
    on.store.queue.next(on.tenant, actor, { filter: {}, sort: 'harm', skip: [], includeTests: false }, 10)
  const find = (id: ScreeningId) => on.store.screenings.find(on.tenant, id)
  const confirmed = async (actor = 'sato') => {
    const { id } = await on.keep({ text: 'LINE', client: { id: 'c' } })
    await on.store.queue.review(on.tenant, id, actor, { decision: 'confirmed' })
    return id
  }
  const types = async () =>
    (await on.store.outbox.list(on.tenant, {}, { limit: 50 })).items.map(({ type }) => type).reverse()

  test('come once a side, of what is there, and of what restricts somebody', async () => {
    const id = await confirmed()
    expect((await file(id)).kind).toBe('filed')
    expect((await file(id)).kind).toBe('repeated')
    expect((await file(id, 'recipient')).kind).toBe('filed')
    expect(
      (await on.store.appeals.add('other', id, 'x', { from: 'sender', text: 'x', term: TERM })).kind,
    ).toBe('missing')
    const fine = await on.keep({ text: 'LINE' })
    await on.store.queue.review(on.tenant, fine.id, 'sato', { decision: 'dismissed' })
    expect((await file(fine.id)).kind).toBe('nothing')
    expect((await file(await confirmed(), 'sender', 0)).kind).toBe('late')
  })

  test('leave the decision in force, and put its case first before whoever has not decided it', async () => {
    const id = await confirmed('sato')
    const other = await on.keep({ text: '教材' })
    await filed(id)
    expect(await find(id)).toMatchObject({
      status: 'confirmed',
      order: { factors: [{ factor: 'appeal' }, {}, {}, {}] },
    })
    expect((await next('sato'))?.id).toBe(other.id)
    const taken = await next('ito')
    expect(taken).toMatchObject({ id, status: 'confirmed', claim: { by: 'ito' } })
    expect((await next('ito'))?.id).toBe(id)
    expect(await next('kato')).toBeUndefined()
    await on.store.queue.release(on.tenant, id, 'ito')
    expect((await next('kato'))?.id).toBe(id)
  })

  test('are found by a filter, counted beside the pending ones, and told of in the list', async () => {
    const id = await confirmed('sato')
    const waiting = await on.keep({ text: '教材' })
    await on.keep({ text: 'LINE' })
    const list = async (filter: ScreeningFilter) =>
      (await on.store.screenings.list(on.tenant, filter, { limit: 9, sort: 'oldest' })).items
    const counts = async (filter: ScreeningFilter = {}) => [
      await on.store.screenings.count(on.tenant, { ...filter, appeal: 'open' }),
      await on.store.screenings.countAppealed(on.tenant, filter),
    ]
    expect(await list({ appeal: 'open' })).toEqual([])
    const appeal = await filed(id)
    await filed(waiting.id)
    expect((await list({ appeal: 'open' })).map(one => [one.id, one.openAppeals])).toEqual([
      [id, 1],
      [waiting.id, 1],
    ])
    expect((await list({ appeal: 'open', category: 'material_purchase' })).map(one => one.id)).toEqual([
      waiting.id,
    ])
    expect(await counts()).toEqual([{ pending: 1, confirmed: 1, dismissed: 0 }, 1])
    expect(await counts({ category: 'material_purchase' })).toEqual([
      { pending: 1, confirmed: 0, dismissed: 0 },
      0,
    ])
    const wish = { filter: { appeal: 'open' }, sort: 'harm', skip: [], includeTests: false } as const
    const handed = async () => (await on.store.queue.next(on.tenant, 'sato', wish, 10))?.id
    expect(await handed()).toBe(waiting.id)
    await on.store.queue.review(on.tenant, waiting.id, 'sato', { decision: 'dismissed' })
    expect(await handed()).toBeUndefined()
    await answer(appeal, 'ito', 'rejected')
    expect(await counts()).toEqual([{ pending: 0, confirmed: 0, dismissed: 0 }, 0])
  })

  test('are for whoever has not decided the case; of a pending one for everybody', async () => {
    const id = await confirmed('sato')
    await filed(id)
    const may = (of: ScreeningId, actor: string) => on.store.appeals.mayAnswer(on.tenant, of, actor)
    expect([await may(id, 'sato'), await may(id, 'ito')]).toEqual([false, true])
    const pending = await on.keep({ text: '教材' })
    expect(await may(pending.id, 'sato')).toBe(true)
    expect(await on.store.appeals.mayAnswer('other', id, 'ito')).toBe(false)
  })

  test('granted, the case is decided the other way with all that follows', async () => {
    const id = await confirmed()
    expect(await on.store.clients.confirmed(on.tenant, ['c'])).toEqual(new Map([['c', 1]]))
    const appeal = await filed(id)
    await on.store.outbox.setEndpoint(on.tenant, 'boss', { url: 'https://example.com', secret: 'whsec_x' })
    expect(await answer(appeal, 'ito', 'granted', { note: '題材' })).toMatchObject({
      kind: 'done',
      appeal: { status: 'granted', decidedBy: 'ito', note: '題材', text: '仕事の依頼です' },
    })
    expect(await find(id)).toMatchObject({
      status: 'dismissed',
      claim: null,
      decision: { by: 'ito', categories: [], note: '題材' },
    })
    expect((await find(id))?.order.factors.map(({ factor }) => factor)).not.toContain('appeal')
    expect(await on.store.clients.confirmed(on.tenant, ['c'])).toEqual(new Map())
    const statistics = await on.store.statistics(on.tenant, EVER)
    expect(statistics.rules).toMatchObject([{ confirmed: 0, dismissed: 1, precision: 0 }])
    expect(statistics).toMatchObject({
      decisions: { confirmed: 0, dismissed: 1 },
      appeals: { open: 0, granted: 1, rejected: 0 },
    })
    expect(await on.store.screenings.count(on.tenant, {})).toEqual({ pending: 0, confirmed: 0, dismissed: 1 })
    expect(await types()).toEqual(['appeal.decided', 'screening.decided'])
    expect((await on.store.audit.of(on.tenant, id)).map(({ type, actor }) => [type, actor])).toEqual([
      ['confirmed', 'sato'],
      ['appealed', 'site'],
      ['appeal_granted', 'ito'],
    ])
    for await (const page of on.store.archive({ tenant: on.tenant, status: 'decided' }))
      expect(page.map(({ decision }) => decision?.categories)).toEqual([[]])
  })

  test('rejected, nothing changes and the case waits no more', async () => {
    const id = await confirmed()
    const before = await find(id)
    const appeal = await filed(id)
    await next('ito')
    expect((await answer(appeal, 'ito', 'rejected')).kind).toBe('done')
    expect(await find(id)).toEqual(before)
    expect(await next('kato')).toBeUndefined()
    expect(await answer(appeal, 'kato', 'granted')).toEqual({ kind: 'answered', status: 'rejected' })
  })

  test('are not answered by who decided, alone, with others, or by an earlier answer', async () => {
    const id = await confirmed('sato')
    const appeal = await filed(id)
    expect((await answer(appeal, 'sato', 'rejected')).kind).toBe('partial')
    const many = await on.keep({ text: 'LINE' })
    await on.store.queue.reviewAll(on.tenant, [many.id], 'sato', { decision: 'confirmed' })
    expect((await answer(await filed(many.id), 'sato', 'granted')).kind).toBe('partial')
    await answer(appeal, 'ito', 'granted')
    const second = await filed(id, 'recipient')
    expect((await answer(second, 'ito', 'rejected')).kind).toBe('partial')
    // He has decided it before, and was corrected.
    expect((await answer(second, 'sato', 'granted')).kind).toBe('partial')
    expect((await answer(second, 'kato', 'granted')).kind).toBe('done')
    expect(await find(id)).toMatchObject({ status: 'confirmed', decision: { by: 'kato' } })
  })

  test('of both sides may be rejected by one, and are granted together', async () => {
    const [first, second] = [await confirmed(), await confirmed()]
    const [a, b] = [await filed(first), await filed(first, 'recipient')]
    expect((await answer(a, 'ito', 'rejected')).kind).toBe('done')
    expect((await answer(b, 'ito', 'rejected')).kind).toBe('done')
    const [c] = [await filed(second), await filed(second, 'recipient')]
    await answer(c, 'ito', 'granted')
    expect((await on.store.appeals.of(on.tenant, second)).map(({ status }) => status)).toEqual([
      'granted',
      'granted',
    ])
  })

  test('of a case that nobody has decided are answered by its decision, and the other way round', async () => {
    const held = await on.keep({ text: '教材' })
    const blocked = await on.keep({ text: 'LINE' })
    const appeal = await filed(held.id)
    expect((await next('ito'))?.id).toBe(held.id)
    await on.store.queue.review(on.tenant, held.id, 'ito', { decision: 'dismissed' })
    expect(await on.store.appeals.of(on.tenant, held.id)).toMatchObject([
      { id: appeal, status: 'granted', decidedBy: 'ito' },
    ])
    const other = await filed(blocked.id)
    await answer(other, 'ito', 'rejected', { categories: ['material_purchase'] })
    expect(await find(blocked.id)).toMatchObject({
      status: 'confirmed',
      decision: { categories: ['material_purchase'] },
    })
    expect(await on.store.appeals.of(on.tenant, blocked.id)).toMatchObject([{ status: 'rejected' }])
  })

  test('are not answered by who has given a second opinion, and nobody is asked for one then', async () => {
    const store = await openStore(on.location, 'full', {
      rates: { secondReviewRate: 1, goldenRate: 0, auditRate: 0 },
    })
    const screening = judged({ text: 'LINE' })
    await store.inbox.keep(on.tenant, [screening])
    await store.queue.review(on.tenant, screening.id, 'sato', { decision: 'confirmed' })
    const wish = { filter: {}, sort: 'harm', skip: [], includeTests: false } as const
    expect(await store.queue.next(on.tenant, 'ito', wish, 10)).toMatchObject({ status: 'pending' })
    await store.queue.review(on.tenant, screening.id, 'ito', { decision: 'confirmed' })
    const appeal = await filed(screening.id)
    expect((await answer(appeal, 'ito', 'rejected')).kind).toBe('partial')
    expect(await store.queue.next(on.tenant, 'kato', wish, 10)).toMatchObject({ status: 'confirmed' })
    await store.close()
  })

  test('a decision that is objected to is not taken back', async () => {
    const id = await confirmed()
    await filed(id)
    expect(await on.store.queue.reopen(on.tenant, id, 'ito')).toEqual({ kind: 'appealed' })
    expect(await on.store.queue.reopenAll(on.tenant, [id], 'ito')).toMatchObject({ conflicts: [id] })
  })

  test('of two who answer at once one does', async () => {
    const id = await confirmed()
    const appeal = await filed(id)
    const steps = await Promise.all([answer(appeal, 'ito', 'granted'), answer(appeal, 'kato', 'rejected')])
    expect(steps.map(({ kind }) => kind).sort()).toEqual(['answered', 'done'])
  })

  test('are listed by who waits longest, and go with the case', async () => {
    const ids = [await confirmed(), await confirmed(), await confirmed()]
    for (const id of ids) await filed(id)
    const first = await on.store.appeals.list(on.tenant, { limit: 2, status: 'open' })
    expect(first.items.map(({ screeningId }) => screeningId)).toEqual(ids.slice(0, 2))
    const rest = await on.store.appeals.list(on.tenant, { limit: 2, cursor: first.nextCursor ?? '' })
    expect(rest).toMatchObject({ items: [{ screeningId: ids[2] }], nextCursor: null })
    await on.store.erasure.screening(on.tenant, ids[0] ?? rest.items[0]?.screeningId ?? 'scr_', 'boss')
    await on.store.erasure.client(on.tenant, 'c', 'boss')
    expect((await on.store.appeals.list(on.tenant, { limit: 9 })).items).toEqual([])
  })

  test('are purged with the case', async () => {
    const id = await confirmed()
    await filed(id)
    await on.store.erasure.purge(new Date('2200-01-01'))
    expect((await on.store.appeals.list(on.tenant, { limit: 9 })).items).toEqual([])
  })

  test.each(['evidence', 'none'] as const)('keep no words where STORE_TEXT is %s', async textKept => {
    const store = await openStore(on.location, textKept)
    const screening = judged({ text: 'LINE' })
    await store.inbox.keep(on.tenant, [screening])
    await store.appeals.add(on.tenant, screening.id, 'site', { from: 'sender', text: '秘密', term: TERM })
    expect(await store.appeals.of(on.tenant, screening.id)).toMatchObject([{ text: null }])
    await store.close()
  })

  test('leave a case of a campaign to itself, whatever becomes of the others', async () => {
    const kept = [1, 2, 3].map(number => copy({ text: lureOf(number) }))
    await on.store.inbox.keep(on.tenant, kept)
    const { items } = await on.store.campaigns.list(on.tenant, {}, { sort: 'size', limit: 9 })
    const campaign = items[0]?.id ?? ''
    await on.store.campaigns.review(on.tenant, campaign, 'sato', { decision: 'confirmed' })
    const [id] = kept.map(one => one.id)
    if (id === undefined) throw new Error('nothing was kept')
    const appeal = await filed(id)
    expect((await answer(appeal, 'sato', 'rejected')).kind).toBe('partial')
    await on.store.campaigns.reopen(on.tenant, campaign, 'sato')
    expect(await on.store.screenings.count(on.tenant, {})).toEqual({ pending: 2, confirmed: 1, dismissed: 0 })
    expect((await answer(appeal, 'ito', 'granted')).kind).toBe('done')
    expect((await find(id))?.status).toBe('dismissed')
  })

  test('tell the platform of every answer, and name nobody when the case is erased', async () => {
    await on.store.outbox.setEndpoint(on.tenant, 'boss', { url: 'https://a.example/', secret: 'whsec_x' })
    const { id } = await on.keep({ text: 'LINE', messageId: 'himitsu-m', client: { id: 'himitsu-c' } })
    await on.store.reports.add(
      on.tenant,
      'site',
      { reporterId: 'himitsu-r' },
      judged({ text: 'LINE', messageId: 'himitsu-m' }),
    )
    const appeal = await filed(id)
    await on.store.queue.review(on.tenant, id, 'ito', { decision: 'dismissed' })
    await on.store.erasure.screening(on.tenant, id, 'boss')
    const due = await on.store.outbox.take(
      new Map([[on.tenant, 50]]),
      new Date(Date.now() + 1_000),
      new Date(Date.now() + 60_000),
    )
    const bodies = due.map(({ payload }) => JSON.parse(payload))
    expect(bodies.map(({ type }) => type)).toEqual([
      'screening.flagged',
      'appeal.decided',
      'report.decided',
      'screening.decided',
    ])
    expect(bodies[1].data).toEqual({
      appealId: appeal,
      screeningId: id,
      messageId: null,
      clientId: null,
      from: 'sender',
      outcome: 'granted',
      status: 'dismissed',
      decidedAt: expect.any(String),
      statement: `/screenings/${id}/statement?for=sender`,
    })
    expect(bodies[2].data).toMatchObject({ reporterId: null, kind: 'violation', outcome: 'not_upheld' })
    expect(bodies[3].data.statement).toBe(`/screenings/${id}/statement?for=sender`)
    expect(JSON.stringify(bodies)).not.toMatch(/himitsu|仕事/)
  })
})
