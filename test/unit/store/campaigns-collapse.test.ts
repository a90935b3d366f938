import { expect, test } from 'vitest'
import { isScreeningId } from '../../../src/contract/ids.js'
import type { Wish } from '../../../src/store/lease.js'
import type { ScreeningFilter } from '../../../src/store/screening.js'
import { copy, lureOf, OTHER_LURE } from '../../support/copies.js'
import { type OpenStore, onEveryStore } from '../../support/stores.js'

const COLLAPSED = { status: 'pending', campaigns: 'collapse' } as const

async function keep(on: OpenStore, ...messages: readonly Parameters<typeof copy>[0][]) {
  const kept = messages.map(copy)
  for (const one of kept) await on.store.inbox.keep(on.tenant, [one])
  return kept.map(({ id }) => id)
}

const list = async (on: OpenStore, filter: ScreeningFilter = {}, sort?: 'newest' | 'oldest' | 'harm') => {
  const page = { limit: 50, sort }
  const { items } = await on.store.screenings.list(on.tenant, { ...COLLAPSED, ...filter }, page)
  return items.map(({ id }) => id)
}

onEveryStore('a campaign as one entry', on => {
  const next = async (actor: string, wish: Partial<Wish> = {}) => {
    const filter = { campaigns: 'collapse' } as const
    const whole = { filter, sort: 'harm', skip: [], includeTests: false, ...wish } as const
    return (await on.store.queue.next(on.tenant, actor, whole, 10))?.id
  }
  const three = () =>
    keep(on, { text: lureOf(1) }, { text: OTHER_LURE }, { text: lureOf(2) }, { text: lureOf(3) })

  test.each(['newest', 'oldest', 'harm'] as const)('stands once in the list, %s', async sort => {
    const [first, alone] = await three()
    expect(new Set(await list(on, {}, sort))).toEqual(new Set([first, alone]))
    expect(await list(on, { campaigns: undefined }, sort)).toHaveLength(4)
    expect((await on.store.screenings.count(on.tenant, COLLAPSED)).pending).toBe(4)
  })

  test('lets one that is objected to stand for itself', async () => {
    const [first, alone, second = ''] = await three()
    if (!isScreeningId(second)) throw new Error('no second')
    const term = { days: 9, keptDays: 9 }
    await on.store.appeals.add(on.tenant, second, 'site', { from: 'sender', text: 'x', term })
    expect(new Set(await list(on))).toEqual(new Set([first, alone, second]))
  })

  test('is handed out once, whoever holds it, and not again when it is put off', async () => {
    const [first = '', alone = ''] = await three()
    const taken = [await next('sato'), await next('ito')]
    expect(new Set(taken)).toEqual(new Set([first, alone]))
    expect(await next('kato')).toBeUndefined()
    expect(await next('sato', { skip: [first, alone] })).toBeUndefined()
  })

  test('goes on with the next member when the first is decided by itself', async () => {
    const [first, alone, second] = await three()
    if (first) await on.store.queue.review(on.tenant, first, 'sato', { decision: 'dismissed' })
    expect(new Set(await list(on))).toEqual(new Set([alone, second]))
    const any = await list(on, { status: undefined })
    expect(new Set(any)).toEqual(new Set([first, alone, second]))
  })

  test('stands under each filter that any member fits', async () => {
    const [first] = await keep(on, { text: lureOf(1), client: { id: 'a' } })
    const [second, third] = await keep(
      on,
      { text: lureOf(2), client: { id: 'b' }, kind: 'job_post' },
      { text: lureOf(3), client: { id: 'b' }, kind: 'job_post' },
    )
    const category = 'off_platform_contact'
    expect(await list(on)).toEqual([first])
    expect(await list(on, { kind: 'job_post' })).toEqual([second])
    expect(await list(on, { clientId: 'b', category })).toEqual([second])
    expect(await list(on, { category, minConfidence: 0.1 }, 'harm')).toEqual([first])
    // Who searches wants each.
    expect(await list(on, { q: 'LINE' })).toEqual([third, second, first])
  })

  test('lets a reported member stand for itself', async () => {
    const [first] = await keep(on, { text: lureOf(1) }, { text: lureOf(2) })
    const message = { text: lureOf(3), messageId: 'reported' }
    const [reported] = await keep(on, message)
    expect(await list(on)).toEqual([first])
    await on.store.reports.add(on.tenant, 'site', {}, copy(message))
    expect(await list(on)).toEqual([reported, first])
  })

  test('decided, is gone, and reopened is one entry again; each case says how many wait', async () => {
    const [first = '', , second = ''] = await three()
    const ofCase = async () => {
      const screening = await on.store.screenings.list(on.tenant, {}, { limit: 9 })
      const ids = screening.items.map(({ id }) => id)
      return (await on.store.campaigns.ofCases(on.tenant, ids)).get(second)
    }
    const campaign = await ofCase()
    expect(campaign).toMatchObject({ size: 3, status: 'open', pending: 3 })
    const id = campaign?.id ?? ''
    await on.store.campaigns.review(on.tenant, id, 'sato', { decision: 'confirmed' })
    expect(await list(on)).not.toContain(first)
    expect(await ofCase()).toMatchObject({ size: 3, status: 'confirmed', pending: 0 })
    await on.store.campaigns.reopen(on.tenant, id, 'sato')
    expect(await list(on)).toContain(first)
    expect(await list(on)).not.toContain(second)
    const [listed] = (await on.store.campaigns.list(on.tenant, {}, { sort: 'size', limit: 1 })).items
    expect(listed?.pending).toBe(3)
  })
})
