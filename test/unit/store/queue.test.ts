import { expect, test } from 'vitest'
import { EVER } from '../../support/screenings.js'
import { onEveryStore } from '../../support/stores.js'

onEveryStore('the review queue', on => {
  test('decides once, with what it was', async () => {
    const { id } = await on.keep({ text: 'LINEで教材' })
    const step = await on.store.queue.review(on.tenant, id, 'sato', {
      decision: 'confirmed',
      categories: ['material_purchase', 'mlm'],
      note: '商材の勧誘\u0000',
    })
    expect(step).toMatchObject({
      kind: 'done',
      screening: {
        status: 'confirmed',
        decision: { by: 'sato', categories: ['material_purchase', 'mlm'], note: '商材の勧誘\u0000' },
      },
    })
    expect(await on.store.queue.review(on.tenant, id, 'ito', { decision: 'dismissed' })).toEqual({
      kind: 'wrong_status',
      status: 'confirmed',
    })
    expect(
      (await on.store.screenings.list(on.tenant, { status: 'confirmed' }, { limit: 9 })).items,
    ).toHaveLength(1)
  })

  test('without categories the flags are confirmed', async () => {
    const { id } = await on.keep({ text: 'LINEで教材' })
    await on.store.queue.review(on.tenant, id, 'sato', { decision: 'confirmed' })
    expect((await on.store.screenings.find(on.tenant, id))?.decision?.categories).toEqual([
      'off_platform_contact',
      'material_purchase',
    ])
  })

  test('of twenty at the same time one decides', async () => {
    const { id } = await on.keep({ text: 'LINE' })
    const steps = await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        on.store.queue.review(on.tenant, id, `m-${at}`, { decision: at % 2 ? 'confirmed' : 'dismissed' }),
      ),
    )
    expect(steps.filter(({ kind }) => kind === 'done')).toHaveLength(1)
    expect(steps.filter(({ kind }) => kind === 'wrong_status')).toHaveLength(19)
    expect((await on.store.audit.of(on.tenant, id)).map(({ type }) => type)).toHaveLength(1)
  })

  test('reopens what is decided, and nothing else', async () => {
    const { id } = await on.keep({ text: 'LINE' })
    expect((await on.store.queue.reopen(on.tenant, id, 'sato')).kind).toBe('wrong_status')
    await on.store.queue.review(on.tenant, id, 'sato', { decision: 'dismissed', note: 'x' })
    expect(await on.store.queue.reopen(on.tenant, id, 'ito')).toMatchObject({
      kind: 'done',
      screening: { status: 'pending', decision: null },
    })
    expect((await on.store.queue.review(on.tenant, id, 'ito', { decision: 'confirmed' })).kind).toBe('done')
    expect((await on.store.audit.of(on.tenant, id)).map(({ type, actor }) => [type, actor])).toEqual([
      ['dismissed', 'sato'],
      ['reopened', 'ito'],
      ['confirmed', 'ito'],
    ])
  })

  test('a claim keeps others off until it runs out or is given back', async () => {
    const { id } = await on.keep({ text: 'LINE' })
    expect((await on.store.queue.claim(on.tenant, id, 'sato', 15)).kind).toBe('done')
    expect(await on.store.queue.claim(on.tenant, id, 'ito', 15)).toMatchObject({
      kind: 'claimed',
      by: 'sato',
    })
    expect((await on.store.queue.review(on.tenant, id, 'ito', { decision: 'confirmed' })).kind).toBe(
      'claimed',
    )
    expect((await on.store.queue.release(on.tenant, id, 'ito')).kind).toBe('claimed')
    expect((await on.store.queue.claim(on.tenant, id, 'sato', 30)).kind).toBe('done')
    expect(
      (await on.store.screenings.list(on.tenant, { claimedBy: 'sato' }, { limit: 9 })).items,
    ).toHaveLength(1)
    expect(
      (await on.store.screenings.list(on.tenant, { claimedBy: 'free' }, { limit: 9 })).items,
    ).toHaveLength(0)
    await on.store.queue.release(on.tenant, id, 'sato')
    expect(
      (await on.store.screenings.list(on.tenant, { claimedBy: 'free' }, { limit: 9 })).items,
    ).toHaveLength(1)

    await on.store.queue.claim(on.tenant, id, 'sato', 0)
    expect((await on.store.screenings.find(on.tenant, id))?.claim).toBeNull()
    expect((await on.store.queue.review(on.tenant, id, 'ito', { decision: 'confirmed' })).kind).toBe('done')
  })

  test('every step leaves its event, with what is needed to understand it', async () => {
    const { id } = await on.keep({ text: 'LINE 教材' })
    await on.store.queue.claim(on.tenant, id, 'sato', 15)
    await on.store.queue.release(on.tenant, id, 'sato')
    await on.store.queue.review(on.tenant, id, 'sato', { decision: 'confirmed', categories: ['mlm'] })
    await on.store.queue.reopen(on.tenant, id, 'ito')
    const { events } = await on.store.audit.list(on.tenant, { limit: 9 })
    expect(events.map(({ type, actor }) => [type, actor])).toEqual([
      ['reopened', 'ito'],
      ['confirmed', 'sato'],
      ['released', 'sato'],
      ['claimed', 'sato'],
    ])
    expect(events[1]?.detail).toEqual({ categories: ['mlm'] })
    expect(Date.parse(String(events[3]?.detail.until))).toBeGreaterThan(Date.now() + 14 * 60_000)
  })

  test('the time to a decision is counted from the arrival, or from the last reopening', async () => {
    const { id } = await on.keep({ text: 'LINE' })
    const seconds = async () => (await on.store.statistics(on.tenant, EVER)).decisions.secondsToDecision.max
    await new Promise(resolve => setTimeout(resolve, 1_600))
    await on.store.queue.review(on.tenant, id, 'sato', { decision: 'dismissed' })
    expect(await seconds()).toBe(2)
    await on.store.queue.reopen(on.tenant, id, 'sato')
    await on.store.queue.review(on.tenant, id, 'sato', { decision: 'dismissed' })
    expect(await seconds()).toBe(0)
  })

  test('of ten claims at the same time one holds', async () => {
    const { id } = await on.keep({ text: 'LINE' })
    const steps = await Promise.all(
      Array.from({ length: 10 }, (_, at) => on.store.queue.claim(on.tenant, id, `m-${at}`, 15)),
    )
    expect(steps.filter(({ kind }) => kind === 'done')).toHaveLength(1)
  })

  test('another tenant has no such screening', async () => {
    const { id } = await on.keep({ text: 'LINE' })
    expect(await on.store.queue.review('other', id, 'x', { decision: 'confirmed' })).toEqual({
      kind: 'missing',
    })
    expect(await on.store.queue.claim('other', id, 'x', 5)).toEqual({ kind: 'missing' })
    expect(await on.store.queue.reopen('other', id, 'x')).toEqual({ kind: 'missing' })
    expect(await on.store.audit.of('other', id)).toEqual([])
    expect((await on.store.screenings.find(on.tenant, id))?.status).toBe('pending')
  })
})
