import { expect, test } from 'vitest'
import type { ScreeningId } from '../../../src/contract/ids.js'
import { timeOf } from '../../../src/contract/ids.js'
import type { Wish } from '../../../src/store/lease.js'
import type { Store } from '../../../src/store/store.js'
import { ANY, instancesOf, rowsOf, waitedFor } from '../../support/blind.js'
import { EVER, judged } from '../../support/screenings.js'
import { onEveryStore } from '../../support/stores.js'

onEveryStore('a second opinion', on => {
  const instance = instancesOf(on)
  const next = (store: Store, actor: string, wish: Partial<Wish> = {}, minutes = 10) =>
    store.queue.next(on.tenant, actor, { ...ANY, ...wish }, minutes)
  /** A case that sato has confirmed, and that is to be looked at again. */
  const decided = async (store: Store, text = 'LINE', client?: string): Promise<ScreeningId> => {
    const { id } = await on.keep({ text, ...(client !== undefined && { client: { id: client } }) })
    const step = await store.queue.review(on.tenant, id, 'sato', { decision: 'confirmed', note: '誘導' })
    expect(step.kind).toBe('done')
    return id
  }

  test('is asked of another, who finds the case pending', async () => {
    const store = await instance({ secondReviewRate: 1 })
    const id = await decided(store)
    expect(await next(store, 'sato')).toBeUndefined()
    const blind = { id, status: 'pending', decision: null, claim: { by: 'ito' } }
    expect(await next(store, 'ito')).toMatchObject(blind)
    expect(await next(store, 'ito')).toMatchObject(blind)
    expect(await next(store, 'kato')).toBeUndefined()
    expect(await store.screenings.find(on.tenant, id, 'ito')).toMatchObject(blind)
    await store.audit.record({ tenant: on.tenant, type: 'viewed', actor: 'ito', screeningId: id })
    expect(await next(store, 'ito')).toMatchObject(blind)
    expect(await store.screenings.find(on.tenant, id, 'kato')).toMatchObject({
      status: 'confirmed',
      decision: { by: 'sato', note: '誘導' },
      claim: null,
    })
  })

  test.each([
    ['nothing', {}, 2],
    ['pending', { status: 'pending' }, 2],
    ['confirmed', { status: 'confirmed' }, 0],
    ["one's own", { claimedBy: 'ito' }, 1],
    ['free', { claimedBy: 'free' }, 1],
    ['a category', { category: 'off_platform_contact', status: 'pending' }, 1],
    ['another category', { category: 'material_purchase', status: 'pending' }, 1],
    ['words', { q: 'LINE', status: 'pending' }, 1],
  ] as const)(
    'stands in the list of who holds it by %s as a pending case does',
    async (_name, filter, expected) => {
      const store = await instance({ secondReviewRate: 1 })
      const id = await decided(store)
      await next(store, 'ito')
      await on.keep({ text: '教材' })
      for (const sort of ['newest', 'oldest', 'harm'] as const) {
        const { items } = await store.screenings.list(on.tenant, filter, { limit: 9, sort }, 'ito')
        expect(items).toHaveLength(expected)
        expect(items.every(one => one.status === 'pending' && one.decision === null)).toBe(true)
        const first = await store.screenings.list(on.tenant, filter, { limit: 1, sort }, 'ito')
        expect(first.items).toHaveLength(Math.min(1, expected))
        expect(first.nextCursor !== null).toBe(expected > 1)
      }
      const others = await store.screenings.list(on.tenant, { status: 'confirmed' }, { limit: 9 }, 'kato')
      expect(others.items.map(one => one.id)).toEqual([id])
      const counts = await store.screenings.count(on.tenant, filter, 'ito')
      expect([counts.pending, counts.confirmed]).toEqual([expected || 2, 0])
      expect(await store.screenings.count(on.tenant, {}, 'kato')).toMatchObject({ pending: 1, confirmed: 1 })
    },
  )

  test('changes nothing of the decision, is sent to nobody, and the trail does not say what it was', async () => {
    const store = await instance({ secondReviewRate: 1 })
    await store.outbox.setEndpoint(on.tenant, 'boss', {
      url: 'https://platform.example/hooks',
      secret: 'whsec_x',
    })
    const id = await decided(store)
    const before = (await store.outbox.list(on.tenant, {}, { limit: 9 })).items.length
    await next(store, 'ito')
    const seen = { status: 'dismissed', decision: { by: 'ito', categories: [], note: '問題なし' } }
    const step = await store.queue.review(on.tenant, id, 'ito', { decision: 'dismissed', note: '問題なし' })
    expect(step).toMatchObject({ kind: 'done', screening: { ...seen, claim: null } })
    expect(await store.screenings.find(on.tenant, id, 'ito')).toMatchObject(seen)
    expect(await store.screenings.find(on.tenant, id)).toMatchObject({
      status: 'confirmed',
      decision: { by: 'sato', categories: ['off_platform_contact'] },
    })
    expect((await store.outbox.list(on.tenant, {}, { limit: 9 })).items).toHaveLength(before)
    const trail = async (viewer: string) =>
      (await store.audit.of(on.tenant, id, viewer)).map(({ type, actor, detail }) => [
        type,
        actor,
        Object.keys(detail),
      ])
    expect(await trail('kato')).toEqual([
      ['confirmed', 'sato', ['categories']],
      ['claimed', 'ito', ['until']],
      ['second_opinion', 'ito', []],
    ])
    expect(await trail('ito')).toEqual([
      ['claimed', 'ito', ['until']],
      ['dismissed', 'ito', ['categories']],
    ])
    expect(await next(store, 'kato')).toBeUndefined()
    expect(await store.queue.review(on.tenant, id, 'ito', { decision: 'confirmed' })).toEqual({
      kind: 'wrong_status',
      status: 'dismissed',
    })
  })

  test('tells nothing by the sender either', async () => {
    const store = await instance({ secondReviewRate: 1 })
    const id = await decided(store, 'LINE', 'c')
    const later = await on.keep({ text: '教材', client: { id: 'c' } })
    const record = (viewer: string) => store.clients.find(on.tenant, 'c', viewer)
    const earlier = (viewer: string) => store.clients.earlier(on.tenant, 'c', later.id, viewer)
    await next(store, 'ito', { skip: [later.id] })
    expect(await record('kato')).toMatchObject({ byStatus: { pending: 1, confirmed: 1 } })
    expect(await earlier('kato')).toMatchObject([{ id, status: 'confirmed', decidedBy: 'sato' }])
    const blind = await record('ito')
    expect(blind).toMatchObject({ byStatus: { pending: 2, confirmed: 0 } })
    expect(blind?.byCategory.map(({ flagged, confirmed }) => [flagged, confirmed])).toEqual([
      [1, 0],
      [1, 0],
    ])
    expect(await earlier('ito')).toMatchObject([{ id, status: 'pending', decidedBy: null, decidedAt: null }])
  })

  test('tells nothing by what the text holds', async () => {
    const store = await instance({ secondReviewRate: 1 })
    const id = await decided(store, 'LINE ID: himitsu55', 'c')
    await next(store, 'ito')
    const named = { type: 'line_id', value: 'himitsu55' } as const
    const confirmed = async (viewer: string) => [
      (await store.identifiers.find(on.tenant, named, viewer)).confirmed,
      (await store.identifiers.ofCase(on.tenant, id, [named], viewer))[0]?.confirmedSenders,
    ]
    expect(await confirmed('kato')).toEqual([1, 1])
    expect(await confirmed('ito')).toEqual([0, 0])
  })

  test.each<[string, Partial<Wish>, boolean]>([
    ['anything', {}, true],
    ['its category', { filter: { category: 'off_platform_contact' } }, true],
    ['another category', { filter: { category: 'material_purchase' } }, false],
    ['its verdict', { filter: { verdict: 'block' } }, true],
    ['another verdict', { filter: { verdict: 'warn' } }, false],
    ['its words', { filter: { q: 'line' } }, true],
  ])('is asked of who wants %s: as a pending case would be', async (_name, wish, expected) => {
    const store = await instance({ secondReviewRate: 1 })
    const id = await decided(store)
    expect(await next(store, 'ito', { ...wish, skip: [id] })).toBeUndefined()
    expect((await next(store, 'ito', wish))?.id).toBe(expected ? id : undefined)
  })

  test('goes after what may do harm, until it has waited longer', async () => {
    const store = await instance({ secondReviewRate: 1 })
    const id = await decided(store)
    const harm = await on.keep({ text: '教材' })
    expect((await next(store, 'ito'))?.id).toBe(harm.id)
    await store.queue.release(on.tenant, harm.id, 'ito')
    await waitedFor(on, id, 1_000)
    expect((await next(store, 'ito'))?.id).toBe(id)
  })

  test.each<[string, number, (store: Store, id: ScreeningId) => Promise<unknown>]>([
    [
      'decided with a rate of none',
      0,
      (store, id) => store.queue.review(on.tenant, id, 'sato', { decision: 'confirmed' }),
    ],
    [
      'decided among many',
      1,
      (store, id) => store.queue.reviewAll(on.tenant, [id], 'sato', { decision: 'confirmed' }),
    ],
    [
      'seen by who asks',
      1,
      async (store, id) => {
        await store.queue.review(on.tenant, id, 'sato', { decision: 'confirmed' })
        await store.audit.record({ tenant: on.tenant, type: 'viewed', actor: 'ito', screeningId: id })
      },
    ],
    [
      'decided by who asks before it was reopened',
      1,
      async (store, id) => {
        await store.queue.review(on.tenant, id, 'ito', { decision: 'confirmed' })
        await store.queue.reopen(on.tenant, id, 'ito')
        await store.queue.review(on.tenant, id, 'sato', { decision: 'confirmed' })
      },
    ],
  ])('is not asked for what was %s', async (_name, rate, decide) => {
    const store = await instance({ secondReviewRate: rate })
    const { id } = await on.keep({ text: 'LINE' })
    await decide(store, id)
    expect(await next(store, 'ito')).toBeUndefined()
  })

  test('is asked for the share that is wanted, and again for the same cases', async () => {
    const store = await instance({ secondReviewRate: 0.3 })
    const kept = Array.from({ length: 60 }, () => judged({ text: 'LINE' }))
    await on.store.inbox.keep(on.tenant, kept)
    const asked = async (): Promise<readonly ScreeningId[]> => {
      const found: ScreeningId[] = []
      for (const { id } of kept) {
        await store.queue.review(on.tenant, id, 'sato', { decision: 'dismissed' })
        if ((await rowsOf(on, id))[0]) found.push(id)
      }
      return found
    }
    const first = await asked()
    expect(first.length).toBeGreaterThan(3)
    expect(first.length).toBeLessThan(40)
    await store.queue.reopenAll(
      on.tenant,
      kept.map(({ id }) => id),
      'sato',
    )
    expect(await asked()).toEqual(first)
  }, 60_000)

  test.each<[string, number, (store: Store, id: ScreeningId) => Promise<unknown>]>([
    ['given back', 10, (store, id) => store.queue.release(on.tenant, id, 'ito')],
    ['lost', 0, async () => undefined],
  ])('that was %s is asked of somebody else', async (_name, minutes, leave) => {
    const store = await instance({ secondReviewRate: 1 })
    const id = await decided(store)
    await next(store, 'ito', {}, minutes)
    await leave(store, id)
    expect(await store.screenings.find(on.tenant, id, 'ito')).toMatchObject({
      status: 'pending',
      claim: null,
    })
    expect((await next(store, 'kato'))?.id).toBe(id)
    expect((await store.queue.review(on.tenant, id, 'ito', { decision: 'dismissed' })).kind).toBe(
      'wrong_status',
    )
    expect((await store.queue.review(on.tenant, id, 'kato', { decision: 'dismissed' })).kind).toBe('done')
    const { pairs } = store.agreement
    expect(await pairs(on.tenant, EVER)).toMatchObject([{ second: { decision: 'dismissed' }, count: 1 }])
  })

  test('is prolonged by a claim of who holds it, of nobody else', async () => {
    const store = await instance({ secondReviewRate: 1 })
    const id = await decided(store)
    const first = await next(store, 'ito', {}, 1)
    const step = await store.queue.claim(on.tenant, id, 'ito', 60)
    expect(step).toMatchObject({ kind: 'done', screening: { status: 'pending', claim: { by: 'ito' } } })
    if (step.kind === 'done') expect(step.screening.claim?.until).not.toBe(first?.claim?.until)
    expect((await store.queue.claim(on.tenant, id, 'kato', 60)).kind).toBe('wrong_status')
  })

  test('is taken back as a decision is, alone or with others, and the decision stays', async () => {
    const store = await instance({ secondReviewRate: 1 })
    const id = await decided(store)
    await next(store, 'ito')
    const back = { kind: 'done', screening: { status: 'pending', claim: null, decision: null } }
    expect(await store.queue.reopen(on.tenant, id, 'ito')).toEqual({
      kind: 'wrong_status',
      status: 'pending',
    })
    await store.queue.review(on.tenant, id, 'ito', { decision: 'dismissed' })
    expect(await store.queue.reopen(on.tenant, id, 'ito')).toMatchObject(back)
    expect(await store.agreement.pairs(on.tenant, EVER)).toEqual([])
    const many = await store.queue.reviewAll(on.tenant, [id], 'ito', { decision: 'confirmed' })
    expect(many).toMatchObject({ done: [{ id, decision: { by: 'ito' } }], conflicts: [] })
    expect(await store.queue.reopenAll(on.tenant, [id], 'ito')).toMatchObject({
      done: [{ id, status: 'pending' }],
    })
    expect(await store.queue.reopenAll(on.tenant, [id], 'ito')).toMatchObject({ done: [], conflicts: [id] })
    expect((await store.screenings.find(on.tenant, id))?.decision?.by).toBe('sato')
  })

  test('goes with the decision: then who holds the case decides it', async () => {
    const store = await instance({ secondReviewRate: 1 })
    const id = await decided(store)
    await next(store, 'ito')
    await store.queue.reopen(on.tenant, id, 'sato')
    expect(await rowsOf(on, id)).toEqual([0, 0])
    await store.queue.review(on.tenant, id, 'ito', { decision: 'dismissed' })
    expect(await store.screenings.find(on.tenant, id)).toMatchObject({
      status: 'dismissed',
      decision: { by: 'ito' },
    })
  })

  test.each<[string, (store: Store, id: ScreeningId) => Promise<unknown>]>([
    ['case', (store, id) => store.erasure.screening(on.tenant, id, 'boss')],
    ['client', store => store.erasure.client(on.tenant, 'c', 'boss')],
    ['time', (store, id) => store.erasure.purge(new Date(timeOf(id).getTime() + 1))],
  ])('is erased with its %s', async (_name, erase) => {
    const store = await instance({ secondReviewRate: 1 })
    const id = await decided(store, 'LINE', 'c')
    await next(store, 'ito')
    await store.queue.review(on.tenant, id, 'ito', { decision: 'dismissed', note: '秘密' })
    await store.golden.mark(on.tenant, id, 'boss', '秘密')
    expect(await rowsOf(on, id)).toEqual([1, 1])
    await erase(store, id)
    expect(await rowsOf(on, id)).toEqual([0, 0])
  })

  test('of ten who ask at once, at two instances, one is asked', { timeout: 60_000 }, async () => {
    const stores = [await instance({ secondReviewRate: 1 }), await instance()]
    const id = await decided(stores[0] ?? on.store)
    const found = await Promise.all(
      Array.from({ length: 10 }, (_, at) => next(stores[at % 2] ?? on.store, `m-${at}`)),
    )
    expect(found.flatMap(one => one?.id ?? [])).toEqual([id])
  })

  test('of two who hold it one after the other, one gives it', async () => {
    const store = await instance({ secondReviewRate: 1 })
    const id = await decided(store)
    await next(store, 'ito')
    const steps = await Promise.all(
      [1, 2].map(() => store.queue.review(on.tenant, id, 'ito', { decision: 'dismissed' })),
    )
    expect(steps.map(({ kind }) => kind).sort()).toEqual(['done', 'wrong_status'])
  })

  test('is told to others as it is, and to who holds it as of a pending case', async () => {
    const store = await instance({ secondReviewRate: 1 })
    const id = await decided(store)
    await next(store, 'ito')
    const [state] = await store.changes.states(on.tenant, [id])
    expect(state).toMatchObject({ status: 'confirmed', claim: null })
    expect([...(state?.seenBy ?? [])]).toMatchObject([['ito', { status: 'pending', claim: { by: 'ito' } }]])
    const { pending, claimed, more } = await store.changes.counts(on.tenant)
    expect([pending, claimed, more.get('ito')]).toEqual([0, 0, { pending: 1, claimed: 1 }])
  })
})
