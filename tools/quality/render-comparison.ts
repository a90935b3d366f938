import { type Change, type Comparison, isLostViolation } from './compare.js'
import { percent } from './figure-tables.js'
import type { Totals } from './tally.js'

/** Line by line what changed, the worst first, then the counts and the totals before and after. */
export function renderComparison(comparison: Comparison, against: string): string {
  const { changes, before, after, unknown } = comparison
  const kinds = [...new Set(changes.map(({ kind }) => kind))]
  const count = (kind: Change['kind']): number => changes.filter(change => change.kind === kind).length
  const lost = changes.filter(isLostViolation).length
  return `${[
    `against ${against}: ${after.messages} messages answered by both${unknown === 0 ? '' : `, ${unknown} by this run only`}`,
    ...changes.map(lineOf),
    changes.length === 0 ? 'no answer changed' : kinds.map(kind => `${count(kind)} ${kind}`).join(', '),
    `caught violations lost: ${lost}`,
    ...totals(before, after),
  ].join('\n')}\n`
}

function lineOf(change: Change): string {
  const { kind, category, item, before, after } = change
  const verdict = before === after ? after : `${before} -> ${after}`
  const title = isLostViolation(change) ? 'LOST VIOLATION' : kind.toUpperCase()
  return [title, category, verdict, item.id, item.text.replaceAll('\n', '⏎')].filter(Boolean).join('  ')
}

function totals(before: Totals, after: Totals): string[] {
  const row = (name: string, figure: (totals: Totals) => string): string =>
    `${name.padEnd(22)}${figure(before)} -> ${figure(after)}`
  const share = ({ count }: Totals['innocent'], part: number): string => percent(part / Math.max(1, count))
  return [
    row('violations F1', ({ violations }) => violations.f1.toFixed(3)),
    row('cautions F1', ({ cautions }) => cautions.f1.toFixed(3)),
    row('legitimate flagged', ({ innocent }) => share(innocent, innocent.flagged)),
    row('legitimate held', ({ innocent }) => share(innocent, innocent.held)),
  ]
}
