import { expect, test } from 'vitest'
import { timeOf } from '../../../src/contract/ids.js'
import type { IncomingMessage } from '../../../src/contract/message.js'
import type { ScreeningFilter } from '../../../src/store/screening.js'
import type { Store } from '../../../src/store/store.js'
import { judged } from '../../support/screenings.js'
import { onEveryStore } from '../../support/stores.js'

onEveryStore('screenings', on => {
  const messages: readonly IncomingMessage[] = [
    { text: 'LINE', client: { id: 'c-1' } },
    { text: '教材', client: { id: 'c-2' } },
    { text: '教材とLINE', client: { id: 'c-1', identityVerified: false } },
    { text: '安い' },
    { text: 'unverified', client: { identityVerified: false } },
  ]

  test.each<[ScreeningFilter, readonly number[]]>([
    [{}, [4, 3, 2, 1, 0]],
    [{ status: 'pending' }, [4, 3, 2, 1, 0]],
    [{ status: 'confirmed' }, []],
    [{ category: 'material_purchase' }, [2, 1]],
    [{ category: 'client_risk' }, [4, 2]],
    [{ verdict: 'block' }, [2, 0]],
    [{ verdict: 'warn' }, [4, 3]],
    [{ minConfidence: 0.95 }, [2, 0]],
    [{ minConfidence: 0.65 }, [2, 1, 0]],
    [{ category: 'material_purchase', minConfidence: 0.9 }, []],
    [{ category: 'client_risk', minConfidence: 0.5 }, [4, 2]],
    [{ clientId: 'c-1' }, [2, 0]],
    [{ clientId: 'nobody' }, []],
    [{ rule: 'material_purchase.word' }, [2, 1]],
    [{ rule: 'material_purchase.word', category: 'off_platform_contact' }, []],
    [{ rule: 'material_purchase.word', verdict: 'block', clientId: 'c-1' }, [2]],
  ])('%o', async (filter, expected) => {
    const kept = messages.map(judged)
    await on.store.inbox.keep(on.tenant, kept)
    const { items, nextCursor } = await on.store.screenings.list(on.tenant, filter, { limit: 50 })
    expect(items.map(({ id }) => kept.findIndex(one => one.id === id))).toEqual(expected)
    expect(nextCursor).toBeNull()
  })

  test('a period includes its start and excludes its end', async () => {
    const [early, late] = [judged({ text: 'LINE' }), await after(5, () => judged({ text: 'LINE' }))]
    await on.store.inbox.keep(on.tenant, [early, late])
    const [from, to] = [timeOf(early.id), timeOf(late.id)]
    expect(
      (await on.store.screenings.list(on.tenant, { from, to }, { limit: 9 })).items.map(({ id }) => id),
    ).toEqual([early.id])
    expect(
      (await on.store.screenings.list(on.tenant, { from: to }, { limit: 9 })).items.map(({ id }) => id),
    ).toEqual([late.id])
    const ever = { from: new Date(-1e15), to: new Date(8.64e15) }
    expect((await on.store.screenings.list(on.tenant, ever, { limit: 9 })).items).toHaveLength(2)
  })

  test('pages do not shift while messages arrive', async () => {
    const kept = Array.from({ length: 7 }, (_, at) => judged({ text: `LINE ${at}` }))
    await on.store.inbox.keep(on.tenant, kept)
    const seen: string[] = []
    let cursor: Awaited<ReturnType<Store['screenings']['list']>>['nextCursor'] | undefined
    while (cursor !== null) {
      const page = await on.store.screenings.list(on.tenant, {}, { limit: 3, cursor })
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
      await on.store.inbox.keep(on.tenant, [judged({ text: 'LINE, meanwhile' })])
    }
    expect(seen).toEqual(kept.map(({ id }) => id).reverse())
  })

  test('a full last page has no next one', async () => {
    await on.store.inbox.keep(on.tenant, [judged({ text: 'LINE' }), judged({ text: 'LINE' })])
    expect((await on.store.screenings.list(on.tenant, {}, { limit: 2 })).nextCursor).toBeNull()
    expect((await on.store.screenings.list(on.tenant, {}, { limit: 1 })).nextCursor).not.toBeNull()
  })

  test('show of the text only the evidence, in its place', async () => {
    await on.store.inbox.keep(on.tenant, [judged({ text: '電話は\n090、LINEも👍' })])
    const { items } = await on.store.screenings.list(on.tenant, {}, { limit: 1 })
    expect(items[0]?.text).toBe('●●●\n●●●●LINE●●●')
  })

  test('by status it counts what the list would show', async () => {
    const { id } = await on.keep({ text: 'LINE', client: { id: 'c' } })
    await on.keep({ text: '教材', client: { id: 'c' } })
    await on.keep({ text: '教材' })
    await on.store.queue.review(on.tenant, id, 'a', { decision: 'confirmed' })
    expect(await on.store.screenings.count(on.tenant, {})).toEqual({ pending: 2, confirmed: 1, dismissed: 0 })
    expect(await on.store.screenings.count(on.tenant, { clientId: 'c', status: 'confirmed' })).toEqual({
      pending: 1,
      confirmed: 1,
      dismissed: 0,
    })
  })

  test('gives back everything it was told', async () => {
    const client = { id: 'c-1', identityVerified: false, rating: 4.5 }
    const history = [{ from: 'worker' as const, text: '\u0000\ud800 はい' }]
    const screening = judged({
      text: '教材とLINE',
      messageId: 'm-1',
      stage: 'contracted',
      kind: 'job_post',
      outsideContactApproved: true,
      client,
      history,
    })
    await on.store.inbox.keep(on.tenant, [screening])
    const { judgement } = screening
    expect(await on.store.screenings.find(on.tenant, screening.id)).toEqual({
      id: screening.id,
      messageId: 'm-1',
      createdAt: timeOf(screening.id).toISOString(),
      status: 'pending',
      stage: 'contracted',
      kind: 'job_post',
      clientId: 'c-1',
      verdict: 'block',
      confidence: 0.95,
      text: '教材とLINE',
      textKept: 'full',
      origin: 'screen',
      claim: null,
      decision: null,
      openAppeals: 0,
      reportCount: 0,
      flags: judgement.flags,
      decidedBy: { category: 'off_platform_contact', by: 'rule', threshold: 0.5 },
      outsideContactApproved: true,
      client,
      history,
      scores: judgement.scores,
      ruleset: judgement.ruleset,
      order: {
        waitingSince: timeOf(screening.id).toISOString(),
        factors: [
          { factor: 'held', label: '遮断していて、届いていません', hours: 24 },
          { factor: 'severity', label: '違反にあたるおそれがあります', hours: 12 },
          { factor: 'confidence', label: '確信度 0.95', hours: 11.6 },
        ],
      },
    })
  })

  test('one tenant never sees what another has', async () => {
    const screening = judged({ text: 'LINE', messageId: 'm' })
    await on.store.inbox.keep('theirs', [screening])
    expect(await on.store.screenings.find('ours', screening.id)).toBeUndefined()
    expect((await on.store.screenings.list('ours', {}, { limit: 9 })).items).toEqual([])
    expect(
      (await on.store.screenings.list('ours', { category: 'off_platform_contact' }, { limit: 9 })).items,
    ).toEqual([])
    expect((await on.store.inbox.receipts('ours', ['m'])).size).toBe(0)
  })
})

function after<Result>(milliseconds: number, work: () => Result): Promise<Result> {
  return new Promise(resolve => setTimeout(() => resolve(work()), milliseconds))
}
