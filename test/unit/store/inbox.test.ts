import { expect, test } from 'vitest'
import { StoreFailure } from '../../../src/store/gate.js'
import { judged } from '../../support/screenings.js'
import { onEveryStore } from '../../support/stores.js'

onEveryStore('the inbox', on => {
  test('keeps what is flagged, and of an allowed message only the receipt', async () => {
    const [blocked, allowed] = [
      judged({ text: 'LINE', messageId: 'a' }),
      judged({ text: 'ok', messageId: 'b' }),
    ]
    await on.store.inbox.keep(on.tenant, [blocked, allowed])
    expect((await on.store.screenings.list(on.tenant, {}, { limit: 9 })).items.map(({ id }) => id)).toEqual([
      blocked.id,
    ])
    expect([...(await on.store.inbox.receipts(on.tenant, ['a', 'b', 'c'])).keys()].sort()).toEqual(['a', 'b'])
  })

  test('the first with a message id wins, whoever else comes', async () => {
    const first = judged({ text: 'LINE 1', messageId: 'm' })
    const second = judged({ text: 'LINE 2', messageId: 'm' })
    const other = judged({ text: 'LINE 3', messageId: 'n' })
    expect(await on.store.inbox.keep(on.tenant, [first])).toEqual(new Map())
    const late = await on.store.inbox.keep(on.tenant, [other, second])
    expect([...late]).toMatchObject([['m', { screeningId: first.id }]])
    expect(await on.store.screenings.find(on.tenant, second.id)).toBeUndefined()
    expect(await on.store.screenings.find(on.tenant, other.id)).toBeDefined()
  })

  test('of simultaneous messages with one id exactly one is kept', async () => {
    const rivals = Array.from({ length: 20 }, (_, at) => judged({ text: `LINE ${at}`, messageId: 'm' }))
    const late = await Promise.all(rivals.map(rival => on.store.inbox.keep(on.tenant, [rival])))
    expect(late.filter(receipts => receipts.size === 0)).toHaveLength(1)
    expect((await on.store.screenings.list(on.tenant, {}, { limit: 50 })).items).toHaveLength(1)
  })

  test('keeps all of a batch or nothing', async () => {
    const twin = judged({ text: 'LINE' })
    const failure = on.store.inbox.keep(on.tenant, [judged({ text: 'LINE', messageId: 'm' }), twin, twin])
    await expect(failure).rejects.toThrow(StoreFailure)
    expect((await on.store.screenings.list(on.tenant, {}, { limit: 9 })).items).toEqual([])
    expect(await on.store.inbox.receipts(on.tenant, ['m'])).toEqual(new Map())
  })

  test('keeps and finds more rows than a statement has parameters for', async () => {
    const many = Array.from({ length: 2_500 }, (_, at) =>
      judged({ text: `教材とLINE ${at}`, messageId: `m-${at}` }),
    )
    await on.store.inbox.keep(on.tenant, many)
    const ids = many.flatMap(({ message }) => message.messageId ?? [])
    expect((await on.store.inbox.receipts(on.tenant, ids)).size).toBe(2_500)
  })
})
