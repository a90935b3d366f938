import type { CaseKind } from '../../store/transparency/arrivals.js'
import type { Figures } from '../../store/transparency/figures.js'
import { measureOf } from './measure.js'
import { categoriesWith, type Naming, titleOf } from './naming.js'
import { count, countTable, keysOf, share, sumOf, type Table } from './table.js'

/** What was judged, what was done, and by what means it was found. */

export function judgedTable({ judged }: Figures, { words, months }: Naming): Table {
  return countTable(
    {
      id: 'judged',
      title: titleOf(words, 'judged'),
      head: words.months,
      names: words.verdicts,
      total: words.total,
      addsUp: true,
    },
    months.map(name => ({
      name,
      countOf: verdict => sumOf(judged, one => one.month === name && one.verdict === verdict),
    })),
  )
}

export function measuresByMonth({ months: cases }: Figures, { words, months }: Naming): Table {
  return countTable(
    {
      id: 'measures-by-month',
      title: words.titles.measuresByMonth,
      head: words.months,
      names: words.measures,
      total: words.total,
      addsUp: true,
    },
    months.map(name => ({
      name,
      countOf: measure => sumOf(cases, one => one.month === name && measureOf(one) === measure),
    })),
  )
}

export function measuresByCategory({ months, categories }: Figures, naming: Naming): Table {
  const { words } = naming
  const measured = (cases: readonly (CaseKind & { readonly count: number })[]) => (measure: string) =>
    sumOf(cases, one => measureOf(one) === measure)
  return countTable(
    {
      id: 'measures-by-category',
      title: words.titles.measuresByCategory,
      head: words.categories,
      names: words.measures,
      total: words.total,
      addsUp: false,
    },
    [
      ...categoriesWith(
        naming,
        categories.map(({ category }) => category),
      ).map(({ id, label }) => ({
        name: label,
        countOf: measured(categories.filter(({ category }) => category === id)),
      })),
      // A case of several categories stands in the row of each.
      { name: words.distinctTotal, countOf: measured(months), isTotal: true },
    ],
  )
}

export function automationTable({ detections }: Figures, { words }: Naming): Table {
  const rows = keysOf(words.detectors)
    .map(detector => ({
      name: words.detectors[detector],
      isTotal: false,
      own: detections.filter(({ by }) => (by ?? 'unknown') === detector),
    }))
    .filter(({ name, own }) => name !== words.detectors.unknown || own.length > 0)
  const decisionOf = ({ status, carried }: Figures['detections'][number]) => (carried ? 'carried' : status)
  return {
    id: 'automation',
    title: titleOf(words, 'automation'),
    head: words.means,
    addsUp: true,
    columns: [
      ...keysOf(words.decisions).map(key => ({
        label: words.decisions[key],
        kind: 'count' as const,
        sum: 'part' as const,
      })),
      { label: words.total, kind: 'count', sum: 'total' },
      { label: words.accuracy.error, kind: 'estimate', isShare: true },
    ],
    rows: [...rows, { name: words.total, isTotal: true, own: detections }].map(({ name, isTotal, own }) => {
      const checked = checkedOf(own)
      return {
        name,
        isTotal,
        cells: [
          ...keysOf(words.decisions).map(key => count(sumOf(own, one => decisionOf(one) === key))),
          count(sumOf(own)),
          share(
            sumOf(checked, ({ status }) => status === 'dismissed'),
            sumOf(checked),
          ),
        ],
      }
    }),
  }
}

/** What automated means found and a person has looked at by itself. */
export const checkedOf = (detections: Figures['detections']): Figures['detections'] =>
  detections.filter(({ by, status, carried }) => by !== 'notice' && status !== 'pending' && !carried)
