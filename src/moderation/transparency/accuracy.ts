import { isSame } from '../../store/blind/agreement.js'
import type { Figures } from '../../store/transparency/figures.js'
import { agreementOf } from '../agreement.js'
import { checkedOf } from './measures.js'
import { categoriesWith, type Naming, titleOf } from './naming.js'
import { type Cell, count, share, sumOf, type Table } from './table.js'

/** How often automated means were wrong, and people agreed. */

export function accuracyTable({ flags, detections }: Figures, naming: Naming): Table {
  const { words } = naming
  const cells = (right: number, wrong: number): readonly Cell[] => [
    count(right),
    count(wrong),
    count(right + wrong),
    share(wrong, right + wrong),
  ]
  const checked = checkedOf(detections)
  const right = sumOf(checked, ({ status }) => status === 'confirmed')
  return {
    id: 'accuracy',
    title: titleOf(words, 'accuracy'),
    head: words.categories,
    addsUp: false,
    columns: [
      { label: words.accuracy.right, kind: 'count', sum: 'part' },
      { label: words.accuracy.wrong, kind: 'count', sum: 'part' },
      { label: words.accuracy.checked, kind: 'count', sum: 'total' },
      { label: words.accuracy.error, kind: 'estimate', isShare: true },
    ],
    rows: [
      ...categoriesWith(
        naming,
        flags.map(({ category }) => category),
      ).map(({ id, label }) => {
        const own = flags.filter(({ category }) => category === id)
        return {
          name: label,
          cells: cells(
            sumOf(own, ({ upheld }) => upheld),
            sumOf(own, ({ upheld }) => !upheld),
          ),
        }
      }),
      // A case with a right flag and a wrong one is no mistake.
      { name: words.distinctTotal, isTotal: true, cells: cells(right, sumOf(checked) - right) },
    ],
  }
}

export function agreementTable({ opinions }: Figures, naming: Naming): Table {
  const { words } = naming
  const { opinions: given, all, categories } = agreementOf(opinions)
  const same = sumOf(opinions, ({ first, second }) => isSame(first, second))
  const labels = new Map(categoriesWith(naming, []).map(({ id, label }) => [id, label]))
  const rows = [
    { name: words.agreement.whether, ...all },
    ...categories.map(one => ({ name: labels.get(one.category) ?? one.category, ...one })),
  ]
  return {
    id: 'agreement',
    title: titleOf(words, 'agreement'),
    head: words.agreement.about,
    addsUp: false,
    columns: [
      { label: words.agreement.opinions, kind: 'count' },
      { label: words.agreement.same, kind: 'estimate', isShare: true },
      { label: words.agreement.kappa, kind: 'estimate' },
    ],
    rows: [
      ...rows.map(({ name, both, neither, kappa }) => ({
        name,
        cells: [
          count(given),
          share(both + neither, given),
          { kind: 'estimate' as const, estimate: kappa, of: given },
        ],
      })),
      {
        name: words.agreement.identical,
        cells: [count(given), share(same, given), { kind: 'estimate', estimate: null, of: given }],
      },
    ],
  }
}
