import type { Cell, Column, Table } from './table.js'
import type { ReportWords } from './words.js'

export interface Highlight {
  readonly label: string
  readonly column: Column
  readonly cell: Cell
}

/** The few figures that stand before all others, as their tables show them. */
export function highlightsOf(tables: readonly Table[], words: ReportWords): readonly Highlight[] {
  const { summary, measures, total, accuracy, appeals, times } = words
  const picked: readonly (readonly [label: string, table: string, column: string, row?: 'first'])[] = [
    [summary.judged, 'judged', total],
    [summary.stopped, 'measures-by-month', measures.stopped],
    [summary.held, 'measures-by-month', measures.held],
    [summary.decided, 'decisions-by-month', total],
    [summary.error, 'automation', accuracy.error],
    [summary.reports, 'reports-by-month', total],
    [summary.granted, 'appeals', appeals.statuses.granted],
    [summary.median, 'response-times', times.median, 'first'],
  ]
  return picked.flatMap(([label, id, name, row]) => {
    const table = tables.find(one => one.id === id)
    const at = table?.columns.findIndex(column => column.label === name) ?? -1
    // The last row is the total, or all there is.
    const cells = (row === 'first' ? table?.rows[0] : table?.rows.at(-1))?.cells
    const [column, cell] = [table?.columns[at], cells?.[at]]
    return column && cell ? [{ label, column, cell }] : []
  })
}
