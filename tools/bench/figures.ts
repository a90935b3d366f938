import type { Table } from '../quality/table.js'

/** What a section measured, by name; tables may nest. */
export interface Figures {
  readonly [name: string]: number | Figures
}

/** Every number in a report, by its path: `core.legitimate.microseconds`. What is neither number nor table is left out. */
export function flatFigures(value: unknown, path = ''): ReadonlyMap<string, number> {
  if (typeof value === 'number') return new Map([[path, value]])
  if (typeof value !== 'object' || value === null) return new Map()
  return new Map(
    Object.entries(value).flatMap(([name, part]) => [
      ...flatFigures(part, path === '' ? name : `${path}.${name}`),
    ]),
  )
}

/** A row for whatever holds numbers, named by the way to it; a column for each name of a number. */
export function figureTable(figures: Figures): Table {
  const rows = rowsOf(figures, [])
  const heads = [...new Set(rows.flatMap(({ cells }) => [...cells.keys()]))]
  return {
    heads: ['', ...heads],
    rows: rows.map(({ name, cells }) => [name, ...heads.map(head => shown(cells.get(head)))]),
  }
}

interface Row {
  readonly name: string
  readonly cells: ReadonlyMap<string, number>
}

function rowsOf(figures: Figures, path: readonly string[]): readonly Row[] {
  const cells = new Map<string, number>()
  const below: Row[] = []
  for (const [name, value] of Object.entries(figures))
    if (typeof value === 'number') cells.set(name, value)
    else below.push(...rowsOf(value, [...path, name]))
  return cells.size === 0 ? below : [{ name: path.join(': '), cells }, ...below]
}

/** Four figures are more than two noisy cores can tell. */
const shown = (value: number | undefined): string =>
  value === undefined ? '' : String(Number(value.toPrecision(4)))
