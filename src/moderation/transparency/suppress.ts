import type { Cell, Column, Row, Table } from './table.js'

/**
 * Hides counts from 1 to below `least`, and what tells them: of a row or column whose sum is shown the next smallest parts,
 * until what is hidden there is at least two counts that come to `least` or more; then every figure that was made of a
 * hidden one. Cell suppression as statistical offices do it (A. Hundepool et al., Statistical Disclosure Control, 2012),
 * by the smallest part and not by an optimum, and within one table.
 */
export function suppress(table: Table, least: number): Table {
  const hidden = table.rows.map(row => row.cells.map(cell => isSmall(cell, least)))
  while (linesOf(table).some(line => hideOneMore(table, hidden, line, least)));
  const isMadeOfHidden = ({ cells }: Row, at: number): boolean =>
    cells.some((cell, column) => cell.kind === 'count' && hidden[at]?.[column])
  return {
    ...table,
    rows: table.rows.map((row, at) => ({
      ...row,
      cells: row.cells.map((cell, column) =>
        hidden[at]?.[column] || (cell.kind === 'estimate' && isMadeOfHidden(row, at)) ? HIDDEN : cell,
      ),
    })),
  }
}

/** Which of the hidden ones is small is not told. */
const HIDDEN: Cell = { kind: 'hidden' }

type Place = readonly [row: number, column: number]

/** Counts that add up to one that is shown beside them. */
interface Line {
  readonly parts: readonly Place[]
  readonly total: Place
}

function linesOf({ rows, columns, addsUp }: Table): readonly Line[] {
  const columnsThat = (fits: (column: Column) => boolean): readonly number[] =>
    columns.flatMap((column, at) => (fits(column) ? [at] : []))
  const parts = columnsThat(({ sum }) => sum === 'part')
  const [total] = columnsThat(({ sum }) => sum === 'total')
  const across =
    total === undefined
      ? []
      : rows.map((_, row) => ({
          parts: parts.map(column => [row, column] as const),
          total: [row, total] as const,
        }))
  const last = rows.findIndex(({ isTotal }) => isTotal)
  const down =
    !addsUp || last < 0
      ? []
      : columnsThat(({ kind }) => kind === 'count').map(column => ({
          parts: rows.flatMap((_, row) => (row === last ? [] : [[row, column] as const])),
          total: [last, column] as const,
        }))
  return [...across, ...down]
}

/** Whether there was something to hide. */
function hideOneMore({ rows }: Table, hidden: boolean[][], { parts, total }: Line, least: number): boolean {
  const isHidden = ([row, column]: Place): boolean => hidden[row]?.[column] === true
  const amountAt = ([row, column]: Place): number => {
    const cell = rows[row]?.cells[column]
    return cell?.kind === 'count' ? cell.value : 0
  }
  const secret = parts.filter(isHidden)
  if (secret.length === 0 || isHidden(total)) return false
  const sum = secret.reduce((all, place) => all + amountAt(place), 0)
  if (secret.length > 1 && sum >= least) return false
  const open = parts.filter(place => !isHidden(place) && amountAt(place) > 0)
  const [row, column] = open.toSorted((a, b) => amountAt(a) - amountAt(b))[0] ?? total
  const line = hidden[row]
  if (line) line[column] = true
  return true
}

function isSmall(cell: Cell, least: number): boolean {
  const isFew = (value: number): boolean => value > 0 && value < least
  switch (cell.kind) {
    case 'count':
      return isFew(cell.value)
    case 'seconds':
      return isFew(cell.of)
    case 'estimate':
      return isFew(cell.of) || (cell.part !== undefined && (isFew(cell.part) || isFew(cell.of - cell.part)))
    case 'hidden':
      return true
  }
}
