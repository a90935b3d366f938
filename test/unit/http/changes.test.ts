import { createParser, type EventSourceMessage } from 'eventsource-parser'
import { describe, expect, test } from 'vitest'
import { openStore } from '../../../src/store/store.js'
import { fakeScreener } from '../../support/screener.js'
import { startService } from '../../support/service.js'
import { onEveryStore } from '../../support/stores.js'

interface Heard {
  readonly status: number
  readonly headers: Headers
  /** Names and contents of the events so far, in order. */
  readonly events: () => readonly (readonly [name: string | undefined, data: unknown])[]
  readonly comments: () => number
  readonly retry: () => number | undefined
  readonly ended: Promise<void>
  readonly leave: () => void
}

/** Listens as a page does that sends a key. */
async function listen(url: string, headers: Record<string, string> = {}): Promise<Heard> {
  const leaving = new AbortController()
  const reply = await fetch(`${url}/screenings/changes`, {
    headers: { accept: 'text/event-stream', ...headers },
    signal: leaving.signal,
  })
  const events: EventSourceMessage[] = []
  let comments = 0
  let retry: number | undefined
  const parser = createParser({
    onEvent: event => events.push(event),
    onComment: () => comments++,
    onRetry: milliseconds => {
      retry = milliseconds
    },
  })
  const read = async (): Promise<void> => {
    const decoder = new TextDecoder()
    for await (const chunk of reply.body ?? []) parser.feed(decoder.decode(chunk, { stream: true }))
  }
  return {
    status: reply.status,
    headers: reply.headers,
    events: () => events.map(({ event, data }) => [event, JSON.parse(data)] as const),
    comments: () => comments,
    retry: () => retry,
    ended: read().catch(() => undefined),
    leave: () => leaving.abort(),
  }
}

const heard = (stream: Heard) => expect.poll(stream.events, { timeout: 10_000, interval: 50 })
const bearer = (key: string) => ({ authorization: `Bearer ${key}` })
const counts = (pending: number, claimed: number) => ['counts', { pending, claimed }]

async function served(parts: Partial<Parameters<typeof startService>[0]> = {}) {
  const service = await startService({ screener: fakeScreener(), ...parts })
  return { service, url: await service.app.listen({ port: 0, host: '127.0.0.1' }) }
}

