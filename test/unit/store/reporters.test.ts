import { expect, test } from 'vitest'
import type { ScreeningId } from '../../../src/contract/ids.js'
import type { NewReport } from '../../../src/store/reports.js'
import { EVER, judged } from '../../support/screenings.js'
import { onEveryStore } from '../../support/stores.js'

onEveryStore('reporters', on => {
  const report = async (messageId: string, given: NewReport) =>
    on.store.reports.add(on.tenant, 'site', given, judged({ text: `ok ${messageId}`, messageId }))
  const reported = async (messageId: string, given: NewReport) => {
    const step = await report(messageId, given)
    if (step.kind !== 'kept') throw new Error(step.kind)
    return step.screeningId
  }
  const hours = async (messageId: string, given: NewReport): Promise<number> => {
    const found = await on.store.screenings.find(on.tenant, await reported(messageId, given))
    return found?.order.factors.find(({ factor }) => factor === 'report')?.hours ?? 0
  }
  /** So many reports of somebody, decided so. */
  const history = async (reporterId: string, count: number, decision: 'confirmed' | 'dismissed') => {
    const ids: ScreeningId[] = []
    for (let at = 0; at < count; at++) ids.push(await reported(`${reporterId}-${at}`, { reporterId }))
    await on.store.queue.reviewAll(on.tenant, ids, 'sato', { decision })
  }

  test('of whom much was upheld move a case further, of whom nothing was not at all', async () => {
    expect(await hours('m-1', { reporterId: 'new' })).toBe(72)
    await history('good', 5, 'confirmed')
    expect(await hours('m-2', { reporterId: 'good' })).toBe(90)
    await history('bad', 11, 'dismissed')
    const id = await reported('m-3', { reporterId: 'bad' })
    expect((await on.store.screenings.find(on.tenant, id))?.order.factors).toEqual([])
    expect(await on.store.reports.of(on.tenant, id)).toMatchObject([
      { reporter: { decided: 11, upheld: 0, weight: 0, muted: true } },
    ])
    // Somebody else is heard as ever.
    expect(await hours('m-3', { reporterId: 'new' })).toBe(72)
  })

  test('count once a case, however often they report it', async () => {
    for (const reporterId of ['w', 'w', 'w']) expect(await hours('m', { reporterId })).toBe(72)
    expect(await hours('m', { reporterId: 'other' })).toBe(78)
  })

  test('may say that a flagged message was fine: shown and counted, and nothing moves', async () => {
    const kept = await on.keep({ text: 'LINE', messageId: 'm' })
    const before = (await on.store.screenings.find(on.tenant, kept.id))?.order
    const fine = await on.store.reports.add(
      on.tenant,
      'site',
      { kind: 'not_a_violation', reporterId: 'w' },
      judged({ text: 'LINE', messageId: 'm' }),
    )
    expect(fine).toMatchObject({ kind: 'kept', screeningId: kept.id, isNew: false })
    expect((await on.store.screenings.find(on.tenant, kept.id))?.order).toEqual(before)
    expect(await on.store.reports.of(on.tenant, kept.id)).toMatchObject([{ kind: 'not_a_violation' }])
    expect((await on.store.statistics(on.tenant, EVER)).reports).toMatchObject({
      received: 0,
      notAViolation: 1,
    })
    expect(await report('unknown', { kind: 'not_a_violation' })).toEqual({ kind: 'not_flagged' })
    expect(await on.store.screenings.count(on.tenant, {})).toMatchObject({ pending: 1 })
  })

  test('hear what became of it, each by what they said', async () => {
    await on.store.outbox.setEndpoint(on.tenant, 'boss', { url: 'https://example.com', secret: 'whsec_x' })
    await on.keep({ text: 'LINE', messageId: 'm' })
    const again = () => judged({ text: 'LINE', messageId: 'm' })
    await on.store.reports.add(on.tenant, 'site', { reporterId: 'a', reason: '秘密' }, again())
    const step = await on.store.reports.add(
      on.tenant,
      'site',
      { reporterId: 'b', kind: 'not_a_violation' },
      again(),
    )
    if (step.kind !== 'kept') throw new Error(step.kind)
    await on.store.queue.review(on.tenant, step.screeningId, 'sato', { decision: 'confirmed' })
    const due = await on.store.outbox.take(
      new Map([[on.tenant, 50]]),
      new Date(Date.now() + 1_000),
      new Date(Date.now() + 60_000),
    )
    const told = due.map(({ payload }) => JSON.parse(payload)).filter(({ type }) => type === 'report.decided')
    expect(told.map(({ data }) => [data.reporterId, data.kind, data.outcome])).toEqual([
      ['a', 'violation', 'upheld'],
      ['b', 'not_a_violation', 'not_upheld'],
    ])
    expect(JSON.stringify(told)).not.toContain('秘密')
  })
})
