import fc from 'fast-check'

import { expect, test } from 'vitest'
import { type ScreeningId, timeOf } from '../../../src/contract/ids.js'
import type { ScreeningFilter } from '../../../src/store/screening.js'
import { judged } from '../../support/screenings.js'
import { type OpenStore, onEveryStore } from '../../support/stores.js'

const texts = ['LINE', '教材', 'LINEと教材', '安い', 'ok', 'ok LINE']

type Doing =
  | { readonly do: 'keep'; readonly texts: readonly string[]; readonly client: string }
  | { readonly do: 'report'; readonly text: string }
  | { readonly do: 'confirm' | 'dismiss' | 'reopen' | 'claim' | 'erase' | 'purge'; readonly at: number }
  | { readonly do: 'forget'; readonly client: string }
  | { readonly do: 'fold' }

const client = fc.constantFrom('c-1', 'c-2')
const doing: fc.Arbitrary<Doing> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('keep'),
      texts: fc.array(fc.constantFrom(...texts), { maxLength: 5 }),
      client,
    }),
  },
  fc.record({ do: fc.constant('report'), text: fc.constantFrom(...texts) }),
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('confirm', 'dismiss', 'reopen', 'claim', 'erase'),
      at: fc.nat(20),
    }),
  },
  fc.record({ do: fc.constant('purge'), at: fc.nat(3) }),
  fc.record({ do: fc.constant('forget'), client }),
  fc.record({ do: fc.constant('fold') }),
)

onEveryStore('kept counts', on => {
  test('after whatever was done they are what a scan finds', async () => {
    let series = 0
    await fc.assert(
      fc.asyncProperty(fc.array(doing, { minLength: 5, maxLength: 25 }), async all => {
        const tenant = `${on.tenant}-${++series}`
        await act(on, tenant, all)
        await comparedWithAScan(on, tenant)
      }),
      { numRuns: 15 },
    )
  })
})

async function act({ store }: OpenStore, tenant: string, all: readonly Doing[]): Promise<void> {
  const ids: ScreeningId[] = []
  for (const one of all) {
    if (one.do === 'keep') {
      const kept = one.texts.map(text => judged({ text, client: { id: one.client } }))
      await store.inbox.keep(tenant, kept)
      ids.push(...kept.map(({ id }) => id))
    } else if (one.do === 'report') {
      const screening = judged({ text: one.text })
      await store.reports.add(tenant, 'site', {}, screening)
      ids.push(screening.id)
    } else if (one.do === 'forget') await store.erasure.client(tenant, one.client, 'boss')
    else if (one.do === 'fold') await store.screenings.foldCounts()
    else {
      const id = ids[one.at]
      if (id === undefined) continue
      if (one.do === 'confirm')
        await store.queue.review(tenant, id, 'a', {
          decision: 'confirmed',
          categories: ['mlm', 'material_purchase'],
        })
      if (one.do === 'dismiss') await store.queue.review(tenant, id, 'a', { decision: 'dismissed' })
      if (one.do === 'reopen') await store.queue.reopen(tenant, id, 'a')
      if (one.do === 'claim') await store.queue.claim(tenant, id, 'a', 10)
      if (one.do === 'erase') await store.erasure.screening(tenant, id, 'boss')
      if (one.do === 'purge') await store.erasure.purge(timeOf(id))
    }
  }
}

const filters: readonly ScreeningFilter[] = [
  {},
  { category: 'off_platform_contact' },
  { category: 'material_purchase', verdict: 'review' },
  { rule: 'material_purchase.word' },
  { rule: 'off_platform_contact.word', category: 'off_platform_contact' },
  { rule: 'off_platform_contact.word', category: 'material_purchase' },
  { verdict: 'block' },
  { origin: 'report' },
  { minConfidence: 0.7 },
  { minConfidence: 0.951 },
  { minConfidence: 0.9, category: 'off_platform_contact' },
  { clientId: 'c-1' },
  { claimedBy: 'free' },
  { claimedBy: 'free', category: 'off_platform_contact' },
  { claimedBy: 'a' },
  { from: new Date(0) },
  { from: new Date(0), to: new Date(Date.now() + 3 * 86_400_000), category: 'off_platform_contact' },
  { to: new Date() },
]

/** What the list shows of each filter, counted; and every kept row, against the rows themselves. */
async function comparedWithAScan({ store }: OpenStore, tenant: string): Promise<void> {
  for (const filter of filters) {
    const counts = { pending: 0, confirmed: 0, dismissed: 0 }
    for (const { status } of (await store.screenings.list(tenant, filter, { limit: 1_000 })).items)
      counts[status]++
    expect([filter, await store.screenings.count(tenant, filter)]).toEqual([filter, counts])
  }
}
