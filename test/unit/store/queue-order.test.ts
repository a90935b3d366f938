import { expect, test } from 'vitest'
import { type ScreeningId, timeOf } from '../../../src/contract/ids.js'
import type { Place } from '../../../src/store/screening.js'
import { judged } from '../../support/screenings.js'
import { onEveryStore } from '../../support/stores.js'

onEveryStore('the order of the queue', on => {
  const order = async (): Promise<readonly ScreeningId[]> => {
    const page = { limit: 50, sort: 'harm' } as const
    return (await on.store.screenings.list(on.tenant, { status: 'pending' }, page)).items.map(({ id }) => id)
  }
  const factors = async (id: ScreeningId) => {
    const found = await on.store.screenings.find(on.tenant, id)
    return Object.fromEntries(found?.order.factors.map(({ factor, hours }) => [factor, hours]) ?? [])
  }

  test('a report moves what waits already to the front', async () => {
    const first = await on.keep({ text: '教材' })
    const second = await on.keep({ text: '安い', messageId: 'm' })
    expect(await order()).toEqual([first.id, second.id])
    await on.store.reports.add(on.tenant, 'site', {}, judged({ text: '安い', messageId: 'm' }))
    expect(await order()).toEqual([second.id, first.id])
    expect(await factors(second.id)).toMatchObject({ report: 72 })
  })

  test('who reports a message of long ago waits since the report', async () => {
    const old = judged({ text: 'ok', messageId: 'm' })
    const id = `scr_01JABCDEFGHJKMNPQRSTVWXYZ0` as const
    await on.store.inbox.keep(on.tenant, [{ ...old, id }])
    await on.store.reports.add(on.tenant, 'site', {}, judged({ text: 'ok', messageId: 'm' }))
    const found = await on.store.screenings.find(on.tenant, id)
    expect(found?.createdAt).toBe(timeOf(id).toISOString())
    expect(Date.parse(found?.order.waitingSince ?? '')).toBeGreaterThan(Date.now() - 60_000)
  })

  test('copies of a text from one client come forward together, as often as their number doubles', async () => {
    const copy = { text: '安い', client: { id: 'c' } }
    const first = await on.keep(copy)
    const other = await on.keep({ text: '安い', client: { id: 'd' } })
    const nameless = await on.keep({ text: '安い' })
    const rest = [await on.keep(copy), await on.keep(copy)]
    expect(await order()).toEqual([first.id, ...rest.map(({ id }) => id), other.id, nameless.id])
    const more = [judged(copy), judged(copy)]
    await on.store.inbox.keep(on.tenant, more)
    for (const { id } of [first, ...rest, ...more])
      expect(await factors(id)).toMatchObject({ recipients: 12 })
    for (const { id } of [other, nameless]) expect(await factors(id)).not.toHaveProperty('recipients')
  })

  test('what moderators confirm of a client moves its other cases, and back when it is taken back', async () => {
    const first = await on.keep({ text: 'LINE', client: { id: 'c' } })
    const other = await on.keep({ text: '安い', client: { id: 'd' } })
    const waiting = await on.keep({ text: '安い', client: { id: 'c' } })
    expect((await order()).slice(1)).toEqual([other.id, waiting.id])
    await on.store.queue.review(on.tenant, first.id, 'sato', { decision: 'confirmed' })
    expect(await order()).toEqual([waiting.id, other.id])
    const later = await on.keep({ text: '安い 2', client: { id: 'c' } })
    for (const { id } of [waiting, later]) expect(await factors(id)).toMatchObject({ client_record: 6 })
    await on.store.queue.reopen(on.tenant, first.id, 'sato')
    expect(await order()).toEqual([first.id, other.id, waiting.id, later.id])
  })

  test('what is reopened has its place again', async () => {
    const [first, second] = [await on.keep({ text: 'LINE' }), await on.keep({ text: 'LINE' })]
    await on.store.queue.review(on.tenant, first.id, 'sato', { decision: 'dismissed' })
    await on.store.queue.reopen(on.tenant, first.id, 'sato')
    expect(await order()).toEqual([first.id, second.id])
  })

  test.each(['newest', 'oldest', 'harm'] as const)('the list goes on where it left off: %s', async sort => {
    const texts = ['安い', 'LINE', '教材', 'LINE 2', '安い 2', '教材 2', 'LINE 3']
    const kept = texts.map(text => judged({ text }))
    await on.store.inbox.keep(on.tenant, kept)
    const [decided] = kept
    if (decided) await on.store.queue.review(on.tenant, decided.id, 'sato', { decision: 'dismissed' })
    for (const filter of [{}, { category: 'off_platform_contact' }, { status: 'pending' }] as const) {
      const whole = await on.store.screenings.list(on.tenant, filter, { limit: 50, sort })
      const pages: ScreeningId[] = []
      let cursor: Place | null | undefined
      while (cursor !== null) {
        const page = await on.store.screenings.list(on.tenant, filter, { limit: 2, sort, cursor })
        pages.push(...page.items.map(({ id }) => id))
        cursor = page.nextCursor
      }
      expect(pages).toEqual(whole.items.map(({ id }) => id))
      expect(new Set(pages).size).toBe('category' in filter ? 3 : 'status' in filter ? 6 : 7)
    }
  })
})
