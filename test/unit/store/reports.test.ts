import { expect, test } from 'vitest'
import { judged } from '../../support/screenings.js'
import { onEveryStore } from '../../support/stores.js'

onEveryStore('reports', on => {
  test('a message that was let through enters the queue, under the id it was given', async () => {
    const allowed = await on.keep({ text: 'ok', messageId: 'm' })
    const reported = await on.store.reports.add(
      on.tenant,
      'site',
      { category: 'mlm', reason: '勧誘された', reporterId: 'w-1' },
      judged({ text: 'ok', messageId: 'm' }),
    )
    expect(reported).toMatchObject({ kind: 'kept', screeningId: allowed.id, isNew: true })
    const found = await on.store.screenings.find(on.tenant, allowed.id)
    expect(found).toMatchObject({ origin: 'report', status: 'pending', verdict: 'allow', text: 'ok' })
    expect(await on.store.reports.of(on.tenant, allowed.id)).toMatchObject([
      { category: 'mlm', reason: '勧誘された', reporterId: 'w-1' },
    ])
  })

  test('a second report joins the first', async () => {
    const flagged = await on.keep({ text: 'LINE', messageId: 'm' })
    for (const reporterId of ['w-1', 'w-2'])
      expect(
        await on.store.reports.add(
          on.tenant,
          'site',
          { reporterId },
          judged({ text: 'LINE', messageId: 'm' }),
        ),
      ).toMatchObject({ screeningId: flagged.id, isNew: false })
    expect(await on.store.reports.of(on.tenant, flagged.id)).toHaveLength(2)
    expect((await on.store.screenings.list(on.tenant, {}, { limit: 9 })).items).toHaveLength(1)
  })

  test('another text under its id is a conflict, and nothing is kept', async () => {
    await on.keep({ text: 'ok', messageId: 'm' })
    expect(
      await on.store.reports.add(on.tenant, 'site', {}, judged({ text: 'other', messageId: 'm' })),
    ).toEqual({
      kind: 'conflict',
    })
    expect((await on.store.screenings.list(on.tenant, {}, { limit: 9 })).items).toEqual([])
  })

  test('a message that nobody judged before is kept, and its id stands for its text from then on', async () => {
    const first = await on.store.reports.add(on.tenant, 'site', {}, judged({ text: 'ok', messageId: 'm' }))
    const again = await on.store.reports.add(on.tenant, 'site', {}, judged({ text: 'ok', messageId: 'm' }))
    expect(again).toMatchObject({ isNew: false })
    expect(again.kind === 'kept' && first.kind === 'kept' && again.screeningId === first.screeningId).toBe(
      true,
    )
    expect((await on.store.inbox.receipts(on.tenant, ['m'])).size).toBe(1)
  })
})
