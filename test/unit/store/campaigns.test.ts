import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { timeOf } from '../../../src/contract/ids.js'
import { openDatabase } from '../../../src/store/database.js'
import { openStore } from '../../../src/store/store.js'
import { copy, lureOf, OTHER_LURE } from '../../support/copies.js'
import { databases, type OpenStore, onEveryStore } from '../../support/stores.js'

const PAGE = { sort: 'size', limit: 9 } as const

async function keep(on: OpenStore, texts: readonly string[], client = (at: number) => `c${at}`) {
  const kept = texts.map((text, at) => copy({ text, client: { id: client(at) } }))
  for (const one of kept) await on.store.inbox.keep(on.tenant, [one])
  return kept
}

const lures = (from: number, to: number): readonly string[] =>
  Array.from({ length: to - from }, (_, at) => lureOf(from + at))

async function only(on: OpenStore) {
  const { items } = await on.store.campaigns.list(on.tenant, {}, PAGE)
  expect(items).toHaveLength(1)
  return items[0]?.id ?? ''
}

const statuses = async (on: OpenStore) => on.store.screenings.count(on.tenant, {})

onEveryStore('campaigns', on => {
  test('copies are one, and what is alone is none', async () => {
    const kept = await keep(on, [lureOf(1), OTHER_LURE, lureOf(2), lureOf(3)])
    const found = await on.store.campaigns.of(
      on.tenant,
      kept.map(({ id }) => id),
    )
    expect(kept.map(({ id }) => found.get(id)?.size)).toEqual([3, undefined, 3, 3])
    const { items } = await on.store.campaigns.list(on.tenant, {}, PAGE)
    expect(items).toMatchObject([
      { size: 3, senders: 3, categories: ['off_platform_contact'], status: 'open' },
    ])
    expect(items[0]?.core?.text).toContain('●LINE●')
    expect(items[0]?.core?.text).not.toContain('データ')
  })

  test('copies that come together are one too', async () => {
    await on.store.inbox.keep(
      on.tenant,
      [1, 2, 3].map(number => copy({ text: lureOf(number) })),
    )
    expect((await on.store.campaigns.list(on.tenant, {}, PAGE)).items).toMatchObject([{ size: 3 }])
  })

  test.each([
    ['LINEで話そう', 'LINEで、 話そう！', 2],
    ['LINEで話そう', 'LINEで話そうよ', undefined],
    ['LINEで山田と話そう', 'LINEで森田と話そう', undefined],
  ])('short texts have to be equal: %s and %s', async (first, second, size) => {
    const [, last] = await keep(on, [first, second])
    const found = await on.store.campaigns.of(on.tenant, last ? [last.id] : [])
    expect(found.get(last?.id ?? '')?.size).toBe(size)
  })

  test('another tenant has its own', async () => {
    await keep(on, [lureOf(1)])
    const other = copy({ text: lureOf(2) })
    await on.store.inbox.keep(`${on.tenant}-other`, [other])
    expect((await on.store.campaigns.of(`${on.tenant}-other`, [other.id])).size).toBe(0)
    await keep(on, [lureOf(3)])
    const id = await only(on)
    expect(await on.store.campaigns.find(`${on.tenant}-other`, id)).toBeUndefined()
    const step = on.store.campaigns.review(`${on.tenant}-other`, id, 'x', { decision: 'confirmed' })
    expect(await step).toEqual({ kind: 'missing' })
  })

  test('one decision decides all that wait and all that come, and is taken back as a whole', async () => {
    const [first] = await keep(on, lures(0, 4))
    if (first === undefined) throw new Error('nothing was kept')
    await on.store.queue.review(on.tenant, first.id, 'sato', { decision: 'dismissed' })
    const id = await only(on)
    const review = { decision: 'confirmed', categories: ['mlm'], note: '一斉' } as const
    expect(await on.store.campaigns.review(on.tenant, id, 'sato', review)).toEqual({ kind: 'done', count: 3 })
    expect(await on.store.campaigns.review(on.tenant, id, 'sato', review)).toMatchObject({
      kind: 'wrong_status',
    })
    const [late] = await keep(on, [lureOf(7)])
    expect(await statuses(on)).toEqual({ pending: 0, confirmed: 4, dismissed: 1 })
    expect(await on.store.screenings.find(on.tenant, late?.id ?? first.id)).toMatchObject({
      status: 'confirmed',
      decision: { by: 'sato', categories: ['mlm'] },
    })
    const { byStatus, review: kept } = (await on.store.campaigns.find(on.tenant, id)) ?? {}
    expect(byStatus).toEqual({ pending: 0, confirmed: 4, dismissed: 1, passed: 0 })
    expect(kept).toMatchObject({ decision: 'confirmed', by: 'sato', categories: ['mlm'], note: '一斉' })

    expect(await on.store.campaigns.reopen(on.tenant, id, 'sato')).toEqual({ kind: 'done', count: 4 })
    expect(await on.store.campaigns.reopen(on.tenant, id, 'sato')).toMatchObject({ kind: 'wrong_status' })
    expect(await statuses(on)).toEqual({ pending: 4, confirmed: 0, dismissed: 1 })
    await keep(on, [lureOf(8)])
    expect((await statuses(on)).pending).toBe(5)
    const { events } = await on.store.audit.list(on.tenant, { limit: 9 })
    expect(events.map(({ type, detail }) => [type, detail.count])).toEqual([
      ['campaign_reopened', 4],
      ['campaign_confirmed', 3],
      ['dismissed', undefined],
    ])
  })

  test('a case that was reopened and decided by itself is no more taken back', async () => {
    const [first] = await keep(on, lures(0, 3))
    const id = await only(on)
    await on.store.campaigns.review(on.tenant, id, 'sato', { decision: 'confirmed' })
    if (first === undefined) throw new Error('nothing was kept')
    await on.store.queue.reopen(on.tenant, first.id, 'sato')
    await on.store.queue.review(on.tenant, first.id, 'sato', { decision: 'confirmed' })
    expect(await on.store.campaigns.reopen(on.tenant, id, 'sato')).toEqual({ kind: 'done', count: 2 })
    expect(await statuses(on)).toEqual({ pending: 2, confirmed: 1, dismissed: 0 })
  })

  test('rules are told whether they were right, as by single decisions', async () => {
    await keep(on, lures(0, 3))
    await on.store.campaigns.review(on.tenant, await only(on), 'sato', { decision: 'confirmed' })
    await keep(on, [lureOf(5)])
    const { categories } = await on.store.statistics(on.tenant, {
      from: new Date('2000-01-01'),
      to: new Date('2200-01-01'),
    })
    expect(categories).toMatchObject([{ category: 'off_platform_contact', confirmed: 4, dismissed: 0 }])
  })

  test('what was found harmless is let pass almost word for word, and not with something else besides', async () => {
    await keep(on, lures(0, 2))
    const id = await only(on)
    await on.store.campaigns.review(on.tenant, id, 'sato', { decision: 'dismissed' })
    const match = async (text: string) => (await on.store.campaigns.match(on.tenant, copy({ text })))?.status
    expect(await match(lureOf(5))).toBe('dismissed')
    expect(await match(`${lureOf(5)}教材も買ってください。`)).toBeUndefined()
    expect(await match(OTHER_LURE)).toBeUndefined()
  })

  test('one that is listed is matched before it is decided, and whatever was decided', async () => {
    await keep(on, [...lures(0, 2), OTHER_LURE, OTHER_LURE])
    const [kept] = await keep(on, [lureOf(3)])
    const id = (await on.store.campaigns.of(on.tenant, [kept?.id ?? 'scr_'])).get(kept?.id ?? '')?.id ?? ''
    const match = async (text: string, status: 'confirmed' | 'dismissed') => {
      const listed = (campaign: string) => (campaign === id ? status : undefined)
      const found = await on.store.campaigns.match(on.tenant, copy({ text }), listed)
      return found && [found.id, found.status, found.isListed]
    }
    expect(await match(lureOf(5), 'confirmed')).toEqual([id, 'confirmed', true])
    expect(await match(lureOf(5), 'dismissed')).toEqual([id, 'dismissed', true])
    expect(await match(`${lureOf(5)}教材も買ってください。`, 'dismissed')).toBeUndefined()
    expect(await match(OTHER_LURE, 'confirmed')).toBeUndefined()
    await on.store.campaigns.review(on.tenant, id, 'sato', { decision: 'dismissed' })
    expect(await match(lureOf(5), 'confirmed')).toEqual([id, 'confirmed', true])
    expect([
      await on.store.campaigns.isThere(on.tenant, id),
      await on.store.campaigns.isThere('another', id),
    ]).toEqual([true, false])
  })

  test('a platform is told of ten and of a hundred, once each', async () => {
    const secret = 'whsec_c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0'
    await on.store.outbox.setEndpoint(on.tenant, 'boss', { url: 'https://platform.example/hook', secret })
    await keep(on, lures(0, 9))
    const told = async () => {
      const { items } = await on.store.outbox.list(on.tenant, {}, { limit: 500 })
      return items.filter(({ type }) => type === 'campaign.grown').length
    }
    expect(await told()).toBe(0)
    const [tenth] = await keep(on, [lureOf(9)])
    await keep(on, [lureOf(10)])
    expect(await told()).toBe(1)
    await on.store.erasure.screening(on.tenant, tenth?.id ?? 'scr_', 'boss')
    await on.store.inbox.keep(
      on.tenant,
      lures(11, 110).map(text => copy({ text })),
    )
    expect(await told()).toBe(2)
  })
})

