import type { Interval } from './bootstrap.js'
import type { Figures } from './figures.js'
import type { Group } from './groups.js'
import type { Margins } from './margins.js'
import type { Quality } from './metrics.js'
import type { Table } from './table.js'

/** The figures as tables, the same for a terminal and for a document. Brackets hold the 95% interval. */

export function categoryTable({ perCategory, violations, cautions, micro }: Figures): Table {
  const row = (name: string, quality: Quality & { readonly margins: Margins }): readonly string[] => [
    name,
    withMargin(quality.precision, quality.margins.precision),
    withMargin(quality.recall, quality.margins.recall),
    withMargin(quality.f1, quality.margins.f1),
    String(quality.support),
  ]
  return {
    heads: ['category', 'precision', 'recall', 'F1', 'n'],
    rows: [
      ...perCategory.filter(({ tp, fp, fn }) => tp + fp + fn > 0).map(entry => row(entry.category, entry)),
      row('violations (micro)', violations),
      row('cautions (micro)', cautions),
      row('all (micro)', micro),
    ],
  }
}

/** Legitimate texts that are flagged, and that are not delivered. */
export function innocentTable({ innocent: { count, flagged, held, margins } }: Figures): Table {
  const row = (name: string, part: number, interval: Interval | undefined): readonly string[] => [
    name,
    `${percent(part / Math.max(1, count))}${interval ? ` [${percent(interval.low)}-${percent(interval.high)}]` : ''}`,
    `${part} of ${count}`,
  ]
  return {
    heads: ['legitimate texts', 'share', 'texts'],
    rows: [row('flagged', flagged, margins.flagged), row('held', held, margins.held)],
  }
}

/** The totals by part, by file, by length or by style; undefined when there is nothing to tell apart. */
export function groupTable(figures: Figures, by: Group['by']): Table | undefined {
  const groups = figures.groups.filter(group => group.by === by)
  if (groups.length === 0) return undefined
  return {
    heads: [
      by === 'length' ? 'characters' : by,
      ...['violations P', 'R', 'F1', 'n', 'cautions P', 'R', 'F1', 'n'],
      ...['legitimate', 'flagged', 'held'],
    ],
    rows: groups.map(({ name, violations, cautions, innocent }) => [
      name,
      ...short(violations),
      ...short(cautions),
      String(innocent.count),
      innocent.count === 0 ? '-' : percent(innocent.flagged / innocent.count),
      innocent.count === 0 ? '-' : percent(innocent.held / innocent.count),
    ]),
  }
}

/** How often flags of a band of confidence are right. */
export function reliabilityTable({ reliability }: Figures): Table {
  return {
    heads: ['flags by confidence', 'count', 'mean', 'right'],
    rows: reliability
      .filter(({ count }) => count > 0)
      .map(({ from, to, count, confidence, right }) => [
        `${from.toFixed(1)} to ${to.toFixed(1)}`,
        String(count),
        confidence.toFixed(3),
        right.toFixed(3),
      ]),
  }
}

/** A figure that no text bears on is not zero. */
const short = ({ precision, recall, f1, support, tp, fp }: Quality): string[] => [
  tp + fp === 0 ? '-' : precision.toFixed(3),
  support === 0 ? '-' : recall.toFixed(3),
  support + fp === 0 ? '-' : f1.toFixed(3),
  String(support),
]

const withMargin = (value: number, interval: Interval | undefined): string =>
  interval ? `${value.toFixed(3)} [${interval.low.toFixed(2)}-${interval.high.toFixed(2)}]` : '-'

export const percent = (share: number): string => `${(100 * share).toFixed(1)}%`
