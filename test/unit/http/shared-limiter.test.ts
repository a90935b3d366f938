import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { buildLimiter } from '../../../src/http/limiters.js'
import { buildSharedLimiter } from '../../../src/http/shared-limiter.js'
import { countsInPostgres, countsInRedis, type SharedCounts } from '../../../src/store/shared-counts.js'
import { openStore } from '../../../src/store/store.js'
import { databases } from '../../support/stores.js'

/** Each of two instances has its own connections. */
type Open = () => Promise<SharedCounts>
const places: { name: string; open: Open }[] = []
const cleaning: (() => Promise<void>)[] = []

const postgres = databases.find(({ name }) => name === 'PostgreSQL')
if (postgres) {
  const { location, remove } = await postgres.create()
  await (await openStore(location, 'full')).close()
  cleaning.push(remove)
  if (location.kind === 'postgres')
    places.push({ name: 'PostgreSQL', open: () => countsInPostgres(location.url) })
}
const REDIS = process.env.TEST_REDIS_URL ?? 'redis://127.0.0.1:6379'
const redis = await countsInRedis(REDIS)
const isThere = await answers(redis)
await redis.close()
if (isThere) places.push({ name: 'Redis', open: () => countsInRedis(REDIS) })
else console.log('SKIPPED: limits in Redis, because there is none at TEST_REDIS_URL')

afterAll(async () => {
  for (const clean of cleaning) await clean()
})

let key: string
beforeEach(() => {
  key = `caller-${Math.random()}`
})

const instance = (counts: SharedCounts, most: number, reach: boolean[] = []) =>
  buildSharedLimiter({
    name: 'test',
    most,
    counts,
    alone: buildLimiter('alone', most, false),
    onReach: is => reach.push(is),
  })

describe.each(places)('two instances with their counts in $name', ({ open }) => {
  test('a small limit holds to the point, whichever is asked', async () => {
    const both = await Promise.all([open(), open()])
    await Promise.all(both.map(answers))
    const [one, other] = both.map(counts => instance(counts, 10))
    const seen = []
    for (let asked = 0; asked < 6; asked++)
      for (const limiter of [one, other]) seen.push((await limiter?.count(key))?.count)
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
    await one?.giveBack(key, 5)
    // What is given back is told before long, and asked for after a second.
    await new Promise(resolve => setTimeout(resolve, 1_100))
    expect((await other?.count(key))?.count).toBe(8)
    for (const counts of both) await counts.close()
  })

  test('of many requests at once few ask, and a hundredth an instance may pass', async () => {
    const both = await Promise.all([open(), open()])
    await Promise.all(both.map(answers))
    let asked = 0
    const watched = both.map(counts =>
      instance({ ...counts, add: (...what) => counts.add(...what).finally(() => asked++) }, 1_000),
    )
    let passed = 0
    for (let round = 0; round < 750; round++)
      for (const limiter of watched) if ((await limiter.count(key)).count <= 1_000) passed++
    expect(passed).toBeGreaterThanOrEqual(1_000)
    expect(passed).toBeLessThanOrEqual(1_020)
    expect(asked).toBeLessThan(250)
    for (const counts of both) await counts.close()
  })
})

describe('while the counts of all cannot be reached', () => {
  test('each instance counts for itself, says so once, and comes back by itself', async () => {
    let time = 1_000_000
    let isAway = true
    let total = 0
    let asked = 0
    const reach: boolean[] = []
    const limiter = buildSharedLimiter({
      name: 'test',
      most: 3,
      alone: buildLimiter('alone-too', 3, false),
      counts: {
        add: async (_key, points) => {
          asked++
          if (isAway) throw new Error('away')
          total += points
          return { count: total, resetAfter: 60_000 }
        },
        close: async () => undefined,
      },
      onReach: is => reach.push(is),
      now: () => time,
    })
    const seen = []
    for (let count = 0; count < 5; count++) seen.push((await limiter.count(key)).count)
    expect(seen).toEqual([1, 2, 3, 4, 5])
    expect([asked, reach]).toEqual([1, [false]])
    isAway = false
    time += 2_001
    expect((await limiter.count(key)).count).toBe(6)
    expect([total, reach]).toEqual([6, [false, true]])
  })

  test('a Redis that is not there holds up nobody for long', async () => {
    const counts = await countsInRedis('redis://127.0.0.1:1')
    const reach: boolean[] = []
    const since = performance.now()
    expect((await instance(counts, 3, reach).count(key)).count).toBe(1)
    expect(performance.now() - since).toBeLessThan(2_000)
    expect(reach).toEqual([false])
    await counts.close()
  })
})

/** Connecting takes a moment, and what is asked before then is refused. */
async function answers(counts: SharedCounts): Promise<boolean> {
  for (let tries = 0; tries < 40; tries++) {
    const answered = await counts.add(`there-${Math.random()}`, 1).catch(() => undefined)
    if (answered) return true
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  return false
}
