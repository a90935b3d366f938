import { describe, expect, test } from 'vitest'
import type { NewScreening } from '../../../src/store/screening.js'
import { openStore, type Store } from '../../../src/store/store.js'
import { copy, lureOf } from '../../support/copies.js'
import { databases, type OpenStore, onEveryStore } from '../../support/stores.js'

const PAGE = { sort: 'size', limit: 9 } as const

/** A copy in which the rules find nothing. */
const quiet = (number: number, more: object = {}): NewScreening =>
  copy({ text: lureOf(number).replace('LINE', 'らいん'), ...more })

async function report(on: OpenStore, screening: NewScreening, reporterId?: string) {
  const reported = await on.store.reports.add(on.tenant, 'site', { reporterId }, screening)
  if (reported.kind !== 'kept') throw new Error(reported.kind)
  return reported.screeningId
}
const list = async (on: OpenStore) => (await on.store.campaigns.list(on.tenant, {}, PAGE)).items
const counts = (on: OpenStore) => on.store.screenings.count(on.tenant, {})

onEveryStore('a reported message in which nothing is found', on => {
  test('founds a campaign, and what is flagged or reported later joins it', async () => {
    const first = await report(on, quiet(0))
    expect(await list(on)).toEqual([])
    await on.store.inbox.keep(on.tenant, [copy({ text: lureOf(1) })])
    const third = await report(on, quiet(2))
    const of = await on.store.campaigns.of(on.tenant, [first, third])
    expect([...of.values()]).toMatchObject([{ size: 3 }, { size: 3 }])
    expect(await list(on)).toMatchObject([{ size: 3, pending: 3, core: { screeningId: first } }])
  })

  test('reported once more is no second member', async () => {
    const kept = [quiet(0, { messageId: 'm' }), quiet(0, { messageId: 'm' }), quiet(1)]
    for (const one of kept) await report(on, one)
    expect(await list(on)).toMatchObject([{ size: 2 }])
  })

  test('is decided at once where its campaign is confirmed, and its reporter is told', async () => {
    const secret = 'whsec_c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0'
    await on.store.inbox.keep(on.tenant, [copy({ text: lureOf(0) }), copy({ text: lureOf(1) })])
    const [campaign] = await list(on)
    await on.store.campaigns.review(on.tenant, campaign?.id ?? '', 'sato', { decision: 'confirmed' })
    await on.store.outbox.setEndpoint(on.tenant, 'boss', { url: 'https://platform.example/hook', secret })
    const id = await report(on, quiet(2), 'w-1')
    expect(await on.store.screenings.find(on.tenant, id)).toMatchObject({
      status: 'confirmed',
      origin: 'report',
      decision: { by: 'sato', categories: ['off_platform_contact'] },
    })
    const { items } = await on.store.outbox.list(on.tenant, {}, { limit: 9 })
    expect(items.map(({ type }) => type).sort()).toEqual(['report.decided', 'screening.flagged'])
    await on.store.campaigns.reopen(on.tenant, campaign?.id ?? '', 'sato')
    expect(await counts(on)).toEqual({ pending: 3, confirmed: 0, dismissed: 0 })
  })

  test('waits for a moderator where its campaign was found harmless, also when it was let pass for that', async () => {
    await on.store.inbox.keep(on.tenant, [copy({ text: lureOf(0) }), copy({ text: lureOf(1) })])
    const [campaign] = await list(on)
    const id = campaign?.id ?? ''
    await on.store.campaigns.review(on.tenant, id, 'sato', { decision: 'dismissed' })
    const message = { text: lureOf(2), messageId: 'm', client: { id: 'c' } }
    const { judgement, ...rest } = copy(message)
    const passing = { ...rest, judgement: { ...judgement, flagged: false, flags: [] }, passedIn: id }
    await on.store.inbox.keep(on.tenant, [passing])
    expect((await on.store.campaigns.find(on.tenant, id))?.byStatus).toMatchObject({ passed: 1, pending: 0 })
    expect(await report(on, copy(message))).toBe(passing.id)
    await report(on, copy({ text: lureOf(3) }))
    expect(await counts(on)).toEqual({ pending: 2, confirmed: 0, dismissed: 2 })
    expect(await on.store.campaigns.find(on.tenant, id)).toMatchObject({
      size: 4,
      byStatus: { passed: 0, pending: 2, dismissed: 2 },
    })
  })
})

describe.each(databases)('ten instances on one $name', ({ create }) => {
  async function together(work: (store: Store, at: number) => Promise<unknown>) {
    const { location, remove } = await create()
    const first = await openStore(location, 'full')
    const stores = [first]
    while (stores.length < 10) stores.push(await openStore(location, 'full'))
    await Promise.all(stores.map(work))
    const campaigns = (await first.campaigns.list('t', {}, PAGE)).items
    const screenings = (await first.screenings.list('t', {}, { limit: 50 })).items
    const reports = await Promise.all(screenings.map(({ id }) => first.reports.of('t', id)))
    await Promise.all(stores.map(one => one.close()))
    await remove()
    return { sizes: campaigns.map(({ size }) => size), reports: reports.map(of => of.length) }
  }

  test('take reports and messages of one text, and make one campaign', { timeout: 120_000 }, async () => {
    const { sizes, reports } = await together((store, at) =>
      at % 2 === 0
        ? store.inbox.keep('t', [copy({ text: lureOf(at) })])
        : store.reports.add('t', 'site', {}, copy({ text: lureOf(at) })),
    )
    expect(sizes).toEqual([10])
    expect(reports.toSorted()).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1])
  })

  test('take reports of one message, and make one case', { timeout: 120_000 }, async () => {
    const message = { text: lureOf(0), messageId: 'm' }
    const { reports } = await together((store, at) =>
      store.reports.add('t', 'site', { reporterId: `w-${at}` }, copy(message)),
    )
    expect(reports).toEqual([10])
  })

  test('take a message and reports of it, and make one case', { timeout: 120_000 }, async () => {
    const message = { text: lureOf(0), messageId: 'm' }
    const { reports } = await together((store, at) =>
      at === 0
        ? store.inbox.keep('t', [copy(message)])
        : store.reports.add('t', 'site', { reporterId: `w-${at}` }, copy(message)),
    )
    expect(reports).toEqual([9])
  })

  test('take reports of one message that had passed, and make one case', { timeout: 120_000 }, async () => {
    const { text, messageId } = { text: 'よろしく', messageId: 'm' }
    let passed: Promise<unknown> | undefined
    const { reports } = await together(async (store, at) => {
      passed ??= store.inbox.keep('t', [copy({ text, messageId })])
      await passed
      return store.reports.add('t', 'site', { reporterId: `w-${at}` }, copy({ text, messageId }))
    })
    expect(reports).toEqual([10])
  })
})
