import { expect, test } from 'vitest'
import { judged } from '../../support/screenings.js'
import { onEveryStore } from '../../support/stores.js'

onEveryStore('clients', on => {
  test('a client is what its messages were', async () => {
    const client = { id: 'c-1' }
    const first = await on.keep({ text: 'LINE', client })
    const second = await on.keep({ text: 'LINEと教材', client })
    await on.keep({ text: '安い', client })
    await on.keep({ text: 'LINE', client: { id: 'c-2' } })
    await on.store.queue.review(on.tenant, first.id, 'a', { decision: 'dismissed' })
    await on.store.queue.review(on.tenant, second.id, 'a', {
      decision: 'confirmed',
      categories: ['material_purchase', 'mlm'],
    })
    await on.store.reports.add(on.tenant, 'site', {}, judged({ text: 'ok', client }))
    expect(await on.store.clients.find(on.tenant, 'c-1')).toMatchObject({
      clientId: 'c-1',
      screenings: 4,
      byVerdict: { block: 2, warn: 1, allow: 1 },
      byStatus: { pending: 2, confirmed: 1, dismissed: 1 },
      byCategory: [
        { category: 'low_unit_price', flagged: 1, confirmed: 0, dismissed: 0 },
        { category: 'material_purchase', flagged: 1, confirmed: 1, dismissed: 0 },
        { category: 'mlm', flagged: 1, confirmed: 1, dismissed: 0 },
        { category: 'off_platform_contact', flagged: 2, confirmed: 0, dismissed: 2 },
      ],
      reports: 1,
    })
    expect(await on.store.clients.find(on.tenant, 'nobody')).toBeUndefined()
    expect(await on.store.clients.find('other', 'c-1')).toBeUndefined()
    expect([...(await on.store.clients.confirmed(on.tenant, ['c-1', 'c-2', 'x']))]).toEqual([['c-1', 1]])
  })
})
