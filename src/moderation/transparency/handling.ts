import type { Figures } from '../../store/transparency/figures.js'
import type { Times } from '../../store/transparency/times.js'
import { categoriesWith, type Naming, titleOf } from './naming.js'
import { type Cell, count, countTable, keysOf, seconds, share, sumOf, type Table } from './table.js'

/** How long it took, what was reported, objected to, and sent to many. */

/** Seconds at which the histogram's steps end: an hour, six hours, a day, three days, a week, two weeks. */
export const BOUNDS: readonly number[] = [1, 6, 24, 3 * 24, 7 * 24, 14 * 24].map(hours => hours * 3_600)

export function responseTimes({ decisions, reports, appeals }: Figures, { words }: Naming): Table {
  const sideOf = (side: string): Times | undefined => appeals.times.find(({ name }) => name === side)
  return timesTable('response-times', words.titles.responseTimes, words.what, words, [
    [words.spans.decision, decisions.times],
    [words.spans.report, reports.times],
    [words.spans.sender, sideOf('sender')],
    [words.spans.recipient, sideOf('recipient')],
  ])
}

export function decisionTimes({ decisions }: Figures, naming: Naming): Table {
  const { words } = naming
  const { categories, times } = decisions
  const named = categoriesWith(
    naming,
    categories.map(({ name }) => name),
  )
  return timesTable('decision-times', words.titles.decisionTimes, words.categories, words, [
    ...named.map(({ id, label }) => [label, categories.find(({ name }) => name === id)] as const),
    [words.distinctTotal, times],
  ])
}

function timesTable(
  id: string,
  title: string,
  head: string,
  { times: labels }: Naming['words'],
  rows: readonly (readonly [name: string, times: Times | undefined])[],
): Table {
  return {
    id,
    title,
    head,
    addsUp: false,
    columns: [
      { label: labels.count, kind: 'count' },
      { label: labels.median, kind: 'seconds' },
      { label: labels.p90, kind: 'seconds' },
    ],
    rows: rows.map(([name, times]) => {
      const of = times?.count ?? 0
      return { name, cells: [count(of), seconds(times?.median, of), seconds(times?.p90, of)] }
    }),
  }
}

export function timeDistribution({ decisions, reports }: Figures, { words }: Naming): Table {
  const all = (histogram: readonly number[]): number => histogram.reduce((sum, one) => sum + one, 0)
  const rowOf = (name: string, ...counts: readonly number[]) => ({ name, cells: counts.map(count) })
  return {
    id: 'time-distribution',
    title: words.titles.timeDistribution,
    head: words.times.step,
    addsUp: true,
    columns: [
      { label: words.spans.decision, kind: 'count' },
      { label: words.spans.report, kind: 'count' },
    ],
    rows: [
      ...words.steps.map((name, at) => rowOf(name, decisions.histogram[at] ?? 0, reports.histogram[at] ?? 0)),
      { ...rowOf(words.total, all(decisions.histogram), all(reports.histogram)), isTotal: true },
    ],
  }
}

export function decisionsByMonth({ decisions: { monthly } }: Figures, { words, months }: Naming): Table {
  const { confirmed, dismissed, carried } = words.decisions
  return countTable(
    {
      id: 'decisions-by-month',
      title: words.titles.decisionsByMonth,
      head: words.months,
      names: { confirmed, dismissed, carried },
      total: words.total,
      addsUp: true,
    },
    months.map(name => ({
      name,
      countOf: what =>
        sumOf(monthly, one => one.month === name && (one.carried ? 'carried' : one.status) === what),
    })),
  )
}

export function reportsByMonth({ reports: { monthly } }: Figures, { words, months }: Naming): Table {
  const { upheld, notUpheld, open } = words.outcomes
  const table = countTable(
    {
      id: 'reports-by-month',
      title: words.titles.reportsByMonth,
      head: words.months,
      names: { upheld, notUpheld, open },
      total: words.total,
      addsUp: true,
    },
    months.map(name => ({
      name,
      countOf: what =>
        sumOf(monthly, one => one.month === name && one.kind === 'violation' && OUTCOME[one.status] === what),
    })),
  )
  const fine = (month: string | undefined): Cell =>
    count(
      sumOf(monthly, one => one.kind === 'not_a_violation' && (month === undefined || one.month === month)),
    )
  return {
    ...table,
    columns: [...table.columns, { label: words.fine, kind: 'count' }],
    rows: table.rows.map(row => ({
      ...row,
      cells: [...row.cells, fine(row.isTotal ? undefined : row.name)],
    })),
  }
}

export function reportsByCategory({ reports: { categories } }: Figures, naming: Naming): Table {
  const { words } = naming
  return countTable(
    {
      id: 'reports-by-category',
      title: words.titles.reportsByCategory,
      head: words.categories,
      names: words.outcomes,
      total: words.total,
      addsUp: true,
    },
    categoriesWith(
      naming,
      categories.map(({ category }) => category),
    ).map(({ id, label }) => ({
      name: label,
      countOf: what => sumOf(categories, one => one.category === id && OUTCOME[one.status] === what),
    })),
  )
}

const OUTCOME = { confirmed: 'upheld', dismissed: 'notUpheld', pending: 'open' } as const

/** What a side can object to: a sender not to being cleared. */
const OBJECTIONS = [
  ['sender', 'confirmed'],
  ['recipient', 'confirmed'],
  ['recipient', 'dismissed'],
] as const

export function appealsTable({ appeals: { filed } }: Figures, { words }: Naming): Table {
  const { sides, contests, statuses } = words.appeals
  const rows = OBJECTIONS.map(([side, against]) => ({
    name: `${sides[side]}：${contests[against]}`,
    own: filed.filter(one => one.side === side && one.contests === against),
  }))
  const countOf = (own: typeof filed, status: string): number => sumOf(own, one => one.status === status)
  const table = countTable(
    {
      id: 'appeals',
      title: titleOf(words, 'appeals'),
      head: words.what,
      names: statuses,
      total: words.total,
      addsUp: true,
    },
    rows.map(({ name, own }) => ({ name, countOf: status => countOf(own, status) })),
  )
  return {
    ...table,
    columns: [...table.columns, { label: words.appeals.share, kind: 'estimate', isShare: true }],
    rows: table.rows.map((row, at) => {
      const own = rows[at]?.own ?? filed
      const granted = countOf(own, 'granted')
      return { ...row, cells: [...row.cells, share(granted, granted + countOf(own, 'rejected'))] }
    }),
  }
}

export function campaignsTable({ campaigns }: Figures, { words }: Naming): Table {
  const { statuses, ...labels } = words.campaigns
  return {
    id: 'campaigns',
    title: titleOf(words, 'campaigns'),
    head: words.what,
    addsUp: false,
    columns: keysOf(labels).map(key => ({ label: labels[key], kind: 'count' as const })),
    rows: keysOf(statuses).map(status => {
      const own = campaigns.find(one => one.status === status)
      return { name: statuses[status], cells: keysOf(labels).map(key => count(own?.[key] ?? 0)) }
    }),
  }
}
