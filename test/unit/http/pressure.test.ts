import { describe, expect, test } from 'vitest'
import { fakeScreener } from '../../support/screener.js'
import { startService } from '../../support/service.js'

const message = { text: 'よろしくお願いします' }

describe('too much to do', async () => {
  // Every judgement takes longer than the delay that is allowed.
  const slow = fakeScreener()
  const service = await startService({
    screener: {
      ...slow,
      screen: input => {
        for (const until = performance.now() + 60; performance.now() < until; );
        return slow.screen(input)
      },
    },
    config: { maxDelay: 5 },
  })
  const locked = await startService({ screener: slow, config: { maxDelay: 5, hasKeys: true } })

  test('a part is refused with 503 and told when to come again, health is answered, and it passes', async () => {
    const replies = []
    for (const until = performance.now() + 2_500; performance.now() < until; )
      replies.push(...(await Promise.all([1, 2, 3, 4].map(() => service.post('/screen', message)))))
    const refused = replies.filter(({ statusCode }) => statusCode === 503)
    expect(refused.length).toBeGreaterThan(0)
    expect(replies.filter(({ statusCode }) => statusCode === 200).length).toBeGreaterThan(0)
    expect(refused[0]?.json()).toMatchObject({ type: 'urn:sekisho:problem:overloaded' })
    expect(refused[0]?.headers['retry-after']).toBe('1')
    expect((await service.get('/healthz')).statusCode).toBe(200)
    expect((await service.get('/metrics')).body).toMatch(/^sekisho_shed_requests_total [1-9]/m)
    await new Promise(resolve => setTimeout(resolve, 800))
    expect((await service.post('/screen', message)).statusCode).toBe(200)
  })

  test('whoever has no key is told so all the same', async () => {
    const statuses = new Set<number>()
    for (const until = performance.now() + 1_500; performance.now() < until; ) {
      // This keeps the event loop from both services.
      await service.post('/screen', message)
      statuses.add((await locked.post('/screen', message)).statusCode)
    }
    expect((await locked.get('/metrics')).statusCode).toBe(401)
    expect([...statuses]).toEqual([401])
  })
})
