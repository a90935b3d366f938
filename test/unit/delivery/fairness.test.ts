import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startWebhooks } from '../../../src/delivery/webhooks.js'
import { PAUSED_AFTER } from '../../../src/store/breaker.js'
import { openStore } from '../../../src/store/store.js'
import { type Platform, startPlatform } from '../../support/platform.js'
import { judged } from '../../support/screenings.js'
import { onEveryStore } from '../../support/stores.js'

const SECOND = 1_000
const LONG = { timeout: 60 * SECOND }
const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`

onEveryStore('tenants beside each other', on => {
  let platforms: Platform[]
  let stop: () => Promise<void>
  let ahead: number

  beforeEach(() => {
    platforms = []
    stop = async () => undefined
    ahead = 0
  })
  afterEach(async () => {
    for (const platform of platforms) platform.close()
    await stop()
    // Nothing may be left for the next test's sender.
    for (const name of ['loud', 'quiet'])
      for (const endpoint of await on.store.outbox.endpoints(tenant(name)))
        await on.store.outbox.removeEndpoint(tenant(name), 'boss', endpoint.name)
  })

  const tenant = (name: string) => `${on.tenant}-${name}`

  async function platformOf(name: string, endpoint = 'default'): Promise<Platform> {
    const platform = await startPlatform()
    platforms.push(platform)
    await on.store.outbox.setEndpoint(tenant(name), 'boss', { name: endpoint, url: platform.url, secret })
    return platform
  }
  async function tell(name: string, events: number): Promise<void> {
    await on.store.inbox.keep(
      tenant(name),
      Array.from({ length: events }, () => judged({ text: 'LINE' })),
    )
  }
  const deliveries = async (name: string) =>
    (await on.store.outbox.list(tenant(name), {}, { limit: 100 })).items
  const endpoint = (name: string) => on.store.outbox.endpoint(tenant(name))

  function start(timeout: number): void {
    stop = startWebhooks(on.store.outbox, {
      allowPrivate: true,
      timeout,
      poll: 50,
      clock: () => new Date(Date.now() + ahead),
      onFailure: failure => {
        throw failure
      },
    })
  }
  const until = (holds: () => void | Promise<void>) =>
    vi.waitFor(holds, { timeout: 20 * SECOND, interval: 20 })

  test(
    '80 deliveries to an endpoint that never answers do not keep another tenant waiting',
    LONG,
    async () => {
      const [loud, quiet] = [await platformOf('loud'), await platformOf('quiet')]
      loud.react(() => 'never')
      await tell('loud', 80)
      start(60 * SECOND)
      await until(() => expect(loud.received).toHaveLength(8))
      await tell('quiet', 1)
      await until(() => expect(quiet.received).toHaveLength(1))
      // No attempt of the loud one had to end for it, and it has no more than its share.
      expect((await deliveries('loud')).every(({ attempts }) => attempts === 0)).toBe(true)
      expect(loud.received).toHaveLength(8)
    },
  )

  test('an endpoint that never answers does not hold up another of its tenant', LONG, async () => {
    const [hanging, sound] = [await platformOf('loud', 'hanging'), await platformOf('loud', 'sound')]
    hanging.react(() => 'never')
    await tell('loud', 40)
    start(60 * SECOND)
    await until(() => expect(new Set(sound.received).size).toBe(40))
    // No attempt at the other one had to end for it.
    expect(hanging.received).toHaveLength(8)
    expect((await deliveries('loud')).filter(({ endpoint }) => endpoint === 'hanging')).toHaveLength(40)
    expect(await on.store.outbox.endpoint(tenant('loud'), 'hanging')).toMatchObject({ failures: 0 })
  })

  test(
    'ten that never answer have all the slots, and another tenant still gets its first',
    LONG,
    async () => {
      const hanging = await Promise.all(Array.from({ length: 10 }, (_, at) => platformOf('loud', `e${at}`)))
      for (const one of hanging) one.react(() => 'never')
      const quiet = await platformOf('quiet')
      await tell('loud', 10)
      start(60 * SECOND)
      const underWay = () => hanging.reduce((sum, { received }) => sum + received.length, 0)
      await until(() => expect(underWay()).toBe(64))
      await tell('quiet', 3)
      await until(() => expect(quiet.received).toHaveLength(3))
      expect(underWay()).toBe(64)
    },
  )

  test('one that hangs does not hold up the others of its tenant', LONG, async () => {
    const loud = await platformOf('loud')
    await tell('loud', 60)
    const [hanging] = (await deliveries('loud')).map(({ id }) => id).reverse()
    loud.react(id => (id === hanging ? 'never' : 204))
    start(60 * SECOND)
    await until(() => expect(new Set(loud.received).size).toBe(60))
    expect((await deliveries('loud')).find(({ id }) => id === hanging)).toMatchObject({ attempts: 0 })
  })

  test.each(['never', 503] as const)(
    'an endpoint that answers %s is left alone, probed, and served again when it answers',
    LONG,
    async reaction => {
      const loud = await platformOf('loud')
      loud.react(() => reaction)
      await tell('loud', 40)
      start(SECOND)
      await until(async () => expect((await endpoint('loud'))?.pausedUntil).not.toBeNull())
      await until(async () => {
        const attempts = (await deliveries('loud')).reduce((sum, one) => sum + one.attempts, 0)
        expect(attempts).toBe(loud.received.length)
      })
      const attempted = loud.received.length
      expect(attempted).toBeGreaterThanOrEqual(PAUSED_AFTER)
      expect(attempted).toBeLessThanOrEqual(2 * 8)

      ahead += 31 * SECOND
      await until(async () => expect((await endpoint('loud'))?.failures).toBe(PAUSED_AFTER + 1))
      expect(loud.received).toHaveLength(attempted + 1)

      loud.react(() => 204)
      await until(async () => {
        // As fast as the test looks: what was put off for minutes is due, too.
        ahead += 10 * SECOND
        expect(await endpoint('loud')).toMatchObject({ failures: 0, pausedUntil: null })
        expect((await deliveries('loud')).filter(({ status }) => status === 'delivered').length).toBe(40)
      })
    },
  )

  test('a refusal of one delivery pauses nothing', LONG, async () => {
    const loud = await platformOf('loud')
    loud.react(() => 404)
    await tell('loud', 20)
    start(10 * SECOND)
    await until(() => expect(loud.received).toHaveLength(20))
    await until(async () => expect((await deliveries('loud')).every(one => one.attempts === 1)).toBe(true))
    expect(await endpoint('loud')).toMatchObject({ failures: 0, pausedUntil: null })
  })

  test('what an instance had under way when it died another delivers after the lease', LONG, async () => {
    const [loud, quiet] = [await platformOf('loud'), await platformOf('quiet')]
    await tell('loud', 3)
    const now = new Date()
    const dying = await openStore(on.location, 'full')
    await dying.outbox.take(new Map([[tenant('loud'), 2]]), now, new Date(now.getTime() + 60 * SECOND))
    await dying.close()

    await tell('quiet', 1)
    start(10 * SECOND)
    await until(() => expect([loud.received.length, quiet.received.length]).toEqual([1, 1]))
    ahead = 61 * SECOND
    await until(() => expect(new Set(loud.received).size).toBe(3))
    await until(async () =>
      expect((await deliveries('loud')).every(({ status }) => status === 'delivered')).toBe(true),
    )
  })
})
