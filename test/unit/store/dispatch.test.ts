import { expect, test } from 'vitest'
import { PAUSED_AFTER } from '../../../src/store/breaker.js'
import type { Due } from '../../../src/store/dispatch.js'
import { openStore } from '../../../src/store/store.js'
import { judged } from '../../support/screenings.js'
import { onEveryStore } from '../../support/stores.js'

const SECOND = 1_000
const MINUTE = 60 * SECOND

onEveryStore('what a sender takes out of the outbox', on => {
  const start = Date.now() + MINUTE
  /** So many milliseconds after all messages have come. */
  const at = (milliseconds: number): Date => new Date(start + milliseconds)
  const lease = (milliseconds: number): Date => at(milliseconds + MINUTE)
  const one = () => new Map([[on.tenant, 1]])

  async function tell(tenant: string, events: number): Promise<void> {
    await on.store.outbox.setEndpoint(tenant, 'boss', {
      url: 'https://platform.example/hook',
      secret: 'whsec_c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0',
    })
    const messages = Array.from({ length: events }, () => judged({ text: 'LINE' }))
    for (const message of messages) await on.store.inbox.keep(tenant, [message])
  }

  const takeOne = (milliseconds: number) => on.store.outbox.take(one(), at(milliseconds), lease(milliseconds))

  const settle = (delivery: Due, isAnswered: boolean, milliseconds: number) =>
    on.store.outbox.settle(
      delivery,
      {
        status: isAnswered ? 'delivered' : 'waiting',
        attempts: delivery.attempts + 1,
        nextAttemptAt: at(milliseconds + 5 * SECOND),
        lastError: null,
        isAnswered,
      },
      at(milliseconds),
    )

  /** Fails until the endpoint is paused, all at the given moment. */
  async function fail(times: number, milliseconds: number): Promise<void> {
    for (let count = 0; count < times; count++)
      for (const delivery of await takeOne(milliseconds)) await settle(delivery, false, milliseconds)
  }
  const paused = async () => {
    const endpoint = await on.store.outbox.endpoint(on.tenant)
    return { failures: endpoint?.failures, until: endpoint?.pausedUntil }
  }
  const isWaiting = async (milliseconds: number) =>
    (await on.store.outbox.waiting(at(milliseconds))).some(({ key }) => key === on.tenant)

  test('of a tenant with many no more than was wanted, and the oldest: another finds its own', async () => {
    const other = `${on.tenant}-other`
    await tell(on.tenant, 30)
    await tell(other, 1)
    const known = (await on.store.outbox.waiting(at(0))).map(({ key }) => key)
    expect(known.filter(key => key.startsWith(on.tenant))).toEqual([on.tenant, other])
    const wanted = new Map([
      [on.tenant, 3],
      [other, 3],
    ])
    const taken = await on.store.outbox.take(wanted, at(0), lease(0))
    expect(taken.map(({ key }) => key)).toEqual([on.tenant, on.tenant, on.tenant, other])
    const ids = (await on.store.outbox.list(on.tenant, {}, { limit: 100 })).items.map(({ id }) => id)
    expect(taken.slice(0, 3).map(({ id }) => id)).toEqual(ids.reverse().slice(0, 3))
  })

  test('looking for what is due writes nothing', async () => {
    await on.store.outbox.waiting(at(0))
    expect(on.operations).toEqual(['read'])
  })

  test('an endpoint that does not answer is paused, and what waits for it is not attempted', async () => {
    await tell(on.tenant, 20)
    await fail(PAUSED_AFTER - 1, 0)
    expect(await paused()).toEqual({ failures: PAUSED_AFTER - 1, until: null })
    expect(await on.store.outbox.waiting(at(0))).toContainEqual(
      expect.objectContaining({ key: on.tenant, isTroubled: true }),
    )
    await fail(1, 0)
    expect(await paused()).toEqual({ failures: PAUSED_AFTER, until: at(30 * SECOND).toISOString() })
    expect(await isWaiting(29 * SECOND)).toBe(false)
    expect(await takeOne(29 * SECOND)).toEqual([])
    const { items } = await on.store.outbox.list(on.tenant, {}, { limit: 100 })
    expect(items.filter(({ attempts }) => attempts === 0)).toHaveLength(20 - PAUSED_AFTER)
  })

  test('one probe for all instances, after a pause that grows; the first answer lets all follow', async () => {
    await tell(on.tenant, 20)
    await fail(PAUSED_AFTER, 0)
    let now = 0
    for (const seconds of [30, 60, 120, 240, 480, 900, 900]) {
      now += seconds * SECOND
      const [before, none, [probe], more] = [
        await isWaiting(now - 1),
        await takeOne(now - 1),
        await on.store.outbox.take(new Map([[on.tenant, 8]]), at(now), lease(now)),
        await takeOne(now),
      ]
      expect({ seconds, before, none, isProbe: probe?.isProbe, more }).toEqual({
        seconds,
        before: false,
        none: [],
        isProbe: true,
        more: [],
      })
      if (probe) await settle(probe, false, now)
    }
    now += 900 * SECOND
    for (const probe of await takeOne(now)) await settle(probe, true, now)
    expect(await paused()).toEqual({ failures: 0, until: null })
    const next = await on.store.outbox.take(new Map([[on.tenant, 8]]), at(now), lease(now))
    expect(next.map(({ isProbe }) => isProbe)).toEqual(Array(8).fill(false))
  })

  test('many attempts that fail at once are one pause, the first', async () => {
    await tell(on.tenant, 20)
    const taken = await on.store.outbox.take(new Map([[on.tenant, 20]]), at(0), lease(0))
    for (const delivery of taken) await settle(delivery, false, 0)
    expect(await paused()).toEqual({ failures: PAUSED_AFTER, until: at(30 * SECOND).toISOString() })
  })

  test('failures between answers are no row', async () => {
    await tell(on.tenant, 20)
    for (let round = 0; round < 3; round++) {
      await fail(PAUSED_AFTER - 1, 0)
      for (const delivery of await takeOne(0)) await settle(delivery, true, 0)
    }
    expect(await paused()).toEqual({ failures: 0, until: null })
  })

  test('a pause that was begun while the clock was two days ahead is over when the clock is right', async () => {
    const ahead = 48 * 60 * MINUTE
    await tell(on.tenant, 2 * PAUSED_AFTER)
    await fail(PAUSED_AFTER, ahead)
    expect(await paused()).toEqual({ failures: PAUSED_AFTER, until: at(ahead + 30 * SECOND).toISOString() })
    expect(await isWaiting(0)).toBe(true)
    const [probe] = await takeOne(0)
    expect(probe?.isProbe).toBe(true)
    if (probe) await settle(probe, true, 0)
    expect(await paused()).toEqual({ failures: 0, until: null })
  })

  test('a probe whose sender died is made again after its lease', async () => {
    await tell(on.tenant, 20)
    await fail(PAUSED_AFTER, 0)
    expect(await takeOne(30 * SECOND)).toHaveLength(1)
    const other = await openStore(on.location, 'full')
    const over = 30 * SECOND + MINUTE
    expect(await other.outbox.take(one(), at(over - 1), lease(over))).toEqual([])
    expect(await other.outbox.take(one(), at(over), lease(over))).toMatchObject([{ isProbe: true }])
    await other.close()
  })

  test('another endpoint, or the wish to try again, ends the pause', async () => {
    await tell(on.tenant, 20)
    await fail(PAUSED_AFTER, 0)
    await tell(on.tenant, 0)
    expect(await paused()).toEqual({ failures: 0, until: null })
    await fail(PAUSED_AFTER, 0)
    const [given] = (await on.store.outbox.list(on.tenant, {}, { limit: 1 })).items
    await on.store.outbox.settle(
      { id: given?.id ?? '', key: on.tenant, isProbe: false },
      { status: 'dead', attempts: 11, nextAttemptAt: at(0), lastError: null, isAnswered: false },
      at(0),
    )
    expect(await isWaiting(0)).toBe(false)
    expect(await on.store.outbox.retry(on.tenant, given?.id ?? '', 'boss')).toBe(true)
    expect(await takeOne(0)).toMatchObject([{ isProbe: true }])
  })
})
