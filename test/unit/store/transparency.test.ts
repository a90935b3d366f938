import { encodeTime } from 'ulid'
import { expect, test } from 'vitest'
import type { ScreeningId } from '../../../src/contract/ids.js'
import { BOUNDS } from '../../../src/moderation/transparency/handling.js'
import { reportPeriod } from '../../../src/moderation/transparency/period.js'
import type { Figures } from '../../../src/store/transparency/figures.js'
import { ANY, instancesOf } from '../../support/blind.js'
import { copy, lureOf } from '../../support/copies.js'
import { judged } from '../../support/screenings.js'
import { type OpenStore, onEveryStore } from '../../support/stores.js'

const nextMonth = (name: string): string => {
  const [year = 0, month = 0] = name.split('-').map(Number)
  return month === 12 ? `${year + 1}-01` : `${year}-${String(month + 1).padStart(2, '0')}`
}
/** Today in Japan: what is decided in a test is decided now. */
const today = new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 10)

/** As if it had come at that time. */
function arrived<Kept extends { readonly id: ScreeningId }>(at: string, one: Kept): Kept {
  return { ...one, id: `scr_${encodeTime(Date.parse(at), 10)}${one.id.slice(14)}` }
}

const figuresOf = (on: OpenStore, from: string, to: string): Promise<Figures> =>
  on.store.transparency.figures({ tenant: on.tenant, ...reportPeriod(from, to), bounds: BOUNDS })

const sorted = (rows: readonly object[]): readonly string[] => rows.map(row => JSON.stringify(row)).sort()