onEveryStore('campaigns and what is erased', on => {
  const tables = ['campaigns', 'campaign_members', 'campaign_heirs', 'campaign_bands', 'campaign_categories']
  async function rows(): Promise<readonly number[]> {
    const db = await openDatabase(on.location)
    const counts: number[] = []
    for (const table of tables) {
      const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(db)
      counts.push(Number(rows[0]?.n))
    }
    await db.destroy()
    return counts
  }

  test('a client takes its memberships and hashes along, and the next member becomes the core', async () => {
    await on.store.erasure.purge(new Date('2200-01-01'))
    await keep(on, lures(0, 5), at => (at === 0 ? 'first' : 'second'))
    const id = await only(on)
    await on.store.erasure.client(on.tenant, 'first', 'boss')
    expect(await on.store.campaigns.find(on.tenant, id)).toMatchObject({
      size: 4,
      topSenders: [{ clientId: 'second', messages: 4 }],
    })
    await keep(on, [lureOf(6)], () => 'second')
    expect(await only(on)).toBe(id)
    await on.store.erasure.client(on.tenant, 'second', 'boss')
    expect(await rows()).toEqual([0, 0, 0, 0, 0])
  })

  test('a case too, and without anybody to follow it leaves no hashes', async () => {
    await on.store.erasure.purge(new Date('2200-01-01'))
    const kept = await keep(on, lures(0, 3))
    const [first, second] = kept
    for (const one of [first, second]) await on.store.erasure.screening(on.tenant, one?.id ?? 'scr_', 'boss')
    expect(await rows()).toEqual([1, 1, 0, 0, 1])
    expect(await on.store.campaigns.find(on.tenant, 'cmp_')).toBeUndefined()
  })

  test('what was let pass goes with its client, and with its time', async () => {
    await on.store.erasure.purge(new Date('2200-01-01'))
    await keep(on, lures(0, 2))
    const id = await only(on)
    await on.store.campaigns.review(on.tenant, id, 'sato', { decision: 'dismissed' })
    const passing = (client: string) => {
      const one = copy({ text: lureOf(3), client: { id: client } })
      return { ...one, judgement: { ...one.judgement, flagged: false, flags: [] }, passedIn: id }
    }
    await on.store.inbox.keep(on.tenant, [passing('p'), passing('q')])
    expect(await on.store.campaigns.find(on.tenant, id)).toMatchObject({ size: 4, byStatus: { passed: 2 } })
    await on.store.erasure.client(on.tenant, 'p', 'boss')
    expect(await on.store.campaigns.find(on.tenant, id)).toMatchObject({ size: 3, byStatus: { passed: 1 } })
    await on.store.erasure.purge(new Date('2200-01-01'))
    expect(await rows()).toEqual([0, 0, 0, 0, 0])
  })

  test('retention takes the oldest, and the campaign goes on', async () => {
    await on.store.erasure.purge(new Date('2200-01-01'))
    await keep(on, [lureOf(0)])
    await new Promise(resolve => setTimeout(resolve, 5))
    const [second] = await keep(on, [lureOf(1), lureOf(2)])
    if (second === undefined) throw new Error('nothing was kept')
    expect(await on.store.erasure.purge(timeOf(second.id))).toBe(1)
    await keep(on, [lureOf(3)])
    expect(await on.store.campaigns.list(on.tenant, {}, PAGE)).toMatchObject({ items: [{ size: 3 }] })
  })
})

