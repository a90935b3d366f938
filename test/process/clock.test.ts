import { afterEach, describe, expect, test, vi } from 'vitest'
import { buildIdFactory } from '../../src/contract/ids.js'
import { fakeScreener } from '../support/screener.js'
import { startService } from '../support/service.js'

afterEach(() => void vi.useRealTimers())

const at = (time: string): void => void vi.setSystemTime(new Date(time))

describe('a clock that jumps', async () => {
  const service = await startService({ screener: fakeScreener() })
  const screen = async (messageId: string): Promise<string> =>
    (await service.post('/screen', { text: `LINE ${messageId}`, messageId })).json().id

  test('back by an hour: ids still grow, so lists and cursors keep their order', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    at('2026-05-01T12:00:00Z')
    const next = buildIdFactory()
    const before = [next(), next()]
    at('2026-05-01T11:00:00Z')
    const all = [...before, next(), next()]
    at('2026-05-01T11:59:59Z')
    all.push(next())
    expect(all).toEqual([...all].sort())
    expect(new Set(all).size).toBe(5)
  })

  test('back and forth while messages come: each is listed once, newest first', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const ids: string[] = []
    for (const [i, time] of ['12:00', '10:00', '14:00', '13:59', '09:00'].entries()) {
      at(`2026-05-01T${time}:00Z`)
      ids.push(await screen(`m-${i}`))
    }
    const seen: string[] = []
    let cursor = ''
    do {
      const page = (await service.get(`/screenings?limit=2${cursor && `&cursor=${cursor}`}`)).json()
      seen.push(...page.items.map((item: { readonly id: string }) => item.id))
      cursor = page.nextCursor ?? ''
    } while (cursor !== '')
    expect(seen).toEqual([...ids].reverse())
  })

  test('forward over a claim: it has run out, and nobody is locked out by a step back', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    at('2026-05-02T12:00:00Z')
    const id = await screen('claimed')
    expect((await service.post(`/screenings/${id}/claim`, { minutes: 10 })).statusCode).toBe(200)
    at('2026-05-02T11:00:00Z')
    // The one who holds it may still decide; the time to the decision is never below zero.
    const decided = await service.post(`/screenings/${id}/review`, { decision: 'dismissed' })
    expect(decided.statusCode).toBe(200)
    const { decisions } = (
      await service.get('/stats?from=2026-05-02T00:00:00Z&to=2026-05-03T00:00:00Z')
    ).json()
    expect(decisions.secondsToDecision.max).toBeGreaterThanOrEqual(0)
  })
})