onEveryStore('transparency', on => {
  const keep = async (at: string, text: string, more: { readonly messageId?: string } = {}) => {
    const one = arrived(at, judged({ text, ...more }))
    await on.store.inbox.keep(on.tenant, [one])
    return one.id
  }
  const decide = (id: ScreeningId, decision: 'confirmed' | 'dismissed', categories?: readonly string[]) =>
    on.store.queue.review(on.tenant, id, 'a', { decision, ...(categories && { categories }) })

  test('cases fall into months as they are lived in Japan, at both ends too', async () => {
    await keep('2026-01-31T14:59:59.999Z', 'LINE')
    await keep('2026-01-31T15:00:00.000Z', 'LINE')
    await keep('2026-02-28T14:59:59.999Z', '教材')
    await keep('2026-02-28T15:00:00.000Z', '安い')
    const { months } = await figuresOf(on, '2026-02-01', '2026-03-31')
    expect(sorted(months)).toEqual(
      sorted([
        { month: '2026-02', verdict: 'block', status: 'pending', origin: 'screen', count: 1 },
        { month: '2026-02', verdict: 'review', status: 'pending', origin: 'screen', count: 1 },
        { month: '2026-03', verdict: 'warn', status: 'pending', origin: 'screen', count: 1 },
      ]),
    )
  })

  test('a case counts in what it was found to be; where nothing was found, in what it was flagged for', async () => {
    const at = '2026-04-10T03:00:00.000Z'
    await keep(at, 'LINEと教材')
    await decide(await keep(at, 'LINEと教材'), 'confirmed', ['off_platform_contact', 'mlm'])
    await decide(await keep(at, 'LINE'), 'dismissed')
    const { categories, flags, detections } = await figuresOf(on, '2026-04-01', '2026-04-30')
    const screen = { origin: 'screen', verdict: 'block', count: 1 }
    expect(categories).toHaveLength(5)
    expect(categories).toEqual(
      expect.arrayContaining([
        { ...screen, category: 'off_platform_contact', status: 'pending' },
        { ...screen, category: 'material_purchase', status: 'pending' },
        { ...screen, category: 'off_platform_contact', status: 'confirmed' },
        { ...screen, category: 'mlm', status: 'confirmed' },
        { ...screen, category: 'off_platform_contact', status: 'dismissed' },
      ]),
    )
    expect(sorted(flags)).toEqual(
      sorted([
        { category: 'material_purchase', upheld: false, count: 1 },
        { category: 'off_platform_contact', upheld: false, count: 1 },
        { category: 'off_platform_contact', upheld: true, count: 1 },
      ]),
    )
    expect(sorted(detections)).toEqual(
      sorted(
        ['confirmed', 'dismissed', 'pending'].map(status => ({
          by: 'rule',
          status,
          carried: false,
          count: 1,
        })),
      ),
    )
  })

  test('two rules of one category are one flag, and known-answer texts are none', async () => {
    const one = arrived('2026-05-10T03:00:00.000Z', judged({ text: 'LINE' }))
    const flags = one.judgement.flags.map(flag => ({
      ...flag,
      evidence: ['a', 'b'].flatMap(rule => flag.evidence.map(span => ({ ...span, rule: `x.${rule}` }))),
    }))
    const twice = { ...one, judgement: { ...one.judgement, flags } }
    const known = arrived('2026-05-10T03:00:00.000Z', judged({ text: 'LINE!' }))
    await on.store.inbox.keep(on.tenant, [
      twice,
      { ...known, judgement: { ...known.judgement, test: true as const } },
    ])
    await decide(twice.id, 'confirmed')
    const { months, categories, flags: checked, decisions } = await figuresOf(on, '2026-05-01', today)
    expect(months.map(({ count }) => count)).toEqual([1])
    expect(categories.map(({ count }) => count)).toEqual([1])
    expect(checked.map(({ count }) => count)).toEqual([1])
    expect(decisions.categories.map(({ name, count }) => [name, count])).toEqual([
      ['off_platform_contact', 1],
    ])
  })

  test('median and 90% of the seconds to a decision, by nearest rank, and their histogram', async () => {
    const hours = [1, 2, 3, 4, 5, 6, 7, 8, 30, 200]
    const now = Date.now()
    for (const hour of hours) {
      const id = await keep(
        new Date(now - hour * 3_600_000 - 60_000).toISOString(),
        hour < 6 ? 'LINE' : '教材',
      )
      await decide(id, 'confirmed')
    }
    const first = new Date(now - 10 * 86_400_000).toISOString().slice(0, 10)
    const { times, categories, histogram, monthly } = (await figuresOf(on, first, today)).decisions
    const inHours = (seconds = 0): number => Math.floor(seconds / 3_600)
    expect(times?.count).toBe(10)
    expect([inHours(times?.median), inHours(times?.p90)]).toEqual([5, 30])
    expect(categories.map(({ name, median, p90 }) => [name, inHours(median), inHours(p90)])).toEqual([
      ['material_purchase', 8, 200],
      ['off_platform_contact', 3, 5],
    ])
    // Below 1 hour, 6, 24, 3 days, 7 days, 14 days, longer.
    expect(histogram).toEqual([0, 5, 3, 1, 0, 1, 0])
    expect(monthly).toEqual([{ month: today.slice(0, 7), status: 'confirmed', carried: false, count: 10 }])
  })

  test('reports, what came of them, and how long it took', async () => {
    const report = (text: string, more: object = {}) =>
      on.store.reports.add(on.tenant, 'p', { kind: 'violation', ...more }, judged({ text }))
    const first = await report('ok', { category: 'mlm' })
    await report('ok!')
    const third = await report('ok?', { category: 'mlm' })
    if (first.kind === 'kept') await decide(first.screeningId, 'confirmed', ['mlm'])
    if (third.kind === 'kept') await decide(third.screeningId, 'dismissed')
    const flagged = judged({ text: 'LINE', messageId: 'm' })
    await on.store.inbox.keep(on.tenant, [flagged])
    await on.store.reports.add(
      on.tenant,
      'p',
      { kind: 'not_a_violation' },
      judged({ text: 'LINE', messageId: 'm' }),
    )
    const { reports, months, detections, flags } = await figuresOf(on, today, today)
    const month = today.slice(0, 7)
    expect(sorted(reports.monthly)).toEqual(
      sorted([
        { month, kind: 'not_a_violation', status: 'pending', count: 1 },
        { month, kind: 'violation', status: 'confirmed', count: 1 },
        { month, kind: 'violation', status: 'dismissed', count: 1 },
        { month, kind: 'violation', status: 'pending', count: 1 },
      ]),
    )
    expect(sorted(reports.categories)).toEqual(
      sorted([
        { category: '', status: 'pending', count: 1 },
        { category: 'mlm', status: 'confirmed', count: 1 },
        { category: 'mlm', status: 'dismissed', count: 1 },
      ]),
    )
    expect(reports.times).toMatchObject({ count: 2 })
    expect(reports.histogram).toEqual([2, 0, 0, 0, 0, 0, 0])
    expect(months.filter(({ origin }) => origin === 'report')).toHaveLength(3)
    expect(detections.filter(({ by }) => by === 'notice')).toHaveLength(3)
    expect(flags).toEqual([])
  })

  test('appeals by side and outcome', async () => {
    const object = async (from: 'sender' | 'recipient', outcome?: 'granted' | 'rejected') => {
      const { id } = await on.keep({ text: 'LINE' })
      await decide(id, 'confirmed')
      const term = { days: 30, keptDays: 30 }
      await on.store.appeals.add(on.tenant, id, 'p', { from, text: 'no', term })
      const [appeal] = await on.store.appeals.of(on.tenant, id)
      if (outcome) await on.store.appeals.decide(on.tenant, appeal?.id ?? '', 'b', { outcome })
    }
    await object('sender', 'granted')
    await object('sender', 'rejected')
    await object('sender')
    await object('recipient', 'rejected')
    const { appeals, flags } = await figuresOf(on, today, today)
    const filed = { contests: 'confirmed', count: 1 }
    expect(sorted(appeals.filed)).toEqual(
      sorted([
        { side: 'recipient', contests: filed.contests, status: 'rejected', count: 1 },
        { side: 'sender', contests: filed.contests, status: 'granted', count: 1 },
        { side: 'sender', contests: filed.contests, status: 'open', count: 1 },
        { side: 'sender', contests: filed.contests, status: 'rejected', count: 1 },
      ]),
    )
    expect(appeals.times.map(({ name, count }) => [name, count])).toEqual([
      ['recipient', 1],
      ['sender', 2],
    ])
    // A granted one has corrected the flag.
    expect(sorted(flags)).toEqual(
      sorted([
        { category: 'off_platform_contact', upheld: false, count: 1 },
        { category: 'off_platform_contact', upheld: true, count: 3 },
      ]),
    )
  })

  test('a decision carried over to copies is told apart, and proves no flag', async () => {
    const copies = [0, 1, 2].map(number => copy({ text: lureOf(number), client: { id: `c-${number % 2}` } }))
    await on.store.inbox.keep(on.tenant, copies)
    await on.keep({ text: 'LINE' })
    const { items } = await on.store.campaigns.list(on.tenant, {}, { sort: 'size', limit: 9 })
    const [campaign] = items
    expect(campaign?.size).toBe(3)
    await on.store.campaigns.review(on.tenant, campaign?.id ?? '', 'a', { decision: 'dismissed' })
    const { campaigns, detections, flags, decisions } = await figuresOf(on, today, today)
    expect(campaigns).toEqual([{ status: 'dismissed', campaigns: 1, messages: 3, senders: 2 }])
    expect(sorted(detections)).toEqual(
      sorted([
        { by: 'rule', status: 'dismissed', carried: true, count: 3 },
        { by: 'rule', status: 'pending', carried: false, count: 1 },
      ]),
    )
    expect(flags).toEqual([])
    expect(decisions.monthly).toEqual([
      { month: today.slice(0, 7), status: 'dismissed', carried: true, count: 3 },
    ])
    expect(decisions.times).toBeUndefined()
  })

  const instance = instancesOf(on)
  test('second opinions beside the decisions', async () => {
    const looking = await instance({ secondReviewRate: 1 })
    const { id } = await on.keep({ text: 'LINE' })
    await looking.queue.review(on.tenant, id, 'a', { decision: 'confirmed' })
    await looking.queue.next(on.tenant, 'b', ANY, 10)
    await looking.queue.review(on.tenant, id, 'b', { decision: 'dismissed' })
    const { opinions } = await figuresOf(on, today, today)
    expect(opinions).toEqual([
      {
        first: { decision: 'confirmed', categories: ['off_platform_contact'] },
        second: { decision: 'dismissed', categories: [] },
        count: 1,
      },
    ])
  })

  test('all that was judged, of the days that bear the names of the period', async () => {
    const { judgement } = judged({ text: 'LINE' })
    on.store.tallies.count(on.tenant, judgement)
    on.store.tallies.count(on.tenant, judged({ text: 'ok' }).judgement)
    await on.store.tallies.flush()
    const day = new Date().toISOString().slice(0, 10)
    const { judged: counted } = await figuresOf(on, day, day)
    expect(sorted(counted)).toEqual(
      sorted(['allow', 'block'].map(verdict => ({ month: day.slice(0, 7), verdict, count: 1 }))),
    )
    const next = `${nextMonth(day.slice(0, 7))}-01`
    expect((await figuresOf(on, next, next)).judged).toEqual([])
  })

  test("other tenants' cases are not among them, and they are known", async () => {
    await on.keep({ text: 'LINE' })
    const others = { tenant: `${on.tenant}-other`, ...reportPeriod(today, today), bounds: BOUNDS }
    const figures = await on.store.transparency.figures(others)
    expect([figures.months, figures.decisions.histogram]).toEqual([[], [0, 0, 0, 0, 0, 0, 0]])
    expect(await on.store.transparency.tenants()).toContain(on.tenant)
  })

  test('says every step before it is taken', async () => {
    const told: string[] = []
    const asked = { tenant: on.tenant, ...reportPeriod(today, today), bounds: BOUNDS }
    await on.store.transparency.figures(asked, (done, of) => told.push(`${done}/${of}`))
    expect(told).toEqual(Array.from({ length: 10 }, (_, at) => `${at}/10`))
  })

  test('all figures are of one moment: what is kept meanwhile is in none of them', async () => {
    await on.keep({ text: 'LINE' })
    const asked = { tenant: on.tenant, ...reportPeriod(today, today), bounds: BOUNDS }
    const other = await instance()
    let kept: Promise<unknown> = Promise.resolve()
    const { months, detections } = await on.store.transparency.figures(asked, done => {
      // Another process writes after the second count, and need not wait for the report.
      if (done === 2) kept = other.inbox.keep(on.tenant, [judged({ text: 'LINE' })])
    })
    await kept
    const sum = (rows: readonly { readonly count: number }[]): number =>
      rows.reduce((all, { count }) => all + count, 0)
    expect([sum(months), sum(detections)]).toEqual([1, 1])
    expect(sum((await on.store.transparency.figures(asked)).detections)).toBe(2)
  })
})
