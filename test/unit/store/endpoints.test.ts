import { expect, test } from 'vitest'
import { MOST_ENDPOINTS } from '../../../src/store/endpoint-settings.js'
import { secretsOf } from '../../../src/store/endpoints.js'
import { openStore } from '../../../src/store/store.js'
import { judged } from '../../support/screenings.js'
import { onEveryStore, withoutEvents } from '../../support/stores.js'

const SECOND = 1_000
const url = 'https://platform.example/hook'
const secretNo = (number: number) => `whsec_${Buffer.alloc(32, number).toString('base64')}`

onEveryStore('several endpoints of a tenant', on => {
  const put = (name: string, more: object = {}) =>
    on.store.outbox.putEndpoint(on.tenant, 'boss', { name, url, secret: secretNo(1), ...more })
  const key = (name: string) => (name === 'default' ? on.tenant : `${on.tenant}/${name}`)
  const sentTo = async (endpoint?: string) =>
    (await on.store.outbox.list(on.tenant, { endpoint }, { limit: 100 })).items
  const soon = () => new Date(Date.now() + SECOND)
  const take = (name: string, count = 99, now = soon()) =>
    on.store.outbox.take(new Map([[key(name), count]]), now, new Date(now.getTime() + 60 * SECOND))
  const settle = (
    delivery: { id: string; key: string; isProbe: boolean },
    lastError: string | null,
    now = new Date(),
  ) =>
    on.store.outbox.settle(
      delivery,
      {
        status: lastError === null ? 'delivered' : 'waiting',
        attempts: 1,
        nextAttemptAt: now,
        lastError,
        isAnswered: lastError === null,
      },
      now,
    )

  test('an event goes once to each that wants it, with one id', async () => {
    await put('default')
    await put('all', { events: null })
    await put('decisions', { events: ['screening.decided'] })
    await put('off', { enabled: false })
    const { id } = await on.keep({ text: 'LINE' })
    await on.store.queue.review(on.tenant, id, 'a', { decision: 'confirmed' })
    const items = await sentTo()
    const told = items.map(({ endpoint, type }) => `${type} ${endpoint}`).sort()
    expect(told).toEqual([
      'screening.decided all',
      'screening.decided decisions',
      'screening.decided default',
      'screening.flagged all',
      'screening.flagged default',
    ])
    const flagged = items.filter(({ type }) => type === 'screening.flagged')
    expect(new Set(flagged.map(one => one.eventId)).size).toBe(1)
    expect(new Set(items.map(one => one.id)).size).toBe(5)
    const taken = [...(await take('default')), ...(await take('all')), ...(await take('decisions'))]
    expect(taken).toHaveLength(5)
    for (const { eventId, payload } of taken) expect(JSON.parse(payload).id).toBe(eventId)
    expect((await on.store.outbox.waiting(soon())).map(one => one.key)).not.toContain(key('off'))
  })

  test('what is kept and what it is told of are one transaction', async () => {
    await put('ops')
    const { id } = await on.keep({ text: 'LINE' })
    await withoutEvents(on.location, () =>
      expect(on.store.queue.review(on.tenant, id, 'a', { decision: 'confirmed' })).rejects.toThrow(),
    )
    expect((await sentTo('ops')).map(({ type }) => type)).toEqual(['screening.flagged'])
  })

  test('one that is switched off is not sent to, and what waits is sent when it is on again', async () => {
    await put('ops')
    await on.keep({ text: 'LINE' })
    await put('ops', { enabled: false })
    expect((await on.store.outbox.waiting(soon())).map(one => one.key)).not.toContain(key('ops'))
    expect(await take('ops')).toEqual([])
    await put('ops')
    expect(await take('ops')).toHaveLength(1)
  })

  test('ten at most, also when they are set at the same time by two instances', async () => {
    const other = await openStore(on.location, 'full')
    const names = Array.from({ length: 14 }, (_, at) => `e${at}`)
    const done = await Promise.all(
      names.map((name, at) =>
        (at % 2 ? other : on.store).outbox.putEndpoint(on.tenant, 'boss', { name, url, secret: secretNo(1) }),
      ),
    )
    expect(done.filter(one => one !== undefined)).toHaveLength(MOST_ENDPOINTS)
    const there = await on.store.outbox.endpoints(on.tenant)
    expect(there).toHaveLength(10)
    expect(await on.store.outbox.setEndpoint(on.tenant, 'boss', { url, secret: secretNo(2) })).toBeUndefined()
    const [first] = there
    expect(await put(first?.name ?? '', { url: 'https://other.example/' })).toMatchObject({ isNew: false })
    expect(await on.store.outbox.removeEndpoint(on.tenant, 'boss', first?.name)).toBe(true)
    expect(await put('one-more')).toMatchObject({ isNew: true })
    await other.close()
  })

  test('to replace one keeps its secrets, and sets back what is left out; `default` set as ever takes a new one', async () => {
    await put('default', { events: ['campaign.grown'], description: 'x', enabled: false })
    const until = new Date(Date.now() + 60 * SECOND)
    await on.store.outbox.rotateSecret(on.tenant, 'boss', 'default', {
      secret: secretNo(2),
      formerUntil: until,
    })
    const replaced = await put('default', { secret: secretNo(3) })
    expect(replaced).toMatchObject({
      isNew: false,
      endpoint: {
        secret: secretNo(2),
        former: { secret: secretNo(1), until: until.toISOString() },
        events: null,
        description: null,
        enabled: true,
      },
    })
    await on.store.outbox.setEndpoint(on.tenant, 'boss', { url, secret: secretNo(4) })
    expect(await on.store.outbox.endpoint(on.tenant)).toMatchObject({ secret: secretNo(4), former: null })
  })

  test('a rotated secret signs beside the new one until its time is over', async () => {
    await put('ops')
    const until = new Date(Date.now() + 60 * SECOND)
    const rotate = (secret: string, formerUntil: Date) =>
      on.store.outbox.rotateSecret(on.tenant, 'boss', 'ops', { secret, formerUntil })
    const rotated = await rotate(secretNo(2), until)
    if (rotated === undefined) return expect.unreachable()
    expect(secretsOf(rotated, new Date(until.getTime() - 1))).toEqual([secretNo(1), secretNo(2)])
    expect(secretsOf(rotated, until)).toEqual([secretNo(2)])
    const again = await rotate(secretNo(3), until)
    expect(again && secretsOf(again, new Date())).toEqual([secretNo(2), secretNo(3)])
    const leaked = await rotate(secretNo(4), new Date())
    expect(leaked && secretsOf(leaked, new Date())).toEqual([secretNo(4)])
    expect(
      await on.store.outbox.rotateSecret(on.tenant, 'boss', 'nobody', {
        secret: secretNo(2),
        formerUntil: until,
      }),
    ).toBeUndefined()
    // The one that is taken has both.
    await on.keep({ text: 'LINE' })
    await rotate(secretNo(5), until)
    const [due] = await take('ops')
    expect(due && secretsOf(due.endpoint, new Date())).toEqual([secretNo(4), secretNo(5)])
  })

  test('one that is removed takes along what waits for it, and nothing of the others', async () => {
    for (const name of ['default', 'ops', 'safety']) await put(name)
    await on.keep({ text: 'LINE' })
    await on.keep({ text: 'LINE' })
    const [first] = await take('ops', 1)
    if (first) await settle(first, null)
    expect(await on.store.outbox.removeEndpoint(on.tenant, 'boss', 'ops')).toBe(true)
    expect(await on.store.outbox.removeEndpoint(on.tenant, 'boss', 'ops')).toBe(false)
    expect((await sentTo('ops')).map(({ status }) => status)).toEqual(['delivered'])
    expect([(await sentTo('default')).length, (await sentTo('safety')).length]).toEqual([2, 2])
    expect(await on.store.outbox.removeEndpoint(on.tenant, 'boss')).toBe(true)
    expect([(await sentTo('default')).length, (await sentTo('safety')).length]).toEqual([0, 2])
    // Another tenant has none of that name.
    expect(await on.store.outbox.removeEndpoint(`${on.tenant}-x`, 'boss', 'safety')).toBe(false)
  })

  test('each has its own breaker and last attempt', async () => {
    for (const name of ['default', 'bad']) await put(name)
    for (let count = 0; count < 5; count++) await on.keep({ text: 'LINE' })
    const now = new Date()
    for (const one of await take('bad')) await settle(one, 'the endpoint answered 500', now)
    const [well] = await take('default', 1)
    if (well) await settle(well, null, now)
    expect(await on.store.outbox.endpoint(on.tenant, 'bad')).toMatchObject({
      failures: 5,
      pausedUntil: new Date(now.getTime() + 30 * SECOND).toISOString(),
      lastAttempt: { at: now.toISOString(), error: 'the endpoint answered 500' },
    })
    expect(await on.store.outbox.endpoint(on.tenant)).toMatchObject({
      failures: 0,
      pausedUntil: null,
      lastAttempt: { at: now.toISOString(), error: null },
    })
    const waiting = (await on.store.outbox.waiting(soon())).map(one => one.key)
    expect([waiting.includes(key('bad')), waiting.includes(key('default'))]).toEqual([false, true])
    expect((await on.store.health.depths()).pausedEndpoints).toBeGreaterThanOrEqual(1)
  })

  test('attempts of one outcome are noted once a second, another outcome at once', async () => {
    await put('ops')
    const delivery = { id: 'evt_', key: key('ops'), isProbe: false }
    const at = (milliseconds: number) => new Date(Date.UTC(2026, 0, 1) + milliseconds)
    const noted = async () => (await on.store.outbox.endpoint(on.tenant, 'ops'))?.lastAttempt?.at
    await settle(delivery, null, at(0))
    await settle(delivery, null, at(999))
    expect(await noted()).toBe(at(0).toISOString())
    await settle(delivery, 'the endpoint answered 500', at(999))
    expect(await noted()).toBe(at(999).toISOString())
    await settle(delivery, 'the endpoint answered 500', at(1_999))
    expect(await noted()).toBe(at(1_999).toISOString())
  })

  test('deliveries of all are one list, page by page, or of one alone', async () => {
    for (const name of ['default', 'ops']) await put(name)
    for (let count = 0; count < 5; count++) await on.keep({ text: 'LINE' })
    const seen: string[] = []
    let cursor: string | undefined
    for (let page = 0; page < 4; page++) {
      const { items, nextCursor } = await on.store.outbox.list(on.tenant, {}, { limit: 3, cursor })
      seen.push(...items.map(({ id }) => id))
      cursor = nextCursor ?? undefined
      expect([page, nextCursor === null]).toEqual([page, page === 3])
    }
    expect(seen).toHaveLength(10)
    expect(seen).toEqual([...seen].sort().reverse())
    expect((await sentTo('ops')).map(({ endpoint }) => endpoint)).toEqual(Array(5).fill('ops'))
    expect((await on.store.outbox.list(`${on.tenant}-x`, {}, { limit: 9 })).items).toEqual([])
  })

  test('a dead one is sent again to its own endpoint, by its own tenant', async () => {
    for (const name of ['default', 'ops']) await put(name)
    await on.keep({ text: 'LINE' })
    const [one] = await take('ops')
    if (one === undefined) return expect.unreachable()
    const dead = {
      status: 'dead',
      attempts: 11,
      nextAttemptAt: new Date(),
      lastError: 'x',
      isAnswered: true,
    } as const
    await on.store.outbox.settle(one, dead, new Date())
    expect(await on.store.outbox.retry(`${on.tenant}-x`, one.id, 'boss')).toBe(false)
    expect(await on.store.outbox.retry(on.tenant, one.id, 'boss')).toBe(true)
    expect(await take('ops')).toMatchObject([{ id: one.id, attempts: 0 }])
  })

  test('every change is in the trail, and no secret', async () => {
    await put('ops', { events: ['appeal.decided'] })
    await on.store.outbox.rotateSecret(on.tenant, 'boss', 'ops', {
      secret: secretNo(2),
      formerUntil: new Date(0),
    })
    await on.store.outbox.removeEndpoint(on.tenant, 'boss', 'ops')
    const { events } = await on.store.audit.list(on.tenant, { limit: 9 })
    expect(events.map(({ type, actor, detail }) => ({ type, actor, ...detail })).reverse()).toEqual([
      {
        type: 'endpoint_set',
        actor: 'boss',
        endpoint: 'ops',
        origin: 'https://platform.example',
        events: ['appeal.decided'],
        enabled: true,
      },
      {
        type: 'endpoint_set',
        actor: 'boss',
        endpoint: 'ops',
        secret: 'rotated',
        formerUntil: new Date(0).toISOString(),
      },
      { type: 'endpoint_removed', actor: 'boss', endpoint: 'ops' },
    ])
    expect(JSON.stringify(events)).not.toContain('whsec_')
  })

  test('what is erased goes out to all of them and names nobody; what was delivered goes', async () => {
    for (const name of ['default', 'ops']) await put(name)
    const { id } = await on.keep({ text: 'LINE', messageId: 'himitsu-m', client: { id: 'himitsu-c' } })
    await on.store.queue.review(on.tenant, id, 'a', { decision: 'confirmed' })
    const [first] = await take('ops', 1)
    if (first) await settle(first, null)
    await on.store.erasure.client(on.tenant, 'himitsu-c', 'x')
    const left = [...(await take('default')), ...(await take('ops'))]
    expect(left.map(({ type }) => type)).toEqual([
      'screening.flagged',
      'screening.decided',
      'screening.decided',
    ])
    expect(JSON.stringify(left.map(({ payload }) => payload))).not.toContain('himitsu')
    await on.store.erasure.purge(new Date('2200-01-01'))
    expect(await sentTo()).toEqual([])
  })

  test('a former secret whose time is over goes with what is purged', async () => {
    await put('ops')
    await put('both')
    const rotate = (name: string, formerUntil: Date) =>
      on.store.outbox.rotateSecret(on.tenant, 'boss', name, { secret: secretNo(2), formerUntil })
    await rotate('ops', new Date(Date.now() - 1))
    await rotate('both', new Date(Date.now() + 60 * SECOND))
    await on.store.erasure.purge(new Date(0))
    expect((await on.store.outbox.endpoint(on.tenant, 'ops'))?.former).toBeNull()
    expect((await on.store.outbox.endpoint(on.tenant, 'both'))?.former).not.toBeNull()
  })

  test('events of a known-answer text say that they are a test, all of them and no others', async () => {
    await put('ops')
    for (const isTest of [true, false]) {
      const message = judged({ text: 'LINE', messageId: `m-${isTest}` })
      const { judgement } = message
      await on.store.inbox.keep(on.tenant, [
        { ...message, judgement: { ...judgement, ...(isTest && { test: true }) } },
      ])
      const { id } = message
      await on.store.reports.add(on.tenant, 'p', { reporterId: 'w' }, message)
      await on.store.queue.review(on.tenant, id, 'a', { decision: 'confirmed' })
      await on.store.queue.reopen(on.tenant, id, 'a')
    }
    const bodies = (await take('ops')).map(({ payload }) => JSON.parse(payload))
    expect(bodies).toHaveLength(8)
    expect(bodies.map(({ type, test: isTest }) => `${type} ${isTest}`).sort()).toEqual(
      ['report.decided', 'screening.decided', 'screening.flagged', 'screening.reopened'].flatMap(type => [
        `${type} true`,
        `${type} undefined`,
      ]),
    )
  })

  test('a known-answer text that is reported alone is one too, and is not counted as a report', async () => {
    await put('ops')
    const message = judged({ text: 'LINE', messageId: 'm' })
    const known = { ...message, judgement: { ...message.judgement, test: true as const } }
    await on.store.reports.add(on.tenant, 'p', {}, known)
    expect((await on.store.screenings.find(on.tenant, message.id))?.origin).toBe('test')
    expect((await take('ops')).map(({ payload }) => JSON.parse(payload).test)).toEqual([true])
  })
})