describe.each(databases.filter(({ name }) => name === 'PostgreSQL'))(
  'one decision on $name',
  ({ create }) => {
    test('reaches a member that somebody is just being handed', { timeout: 30_000 }, async () => {
      const { location, remove } = await create()
      const store = await openStore(location, 'full')
      const kept = [0, 1].map(at => copy({ text: lureOf(at) }))
      await store.inbox.keep('t', kept)
      const [campaign] = (await store.campaigns.list('t', {}, PAGE)).items
      const other = await openDatabase(location)
      let reviewing: ReturnType<typeof store.campaigns.review> | undefined
      await other.transaction().execute(async db => {
        await db
          .updateTable('screenings')
          .set({ claimed_by: 'mori', claimed_until: new Date(Date.now() + 600_000).toISOString() })
          .where('id', '=', kept[0]?.id ?? '')
          .execute()
        reviewing = store.campaigns.review('t', campaign?.id ?? '', 'sato', { decision: 'confirmed' })
        await new Promise(resolve => setTimeout(resolve, 200))
      })
      expect(await reviewing).toEqual({ kind: 'done', count: 2 })
      await Promise.all([other.destroy(), store.close()])
      await remove()
    })
  },
)

describe.each(databases)('twenty instances on one $name', ({ create }) => {
  test('get copies at the same time, and make one campaign of them', { timeout: 120_000 }, async () => {
    const { location, remove } = await create()
    // The first makes the tables, so that the others need not wait for them.
    const first = await openStore(location, 'full')
    const stores = [first]
    while (stores.length < 20) stores.push(await openStore(location, 'full'))
    const kept = stores.map((store, at) => ({ store, message: copy({ text: lureOf(at) }) }))
    await Promise.all(kept.map(({ store, message }) => store.inbox.keep('t', [message])))
    const { items } = await first.campaigns.list('t', {}, PAGE)
    expect(items?.map(({ size }) => size)).toEqual([20])
    await Promise.all(stores.map(one => one.close()))
    await remove()
  })
})
