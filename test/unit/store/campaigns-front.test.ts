import fc from 'fast-check'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { ScreeningId } from '../../../src/contract/ids.js'
import { openDatabase } from '../../../src/store/database.js'
import { openStore, type Store } from '../../../src/store/store.js'
import { copy, lureOf, OTHER_LURE } from '../../support/copies.js'
import { databases, onEveryStore } from '../../support/stores.js'

const PENDING = { status: 'pending' } as const
const PAGE = { limit: 100, sort: 'oldest' } as const

/** The pending copies, and those of them that stand in the queue, under a filter that all of them fit too. */
async function queueOf(store: Store, tenant: string) {
  const ids = async (filter: object) =>
    (await store.screenings.list(tenant, { ...PENDING, ...filter }, PAGE)).items.map(({ id }) => id)
  return {
    waiting: await ids({}),
    entries: await ids({ campaigns: 'collapse' }),
    ofMessages: await ids({ campaigns: 'collapse', kind: 'message' }),
  }
}

const action = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant('keep'), at: fc.integer({ min: 1, max: 4 }) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom('decide', 'decideSome', 'reopen', 'reopenSome', 'erase'),
      at: fc.nat(12),
    }),
  },
  fc.record({ do: fc.constantFrom('decideAll', 'reopenAll'), at: fc.constant(0) }),
)

onEveryStore('who stands in front of a campaign', on => {
  test('whatever is done, one stands for all that wait', async () => {
    let series = 0
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 4, maxLength: 20 }), async all => {
        const tenant = `${on.tenant}-${++series}`
        const steps = stepsOf(on.store, tenant)
        await steps.keep(3)
        for (const one of all) await steps[one.do](one.at)
        const { waiting, entries, ofMessages } = await queueOf(on.store, tenant)
        const campaigns = await on.store.campaigns.of(tenant, waiting)
        // Who comes when the core is erased and has left no heir begins another.
        const groups = waiting.map(id => {
          const campaign = campaigns.get(id)
          return campaign?.status === 'open' ? campaign.id : id
        })
        expect(entries).toHaveLength(new Set(groups).size)
        expect(waiting).toEqual(expect.arrayContaining(entries))
        expect(ofMessages).toEqual(entries)
      }),
      { numRuns: 25 },
    )
  })

  test('of two who decide and one who sends at the same time, the rest is not lost', async () => {
    const { store, tenant } = on
    const steps = stepsOf(store, tenant)
    for (let round = 0; round < 8; round++) {
      const [first, second] = await steps.keep(2)
      await Promise.all([
        first && store.queue.review(tenant, first, 'sato', { decision: 'dismissed' }),
        second && store.queue.review(tenant, second, 'ito', { decision: 'dismissed' }),
        steps.keep(1),
      ])
      const { waiting, entries } = await queueOf(store, tenant)
      expect([waiting.length, entries.length]).toEqual([round + 1, 1])
    }
  })

  test('another text stands beside', async () => {
    const { store, tenant } = on
    await stepsOf(store, tenant).keep(3)
    await store.inbox.keep(tenant, [copy({ text: OTHER_LURE })])
    expect((await queueOf(store, tenant)).entries).toHaveLength(2)
  })
})

/** What is done with the copies of one text. */
function stepsOf(store: Store, tenant: string) {
  const ids: ScreeningId[] = []
  const review = { decision: 'dismissed' } as const
  const at = (place: number): ScreeningId[] => ids.slice(place % ids.length).slice(0, 1)
  const some = (place: number) => ids.slice(place % ids.length).slice(0, 4)
  const campaign = async () => (await store.campaigns.list(tenant, {}, { sort: 'size', limit: 1 })).items[0]
  const each = async (some: readonly ScreeningId[], work: (id: ScreeningId) => Promise<unknown>) => {
    for (const id of some) await work(id)
  }
  return {
    keep: async (count: number) => {
      const kept = Array.from({ length: count }, (_, place) => copy({ text: lureOf(ids.length + place) }))
      ids.push(...kept.map(({ id }) => id))
      await store.inbox.keep(tenant, kept)
      return kept.map(({ id }) => id)
    },
    decide: (place: number) => each(at(place), id => store.queue.review(tenant, id, 'sato', review)),
    reopen: (place: number) => each(at(place), id => store.queue.reopen(tenant, id, 'sato')),
    erase: (place: number) => each(at(place), id => store.erasure.screening(tenant, id, 'sato')),
    decideSome: (place: number) => store.queue.reviewAll(tenant, some(place), 'sato', review),
    reopenSome: (place: number) => store.queue.reopenAll(tenant, some(place), 'sato'),
    decideAll: async () =>
      store.campaigns.review(tenant, (await campaign())?.id ?? '', 'sato', { decision: 'confirmed' }),
    reopenAll: async () => store.campaigns.reopen(tenant, (await campaign())?.id ?? '', 'sato'),
  }
}

const NEW = '0020-fronts-and-counts.additive'

describe.each(databases)('copies of before on $name', ({ create }) => {
  test('one of them stands in front after the migration', async () => {
    const { location, remove } = await create()
    const before = await openStore(location, 'full')
    await stepsOf(before, 't').keep(4)
    await before.close()
    const db = await openDatabase(location)
    const triggers = ['fall_in', 'fall_in_again', 'step_forward', 'step_forward_gone']
    const isPostgres = location.kind === 'postgres'
    const functions = [
      'screenings_fall_in',
      'screenings_step_forward',
      'screenings_uncounted_together',
      'campaigns_line_up',
    ]
    for (const statement of [
      ...triggers.map(name => `drop trigger screenings_${name}${isPostgres ? ' on screenings' : ''}`),
      ...(isPostgres ? ['drop trigger screenings_uncounted_together on screenings'] : []),
      `drop trigger campaigns_line_up${isPostgres ? ' on campaigns' : ''}`,
      ...(isPostgres ? functions.map(name => `drop function ${name}`) : []),
      'drop index screenings_in_front',
      'drop index screenings_in_front_by_due',
      'alter table screenings drop column behind',
      'alter table campaigns drop column front',
      `delete from kysely_migration where name = '${NEW}'`,
    ])
      await sql.raw(statement).execute(db)
    await db.destroy()
    const store = await openStore(location, 'full')
    const { waiting, entries } = await queueOf(store, 't')
    expect([waiting.length, entries]).toEqual([4, waiting.slice(0, 1)])
    await store.close()
    await remove()
  })
})
