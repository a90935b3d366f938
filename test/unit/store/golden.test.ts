import { expect, test } from 'vitest'
import type { ScreeningId } from '../../../src/contract/ids.js'
import type { Store } from '../../../src/store/store.js'
import { ANY, instancesOf, rowsOf } from '../../support/blind.js'
import { EVER } from '../../support/screenings.js'
import { onEveryStore } from '../../support/stores.js'

onEveryStore('a golden item', on => {
  const instance = instancesOf(on)
  const next = (store: Store, actor: string, skip: readonly string[] = []) =>
    store.queue.next(on.tenant, actor, { ...ANY, skip }, 10)
  /** A case that sato has confirmed and boss has marked, and others that wait. */
  const marked = async (store: Store): Promise<ScreeningId> => {
    const { id } = await on.keep({ text: 'LINE' })
    await store.queue.review(on.tenant, id, 'sato', { decision: 'confirmed' })
    expect((await store.golden.mark(on.tenant, id, 'boss', '研修')).kind).toBe('done')
    for (const text of ['教材', '教材とLINE']) await on.keep({ text })
    return id
  }

  test('is a decided case', async () => {
    const { id } = await on.keep({ text: 'LINE' })
    const { golden, queue } = on.store
    expect(await golden.mark(on.tenant, id, 'boss', undefined)).toEqual({ kind: 'not_decided' })
    await queue.review(on.tenant, id, 'sato', { decision: 'confirmed' })
    expect(await golden.mark('other', id, 'boss', undefined)).toEqual({ kind: 'missing' })
    for (const note of ['研修', 'よい例'])
      expect(await golden.mark(on.tenant, id, 'boss', note)).toMatchObject({
        kind: 'done',
        item: {
          id,
          status: 'confirmed',
          categories: ['off_platform_contact'],
          addedBy: 'boss',
          note,
          results: 0,
        },
      })
    expect((await golden.list(on.tenant, { limit: 1 })).items.map(({ note }) => note)).toEqual(['よい例'])
    expect((await on.store.audit.of(on.tenant, id)).map(({ type }) => type)).toEqual(['confirmed'])
    expect(await golden.unmark('other', id, 'boss')).toBe(false)
    expect(await golden.unmark(on.tenant, id, 'boss')).toBe(true)
    expect(await golden.unmark(on.tenant, id, 'boss')).toBe(false)
    expect((await golden.list(on.tenant, { limit: 1 })).items).toEqual([])
  })

  test.each([
    ['who has not judged it', 'ito', 1, true],
    ['who decided it', 'sato', 1, false],
    ['who marked it', 'boss', 1, false],
    ['nobody with a rate of none', 'ito', 0, false],
  ])('is handed out to %s', async (_name, actor, goldenRate, expected) => {
    const store = await instance({ goldenRate })
    const id = await marked(store)
    const found = await next(store, actor)
    expect(found?.id === id).toBe(expected)
    expect(found).toMatchObject({ status: 'pending', decision: null, claim: { by: actor } })
  })

  test('is handed out among others only', async () => {
    const store = await instance({ goldenRate: 1 })
    const id = await marked(store)
    const { items } = await store.screenings.list(on.tenant, { status: 'pending' }, { limit: 9 })
    const others = items.map(one => one.id)
    expect(await next(store, 'ito', others)).toBeUndefined()
    expect((await next(store, 'ito'))?.id).toBe(id)
  })

  test('is judged once by each, which changes nothing', async () => {
    const store = await instance({ goldenRate: 1 })
    const id = await marked(store)
    for (const [actor, decision] of [
      ['ito', 'confirmed'],
      ['kato', 'dismissed'],
    ] as const) {
      expect((await next(store, actor))?.id).toBe(id)
      const step = await store.queue.review(on.tenant, id, actor, { decision })
      expect(step).toMatchObject({ kind: 'done', screening: { status: decision, decision: { by: actor } } })
      expect((await next(store, actor))?.id).not.toBe(id)
    }
    expect((await store.screenings.find(on.tenant, id))?.decision?.by).toBe('sato')
    const results = await store.golden.results(on.tenant, EVER)
    expect(
      results
        .map(({ moderator, known, found, count }) => [moderator, known.decision, found.decision, count])
        .sort(),
    ).toEqual([
      ['ito', 'confirmed', 'confirmed', 1],
      ['kato', 'confirmed', 'dismissed', 1],
    ])
    expect(await store.agreement.pairs(on.tenant, EVER)).toEqual([])
    expect((await store.golden.list(on.tenant, { limit: 9 })).items).toMatchObject([{ id, results: 2 }])
  })

  test('is held by several at once', async () => {
    const store = await instance({ goldenRate: 1 })
    const id = await marked(store)
    expect((await next(store, 'ito'))?.id).toBe(id)
    expect((await next(store, 'kato'))?.id).toBe(id)
    expect((await next(store, 'ito'))?.id).toBe(id)
    expect(await rowsOf(on, id)).toEqual([2, 1])
  })

  test.each<[string, (store: Store, id: ScreeningId) => Promise<unknown>]>([
    ['unmarked', (store, id) => store.golden.unmark(on.tenant, id, 'boss')],
    ['reopened', (store, id) => store.queue.reopen(on.tenant, id, 'sato')],
    ['erased', (store, id) => store.erasure.screening(on.tenant, id, 'boss')],
  ])('that is %s takes its results along', async (_name, end) => {
    const store = await instance({ goldenRate: 1 })
    const id = await marked(store)
    await next(store, 'ito')
    await store.queue.review(on.tenant, id, 'ito', { decision: 'dismissed', note: '秘密' })
    await end(store, id)
    expect(await rowsOf(on, id)).toEqual([0, 0])
    expect(await store.golden.results(on.tenant, EVER)).toEqual([])
  })

  test('that waits for a second opinion is asked about once', async () => {
    const store = await instance({ secondReviewRate: 1, goldenRate: 1 })
    const id = await marked(store)
    expect((await next(store, 'ito'))?.id).toBe(id)
    await store.queue.review(on.tenant, id, 'ito', { decision: 'dismissed' })
    expect((await next(store, 'ito', []))?.id).not.toBe(id)
    expect(await store.golden.results(on.tenant, EVER)).toHaveLength(1)
  })
})
