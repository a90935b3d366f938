import { expect, test } from 'vitest'
import { timeOf } from '../../../src/contract/ids.js'
import { StoreFailure } from '../../../src/store/gate.js'
import { judged } from '../../support/screenings.js'
import { onEveryStore, withoutEvents } from '../../support/stores.js'

onEveryStore('erasure', on => {
  test('erasing leaves the fact and nothing else', async () => {
    const { id } = await on.keep({ text: '秘密のLINE', messageId: 'm', client: { id: 'c-9' } })
    await on.store.reports.add(
      on.tenant,
      'site',
      { reason: '秘密' },
      judged({ text: '秘密のLINE', messageId: 'm' }),
    )
    expect(await on.store.erasure.screening('other', id, 'x')).toBe(false)
    expect(await on.store.erasure.screening(on.tenant, id, 'boss')).toBe(true)
    expect(await on.store.erasure.screening(on.tenant, id, 'boss')).toBe(false)
    expect(await on.store.screenings.find(on.tenant, id)).toBeUndefined()
    expect((await on.store.inbox.receipts(on.tenant, ['m'])).size).toBe(0)
    expect(await on.store.reports.of(on.tenant, id)).toEqual([])
    expect((await on.store.audit.of(on.tenant, id)).map(({ type }) => type)).toEqual(['reported', 'erased'])
  })

  test('a client is erased with everything, however much that is', async () => {
    const many = Array.from({ length: 1_201 }, () => judged({ text: 'LINE', client: { id: 'c' } }))
    await on.store.inbox.keep(on.tenant, many)
    await on.keep({ text: 'LINE', client: { id: 'other' } })
    expect(await on.store.erasure.client(on.tenant, 'c', 'boss')).toMatchObject({ screenings: 1_201 })
    expect((await on.store.screenings.list(on.tenant, {}, { limit: 9 })).items).toHaveLength(1)
    const { events } = await on.store.audit.list(on.tenant, { limit: 9 })
    expect(events).toMatchObject([{ type: 'client_erased', detail: { screenings: 1_201 } }])
  })

  test('deletes what arrived before a time, receipts too', async () => {
    await on.store.erasure.purge(new Date('2200-01-01'))
    const early = judged({ text: 'LINE', messageId: 'early' })
    await new Promise(resolve => setTimeout(resolve, 5))
    const late = judged({ text: 'LINE', messageId: 'late' })
    await on.store.inbox.keep(on.tenant, [early, late])
    expect(await on.store.erasure.purge(timeOf(late.id))).toBe(1)
    expect([...(await on.store.inbox.receipts(on.tenant, ['early', 'late'])).keys()]).toEqual(['late'])
    expect(
      (await on.store.screenings.list(on.tenant, { rule: 'off_platform_contact.word' }, { limit: 9 })).items,
    ).toHaveLength(1)
  })

  test('a client is not erased when that cannot be recorded', async () => {
    const { id } = await on.keep({ text: 'LINE', client: { id: 'c' } })
    await withoutEvents(on.location, () =>
      expect(on.store.erasure.client(on.tenant, 'c', 'boss')).rejects.toThrow(StoreFailure),
    )
    expect(await on.store.screenings.find(on.tenant, id)).toBeDefined()
    expect(await on.store.erasure.client(on.tenant, 'c', 'boss')).toMatchObject({ screenings: 1 })
  })

  test.each([499, 500, 501])(
    'the erasure of %d screenings is recorded in its last transaction',
    async size => {
      const many = Array.from({ length: size }, () => judged({ text: 'LINE', client: { id: 'c' } }))
      await on.store.inbox.keep(on.tenant, many)
      const before = on.operations.length
      expect(await on.store.erasure.client(on.tenant, 'c', 'boss')).toMatchObject({ screenings: size })
      expect(on.operations.slice(before)).toEqual(size < 500 ? ['write'] : ['write', 'write'])
      expect((await on.store.audit.list(on.tenant, { limit: 9 })).events).toMatchObject([
        { type: 'client_erased', detail: { screenings: size } },
      ])
    },
  )

  test('a client of whom there is nothing leaves no record', async () => {
    expect(await on.store.erasure.client(on.tenant, 'nobody', 'boss')).toEqual({
      screenings: 0,
      receipts: 0,
      others: 0,
    })
    expect((await on.store.audit.list(on.tenant, { limit: 9 })).events).toEqual([])
  })
})
