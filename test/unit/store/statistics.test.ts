import { expect, test } from 'vitest'
import { openStore } from '../../../src/store/store.js'
import { EVER, judged } from '../../support/screenings.js'
import { onEveryStore } from '../../support/stores.js'

onEveryStore('statistics', on => {
  test('statistics tell volumes, precision by category and rule, shadow hits and the time to a decision', async () => {
    const shadow = { category: 'mlm', rule: 'mlm.shadow' }
    const texts = ['LINE', 'LINEと教材', '教材', 'ok', 'ok']
    const kept = texts.map(text => {
      const one = judged({ text })
      return text === '教材' ? { ...one, judgement: { ...one.judgement, shadows: [shadow] } } : one
    })
    await on.store.inbox.keep(on.tenant, kept.slice(0, 3))
    for (const { judgement } of kept) on.store.tallies.count(on.tenant, judgement)
    await on.store.tallies.flush()
    const [line, both, material] = kept
    await on.store.queue.review(on.tenant, line?.id ?? 'scr_', 'a', { decision: 'dismissed' })
    await on.store.queue.review(on.tenant, both?.id ?? 'scr_', 'a', { decision: 'confirmed' })
    await on.store.queue.review(on.tenant, material?.id ?? 'scr_', 'a', {
      decision: 'confirmed',
      categories: ['mlm'],
    })
    const statistics = await on.store.statistics(on.tenant, EVER)
    expect(statistics).toMatchObject({
      volumes: { allow: 2, warn: 0, review: 1, block: 2 },
      days: [{ day: new Date().toISOString().slice(0, 10), verdicts: { allow: 2, review: 1, block: 2 } }],
      queue: { pending: 0, claimed: 0, oldestPendingAt: null },
      decisions: { confirmed: 2, dismissed: 1, secondsToDecision: { median: 0, p90: 0, max: 0 } },
      categories: [
        { category: 'material_purchase', flagged: 2, confirmed: 1, dismissed: 1, precision: 0.5, missed: 0 },
        { category: 'mlm', flagged: 0, confirmed: 0, dismissed: 0, precision: null, missed: 1 },
        {
          category: 'off_platform_contact',
          flagged: 2,
          confirmed: 1,
          dismissed: 1,
          precision: 0.5,
          missed: 0,
        },
      ],
      rules: [
        { rule: 'material_purchase.word', status: 'live', hits: 2, flagged: 2, precision: 0.5 },
        {
          rule: 'mlm.shadow',
          category: 'mlm',
          status: 'shadow',
          hits: 1,
          flagged: 1,
          confirmed: 1,
          precision: 1,
        },
        { rule: 'off_platform_contact.word', status: 'live', hits: 2, flagged: 2, precision: 0.5 },
      ],
    })
    expect((await on.store.statistics('other', EVER)).volumes).toEqual({
      allow: 0,
      warn: 0,
      review: 0,
      block: 0,
    })
    expect((await on.store.screenings.list(on.tenant, { category: 'mlm' }, { limit: 9 })).items).toEqual([])
    expect(
      (await on.store.screenings.list(on.tenant, { rule: 'mlm.shadow' }, { limit: 9 })).items,
    ).toHaveLength(1)
  })

  test('a flag of two rules is one flag of its category', async () => {
    const one = judged({ text: 'LINE' })
    const flags = one.judgement.flags.map(flag => ({
      ...flag,
      evidence: [
        ...flag.evidence,
        ...flag.evidence.map(other => ({ ...other, rule: 'off_platform_contact.b' })),
      ],
    }))
    await on.store.inbox.keep(on.tenant, [{ ...one, judgement: { ...one.judgement, flags } }])
    const { categories, rules } = await on.store.statistics(on.tenant, EVER)
    expect(categories).toMatchObject([{ category: 'off_platform_contact', flagged: 1 }])
    expect(rules.map(({ flagged }) => flagged)).toEqual([1, 1])
  })

  test('a reopened case takes its decision back from the statistics', async () => {
    const { id } = await on.keep({ text: 'LINE' })
    await on.store.queue.review(on.tenant, id, 'a', { decision: 'confirmed', categories: ['mlm'] })
    await on.store.queue.reopen(on.tenant, id, 'a')
    const { categories } = await on.store.statistics(on.tenant, EVER)
    expect(categories).toMatchObject([{ category: 'off_platform_contact', confirmed: 0, dismissed: 0 }])
  })

  test('counts of several writers add up', async () => {
    const other = await openStore(on.location, 'full')
    const { judgement } = judged({ text: 'LINE' })
    for (const one of [on.store, other, on.store]) one.tallies.count(on.tenant, judgement)
    // One after the other: two connections of one process cannot wait for each other on SQLite.
    for (const one of [on.store, other]) await one.tallies.flush()
    expect((await on.store.statistics(on.tenant, EVER)).volumes.block).toBe(3)
    await other.close()
  })
})
