import { expect, test } from 'vitest'
import { EVER, judged } from '../../support/screenings.js'
import { onEveryStore } from '../../support/stores.js'

const ABSENT = 'scr_01ARZ3NDEKTSV4RRFFQ69G5FAV'

onEveryStore('a decision on many', on => {
  const keepAll = async (texts: readonly string[]) => {
    const kept = texts.map(text => judged({ text }))
    await on.store.inbox.keep(on.tenant, kept)
    return kept.map(({ id }) => id)
  }

  test('decides what waits, leaves the rest, and says which is which', async () => {
    const ids = await keepAll(['LINE', 'LINEと教材', '教材', '安い'])
    const [, , decided = ABSENT, held = ABSENT] = ids
    await on.store.queue.review(on.tenant, decided, 'ito', { decision: 'dismissed' })
    await on.store.queue.claim(on.tenant, held, 'ito', 10)
    const step = await on.store.queue.reviewAll(on.tenant, [ABSENT, ...ids], 'sato', {
      decision: 'confirmed',
      note: 'x',
    })
    expect(step.done.map(({ id }) => id).sort()).toEqual(ids.slice(0, 2).sort())
    expect([step.conflicts, step.missing]).toEqual([[decided, held], [ABSENT]])
    expect((await on.store.screenings.find(on.tenant, ids[1] ?? ABSENT))?.decision).toMatchObject({
      by: 'sato',
      categories: ['off_platform_contact', 'material_purchase'],
      note: 'x',
    })
    expect((await on.store.screenings.find(on.tenant, decided))?.decision?.by).toBe('ito')
  })

  test('leaves one entry with the count, which the trail of each case finds', async () => {
    const ids = await keepAll(['LINE', '教材'])
    await on.store.queue.reviewAll(on.tenant, ids, 'sato', { decision: 'dismissed' })
    await on.store.queue.reopenAll(on.tenant, ids, 'ito')
    const { events } = await on.store.audit.list(on.tenant, { limit: 9 })
    expect(events.map(({ type, actor, detail }) => [type, actor, detail])).toEqual([
      ['bulk_reopened', 'ito', { count: 2 }],
      ['bulk_dismissed', 'sato', { count: 2 }],
    ])
    for (const id of ids)
      expect((await on.store.audit.of(on.tenant, id)).map(({ type }) => type)).toEqual([
        'bulk_dismissed',
        'bulk_reopened',
      ])
    await on.store.queue.reviewAll(on.tenant, [ABSENT], 'sato', { decision: 'dismissed' })
    expect((await on.store.audit.list(on.tenant, { limit: 9 })).events).toHaveLength(2)
    await on.store.audit.purge(new Date(Date.now() + 60_000))
    expect(await on.store.audit.of(on.tenant, ids[0] ?? ABSENT)).toEqual([])
  })

  test('counts and tells the platform as decisions one by one do', async () => {
    const texts = ['LINE', 'LINEと教材', '教材', '安い']
    const statistics = async (decide: (ids: Awaited<ReturnType<typeof keepAll>>) => Promise<unknown>) => {
      const tenant = on.tenant
      const ids = await keepAll(texts)
      await decide(ids)
      const { decisions, categories, rules } = await on.store.statistics(tenant, EVER)
      const { items } = await on.store.outbox.list(tenant, {}, { limit: 99 })
      const told = items.filter(({ type }) => type === 'screening.decided').map(one => one.screeningId)
      expect(told.sort()).toEqual([...ids].sort())
      expect(await on.store.screenings.count(tenant, {})).toEqual({ pending: 0, confirmed: 4, dismissed: 0 })
      await on.store.erasure.purge(new Date(Date.now() + 60_000))
      return { confirmed: decisions.confirmed, categories, rules }
    }
    await on.store.outbox.setEndpoint(on.tenant, 'boss', { url: 'https://p.example/', secret: 'whsec_x' })
    const review = { decision: 'confirmed', categories: ['material_purchase', 'mlm'] } as const
    const single = await statistics(async ids => {
      for (const id of ids) await on.store.queue.review(on.tenant, id, 'sato', review)
    })
    const bulk = await statistics(ids => on.store.queue.reviewAll(on.tenant, ids, 'sato', review))
    expect(bulk).toEqual(single)
  })

  test('is taken back as a whole', async () => {
    const ids = await keepAll(['LINE', 'LINEと教材', '教材'])
    const before = await on.store.statistics(on.tenant, EVER)
    await on.store.queue.reviewAll(on.tenant, ids.slice(0, 2), 'sato', {
      decision: 'confirmed',
      categories: ['mlm'],
    })
    const step = await on.store.queue.reopenAll(on.tenant, ids, 'sato')
    expect([step.done.length, step.conflicts]).toEqual([2, ids.slice(2)])
    expect(await on.store.statistics(on.tenant, EVER)).toEqual(before)
  })

  test('two at once over the same cases decide each once', { timeout: 60_000 }, async () => {
    const ids = await keepAll(Array.from({ length: 120 }, (_, at) => `LINE ${at}`))
    const [one, two] = await Promise.all([
      on.store.queue.reviewAll(on.tenant, ids, 'sato', { decision: 'confirmed' }),
      on.store.queue.reviewAll(on.tenant, [...ids].reverse(), 'ito', { decision: 'dismissed' }),
    ])
    expect(one.done.length + two.done.length).toBe(120)
    expect(one.conflicts.length + two.conflicts.length).toBe(120)
  })
})
