import { stringify } from 'csv-stringify/sync'
import type { Cell, Column, Table } from '../../moderation/transparency/table.js'
import type { ReportWords } from '../../moderation/transparency/words.js'

/**
 * A table as RFC 4180 has it, in UTF-8 with the mark by which Excel knows it. Figures are bare: times in seconds, shares from
 * 0 to 1 with their interval beside them. A name that a spreadsheet would take for a formula is quoted for it.
 */
export function csvOf({ head, columns, rows }: Table, words: ReportWords): string {
  return stringify(
    [
      [head, ...columns.flatMap(column => headsOf(column, words))],
      ...rows.map(({ name, cells }) => [
        name,
        ...cells.flatMap((cell, at) => valuesOf(cell, columns[at]?.kind, words)),
      ]),
    ],
    { bom: true, record_delimiter: 'windows', escape_formulas: true },
  )
}

function headsOf({ label, kind }: Column, { low, high, inSeconds }: ReportWords): readonly string[] {
  if (kind === 'count') return [label]
  if (kind === 'seconds') return [`${label}${inSeconds}`]
  return [label, `${label}${low}`, `${label}${high}`]
}

function valuesOf(
  cell: Cell,
  kind: Column['kind'] | undefined,
  words: ReportWords,
): readonly (number | string)[] {
  switch (cell.kind) {
    case 'count':
      return [cell.value]
    case 'seconds':
      return [cell.value ?? '']
    case 'estimate': {
      const { value, low, high } = cell.estimate ?? {}
      return [value, low, high].map(one => (one === undefined ? '' : Number(one.toFixed(4))))
    }
    case 'hidden':
      return kind === 'estimate' ? [words.hidden, '', ''] : [words.hidden]
  }
}