onEveryStore('changes', on => {
  const withKeys = async () => {
    const { service, url } = await served({ store: on.store, config: { hasKeys: true } })
    const { tenant } = on
    const key = await on.store.keys.create({ tenant, role: 'moderator', actor: '佐藤' })
    return { service, url, key }
  }

  test('counts come at once, then every step with a case and every new one', {
    timeout: 30_000,
  }, async () => {
    const { url, key } = await withKeys()
    const { tenant } = on
    const { id } = await on.keep({ text: 'LINE' })
    const stream = await listen(url, bearer(key.key))
    expect(stream.status).toBe(200)
    expect(stream.headers.get('content-type')).toBe('text/event-stream')
    expect(stream.headers.get('cache-control')).toBe('no-store')
    await heard(stream).toEqual([counts(1, 0)])
    expect(stream.retry()).toBeGreaterThanOrEqual(2_000)

    const { queue } = on.store
    const seen = () => stream.events().slice(1)
    const told = (events: readonly unknown[]) =>
      expect.poll(() => seen().slice(-events.length), { timeout: 10_000, interval: 50 }).toEqual(events)
    await queue.claim(tenant, id, '佐藤', 5)
    const claim = { by: '佐藤', until: expect.any(String) }
    await told([['case', { id, status: 'pending', claim, openAppeals: 0 }], counts(1, 1)])
    await queue.release(tenant, id, '佐藤')
    await told([['case', { id, status: 'pending', claim: null, openAppeals: 0 }], counts(1, 0)])
    await queue.review(tenant, id, '鈴木', { decision: 'confirmed' })
    await told([['case', { id, status: 'confirmed', claim: null, openAppeals: 0 }], counts(0, 0)])
    await queue.reopen(tenant, id, '鈴木')
    await told([['case', { id, status: 'pending', claim: null, openAppeals: 0 }], counts(1, 0)])
    const { id: fresh } = await on.keep({ text: 'LINE again' })
    await told([['case', { id: fresh, status: 'pending', claim: null, openAppeals: 0 }], counts(2, 0)])
    // Nothing was told twice.
    expect(seen()).toHaveLength(10)
    expect(JSON.stringify(stream.events())).not.toContain('LINE')
    stream.leave()
  })

  test('who looks at a case without its decision is told of it as pending', { timeout: 30_000 }, async () => {
    const { url, key } = await withKeys()
    const { tenant } = on
    const rates = { secondReviewRate: 1, goldenRate: 0, auditRate: 0 }
    const store = await openStore(on.location, 'full', { rates })
    const other = await on.store.keys.create({ tenant, role: 'moderator', actor: '鈴木' })
    const { id } = await on.keep({ text: 'LINE' })
    await store.queue.review(tenant, id, '鈴木', { decision: 'confirmed' })
    const [holder, decider] = [await listen(url, bearer(key.key)), await listen(url, bearer(other.key))]
    for (const stream of [holder, decider]) await heard(stream).toEqual([counts(0, 0)])
    const wish = { filter: {}, sort: 'harm', skip: [], includeTests: false } as const
    await store.queue.next(tenant, '佐藤', wish, 10)
    const claim = { by: '佐藤', until: expect.any(String) }
    await heard(holder).toEqual([
      counts(0, 0),
      ['case', { id, status: 'pending', claim, openAppeals: 0 }],
      counts(1, 1),
    ])
    await store.queue.review(tenant, id, '佐藤', { decision: 'dismissed' })
    await expect
      .poll(() => holder.events().slice(3), { timeout: 10_000 })
      .toEqual([['case', { id, status: 'dismissed', claim: null, openAppeals: 0 }], counts(0, 0)])
    const real = ['case', { id, status: 'confirmed', claim: null, openAppeals: 0 }]
    expect(decider.events()).toEqual([counts(0, 0), real, real])
    holder.leave()
    decider.leave()
    await store.close()
  })

  test('steps on another instance are told, those of another tenant are not', {
    timeout: 30_000,
  }, async () => {
    const here = await withKeys()
    const other = await served({ store: on.store, config: { hasKeys: true } })
    const { tenant } = on
    const rival = await on.store.keys.create({ tenant: `${tenant}-b`, role: 'admin', actor: 'rival' })
    const [ours, theirs] = [
      await listen(here.url, bearer(here.key.key)),
      await listen(here.url, bearer(rival.key)),
    ]
    await heard(ours).toEqual([counts(0, 0)])
    await heard(theirs).toEqual([counts(0, 0)])
    const { id } = await on.keep({ text: 'LINE' })
    const claimed = await other.service.inject({
      method: 'POST',
      url: `/screenings/${id}/claim`,
      payload: {},
      headers: bearer(here.key.key),
    })
    expect(claimed.statusCode).toBe(200)
    await expect.poll(() => ours.events().at(-1), { timeout: 10_000 }).toEqual(counts(1, 1))
    expect(ours.events()).toContainEqual(['case', expect.objectContaining({ id, status: 'pending' })])
    expect(theirs.events()).toEqual([counts(0, 0)])
    ours.leave()
    theirs.leave()
  })

  test('many listeners share one look, and nobody looks while nobody listens', {
    timeout: 30_000,
  }, async () => {
    const { url, key } = await withKeys()
    const reads = async () => {
      const before = on.operations.length
      await new Promise(resolve => setTimeout(resolve, 2_500))
      return on.operations.length - before
    }
    // Every service of this file looks after its lists once a second, whoever listens.
    const resting = (await reads()) + 2
    const streams = await Promise.all(Array.from({ length: 20 }, () => listen(url, bearer(key.key))))
    for (const stream of streams) await heard(stream).toEqual([counts(0, 0)])
    // Two short reads a second, and the counts now and then.
    expect(await reads()).toBeLessThan(resting + 20)
    for (const stream of streams) stream.leave()
    await expect.poll(reads, { timeout: 20_000 }).toBeLessThanOrEqual(resting)
  })

  test('a stream ends when its key is revoked', { timeout: 30_000 }, async () => {
    const { url, key } = await withKeys()
    const stream = await listen(url, bearer(key.key))
    await heard(stream).toEqual([counts(0, 0)])
    await on.store.keys.revoke(key.id)
    await stream.ended
    expect((await listen(url, bearer(key.key))).status).toBe(401)
  })
})

