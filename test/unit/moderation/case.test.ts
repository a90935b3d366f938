import { expect, test } from 'vitest'
import { withCircumstances } from '../../../src/moderation/case.js'
import { fakeScreener } from '../../support/screener.js'
import { onEveryStore } from '../../support/stores.js'

onEveryStore('a case', on => {
  const opened = async (id: `scr_${string}`) => {
    const found = await on.store.screenings.find(on.tenant, id)
    if (found === undefined) throw new Error('it was kept a moment ago')
    return withCircumstances({ store: on.store, screener: fakeScreener() }, on.tenant, found, 'sato')
  }

  test('shows the sender, what came before, the trail and the policy', async () => {
    const client = { id: 'c-1', rating: 2 }
    const first = await on.keep({ text: 'LINE', client })
    await on.keep({ text: '教材', client: { id: 'c-2' } })
    const second = await on.keep({ text: '教材', client })
    const third = await on.keep({ text: '安い LINE', client, stage: 'contracted' })
    await on.keep({ text: 'LINE later', client })
    await on.store.queue.review(on.tenant, first.id, 'sato', { decision: 'confirmed' })
    const whole = await opened(third.id)
    expect(whole).toMatchObject({
      sender: {
        profile: client,
        record: { clientId: 'c-1', screenings: 4, byStatus: { confirmed: 1, pending: 3 } },
        earlier: [
          { id: second.id, status: 'pending', categories: ['material_purchase'], decidedBy: null },
          { id: first.id, status: 'confirmed', categories: ['off_platform_contact'], decidedBy: 'sato' },
        ],
      },
      events: [{ type: 'screened' }],
      policy: [
        { category: 'off_platform_contact', label: 'off_platform_contact', advice: ['無視してください。'] },
        { category: 'low_unit_price', severity: 'caution' },
      ],
      history: null,
      reports: [],
    })
    expect(whole.sender?.earlier).toHaveLength(2)
  })

  test.each([
    [undefined, null],
    [{ rating: 1 }, { profile: { rating: 1 }, record: null, earlier: [] }],
  ])('of a sender %o', async (client, expected) => {
    const { id } = await on.keep({ text: 'LINE', client })
    expect((await opened(id)).sender).toEqual(expected)
  })

  test('tells of ten earlier ones at most, and of a category that is gone what its flag says', async () => {
    for (let at = 0; at < 11; at++) await on.keep({ text: 'LINE', client: { id: 'many' } })
    const { id } = await on.keep({ text: 'LINE', client: { id: 'many' } })
    const found = await on.store.screenings.find(on.tenant, id)
    const gone = { store: on.store, screener: { categories: [], identifiers: () => [] } }
    const whole = found && (await withCircumstances(gone, on.tenant, found, 'sato'))
    expect(whole?.sender?.earlier).toHaveLength(10)
    expect(whole?.policy).toMatchObject([{ category: 'off_platform_contact', description: '', basis: [] }])
  })
})
