import { expect, test } from 'vitest'
import { StoreFailure } from '../../../src/store/gate.js'
import { openStore } from '../../../src/store/store.js'
import { judged } from '../../support/screenings.js'
import { onEveryStore, withoutEvents } from '../../support/stores.js'

onEveryStore('the outbox', on => {
  const endpoint = {
    url: 'https://platform.example/hook',
    secret: 'whsec_c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0',
  }

  const dead = {
    status: 'dead',
    attempts: 11,
    nextAttemptAt: new Date(),
    lastError: 'the endpoint answered 500',
    isAnswered: false,
  } as const

  test('holds what happened from the endpoint on, in the transaction of it, without a word', async () => {
    await on.keep({ text: 'LINE' })
    await on.store.outbox.setEndpoint(on.tenant, 'boss', endpoint)
    const { id } = await on.keep({ text: 'LINEで秘密', messageId: 'm', client: { id: 'c' } })
    await on.store.queue.review(on.tenant, id, 'a', { decision: 'confirmed' })
    await on.store.queue.reopen(on.tenant, id, 'a')
    const { items } = await on.store.outbox.list(on.tenant, {}, { limit: 9 })
    expect(items.map(({ type }) => type)).toEqual([
      'screening.reopened',
      'screening.decided',
      'screening.flagged',
    ])
    const due = await on.store.outbox.take(
      new Map([[on.tenant, 99]]),
      new Date(),
      new Date(Date.now() + 60_000),
    )
    expect(due.map(({ payload }) => JSON.parse(payload))).toMatchObject([
      {
        type: 'screening.flagged',
        data: { screeningId: id, messageId: 'm', clientId: 'c', verdict: 'block', decision: null },
      },
      {
        type: 'screening.decided',
        data: { status: 'confirmed', decision: { categories: ['off_platform_contact'] } },
      },
      { type: 'screening.reopened', data: { status: 'pending', decision: null } },
    ])
    expect(JSON.stringify(due)).not.toContain('秘密')
  })

  test('what one sender has taken no other gets, until the lease is over', async () => {
    await on.store.outbox.setEndpoint(on.tenant, 'boss', endpoint)
    await on.keep({ text: 'LINE' })
    const now = new Date(Date.now() + 1_000)
    const lease = new Date(now.getTime() + 60_000)
    const other = await openStore(on.location, 'full')
    const wanted = new Map([[on.tenant, 99]])
    const taken = []
    for (const one of [on.store, other, on.store]) taken.push(...(await one.outbox.take(wanted, now, lease)))
    expect(taken).toHaveLength(1)
    const waitingAt = async (at: Date) => (await other.outbox.waiting(at)).map(({ key }) => key)
    expect(await waitingAt(now)).not.toContain(on.tenant)
    expect(await waitingAt(lease)).toContain(on.tenant)
    expect(await other.outbox.take(wanted, lease, new Date(lease.getTime() + 60_000))).toHaveLength(1)
    await other.close()
  })

  test('a dead one can be sent again, and the endpoint be removed', async () => {
    await on.store.outbox.setEndpoint(on.tenant, 'boss', endpoint)
    await on.keep({ text: 'LINE' })
    const [delivery] = (await on.store.outbox.list(on.tenant, {}, { limit: 1 })).items
    const id = delivery?.id ?? ''
    expect(await on.store.outbox.retry(on.tenant, id, 'boss')).toBe(false)
    await on.store.outbox.settle({ id, key: on.tenant, isProbe: false }, dead, new Date())
    expect((await on.store.outbox.list(on.tenant, { status: 'dead' }, { limit: 9 })).items).toHaveLength(1)
    expect(await on.store.outbox.retry('other', id, 'x')).toBe(false)
    expect(await on.store.outbox.retry(on.tenant, id, 'boss')).toBe(true)
    expect((await on.store.outbox.list(on.tenant, { status: 'waiting' }, { limit: 9 })).items).toMatchObject([
      { attempts: 0 },
    ])
    expect(await on.store.outbox.removeEndpoint(on.tenant, 'boss')).toBe(true)
    expect(await on.store.outbox.removeEndpoint(on.tenant, 'boss')).toBe(false)
    expect((await on.store.outbox.list(on.tenant, {}, { limit: 9 })).items).toEqual([])
  })

  test('what came of an attempt is a write', async () => {
    await on.store.outbox.settle({ id: 'evt_', key: on.tenant, isProbe: false }, dead, new Date())
    expect(on.operations).toEqual(['write'])
  })

  test('a dead one stays dead when sending it again cannot be recorded', async () => {
    await on.store.outbox.setEndpoint(on.tenant, 'boss', endpoint)
    await on.keep({ text: 'LINE' })
    const [delivery] = (await on.store.outbox.list(on.tenant, {}, { limit: 1 })).items
    const id = delivery?.id ?? ''
    await on.store.outbox.settle({ id, key: on.tenant, isProbe: false }, dead, new Date())
    await withoutEvents(on.location, () =>
      expect(on.store.outbox.retry(on.tenant, id, 'boss')).rejects.toThrow(StoreFailure),
    )
    expect((await on.store.outbox.list(on.tenant, {}, { limit: 1 })).items).toMatchObject([
      { status: 'dead' },
    ])
  })

  test('of many messages in one commit each is told of, to whoever has an endpoint', async () => {
    await on.store.outbox.setEndpoint(on.tenant, 'boss', endpoint)
    const kept = [judged({ text: 'LINE' }), judged({ text: 'ok', messageId: 'm' }), judged({ text: '教材' })]
    const deaf = `${on.tenant}-deaf`
    await Promise.all([
      ...kept.map(one => on.store.inbox.keep(on.tenant, [one])),
      on.store.inbox.keep(deaf, [judged({ text: 'LINE' })]),
    ])
    const { items } = await on.store.outbox.list(on.tenant, {}, { limit: 9 })
    expect(items.map(({ screeningId }) => screeningId)).toEqual([kept[2]?.id, kept[0]?.id])
    expect((await on.store.outbox.list(deaf, {}, { limit: 9 })).items).toEqual([])
  })
})