describe('a stream', () => {
  test('outlives silence, is no matter of limits and pressure, and is not timed', {
    timeout: 30_000,
  }, async () => {
    const config = { idleTimeout: 900, requestTimeout: 300, rateLimitMax: 5 }
    const { service, url } = await served({ config })
    const stream = await listen(url)
    await heard(stream).toEqual([counts(0, 0)])
    await new Promise(resolve => setTimeout(resolve, 3_500))
    expect(stream.comments()).toBeGreaterThan(3)
    // It cost one request of five.
    expect(stream.headers.get('ratelimit-remaining')).toBe('4')
    expect((await service.get('/categories')).headers['ratelimit-remaining']).toBe('3')
    stream.leave()
    await expect
      .poll(async () => (await service.get('/metrics')).body, { timeout: 5_000 })
      .toMatch(/http_requests_total\{method="GET",route="\/screenings\/changes",status="200"\} 1/)
    expect((await service.get('/metrics')).body).not.toMatch(/duration_seconds_count\{.*screenings\/changes/)
    expect(service.log().filter(({ route }) => route === '/screenings/changes')).toHaveLength(1)
  })

  test('ends when the service closes, and closing does not wait', { timeout: 30_000 }, async () => {
    const { service, url } = await served()
    const streams = await Promise.all([listen(url), listen(url)])
    for (const stream of streams) await heard(stream).toEqual([counts(0, 0)])
    const closed = service.app.close()
    await Promise.all(streams.map(({ ended }) => ended))
    await closed
  })

  test('goes on when the store was away', { timeout: 30_000 }, async () => {
    const store = await openStore({ kind: 'sqlite', file: ':memory:' }, 'full')
    const { lengths } = store.changes
    let isAway = false
    const changes = {
      ...store.changes,
      lengths: (tenants: readonly string[]) =>
        isAway ? Promise.reject(new Error('away')) : lengths(tenants),
    }
    const { service: shaky, url } = await served({ store: { ...store, changes } })
    const stream = await listen(url)
    await heard(stream).toEqual([counts(0, 0)])
    isAway = true
    await shaky.post('/screen', { text: 'LINE' })
    await expect
      .poll(() => shaky.log().filter(({ msg }) => msg === 'changes of the queue not looked up').length, {
        timeout: 10_000,
      })
      .toBe(1)
    await new Promise(resolve => setTimeout(resolve, 1_500))
    isAway = false
    await expect.poll(() => stream.events().at(-1), { timeout: 10_000 }).toEqual(counts(1, 0))
    expect(shaky.log().filter(({ msg }) => msg === 'changes of the queue not looked up')).toHaveLength(1)
    stream.leave()
  })

  test('no more than five hundred of one tenant at a time', { timeout: 60_000 }, async () => {
    const { url } = await served()
    const streams: Heard[] = []
    for (let round = 0; round < 10; round++)
      streams.push(...(await Promise.all(Array.from({ length: 50 }, () => listen(url)))))
    expect(streams.filter(({ status }) => status === 200)).toHaveLength(500)
    const further = await listen(url)
    expect([further.status, further.headers.get('retry-after')]).toEqual([503, '5'])
    streams[0]?.leave()
    await expect.poll(async () => (await listen(url)).status, { timeout: 10_000 }).toBe(200)
    for (const stream of streams) stream.leave()
  })

  test.each(['HEAD', 'POST'])('%s is no way to listen', async method => {
    const { url } = await served()
    const reply = await fetch(`${url}/screenings/changes`, { method })
    expect([reply.status, reply.headers.get('allow')]).toEqual([405, 'GET'])
  })
})
