import { type Estimate, shareOf } from '../intervals.js'

/** One figure, with what it rests on: so that it is known what else tells it. */
export type Cell =
  | { readonly kind: 'count'; readonly value: number }
  /** So many of so many, or a figure that follows from so many; null of none. */
  | {
      readonly kind: 'estimate'
      readonly estimate: Estimate | null
      readonly part?: number
      readonly of: number
    }
  /** Seconds; null: there was nothing to measure. */
  | { readonly kind: 'seconds'; readonly value: number | null; readonly of: number }
  /** Too small to be shown, or telling such a one. */
  | { readonly kind: 'hidden' }

export interface Column {
  readonly label: string
  readonly kind: Exclude<Cell['kind'], 'hidden'>
  /** Shares and coefficients are written apart. */
  readonly isShare?: boolean
  /** The parts of a row add up to its total. */
  readonly sum?: 'part' | 'total'
}

export interface Row {
  readonly name: string
  readonly cells: readonly Cell[]
  /** What the other rows come to; where they overlap it is less than their sum. */
  readonly isTotal?: boolean
}

export interface Table {
  /** Names its file. */
  readonly id: string
  readonly title: string
  /** What the rows are. */
  readonly head: string
  readonly columns: readonly Column[]
  readonly rows: readonly Row[]
  /** The rows add up to the total row: a hidden one would follow from the others. */
  readonly addsUp: boolean
}

export const count = (value: number): Cell => ({ kind: 'count', value })
export const seconds = (value: number | undefined, of: number): Cell => ({
  kind: 'seconds',
  value: value ?? null,
  of,
})

export const share = (part: number, of: number): Cell => ({
  kind: 'estimate',
  estimate: shareOf(part, of),
  part,
  of,
})

/** Nothing was counted, or all of it is zero. */
export const isEmpty = ({ rows }: Table): boolean =>
  rows.every(({ cells }) =>
    cells.every(cell => (cell.kind === 'count' ? cell.value === 0 : cell.kind !== 'hidden' && cell.of === 0)),
  )

/** The counts of what fits. */
export function sumOf<One extends { readonly count: number }>(
  all: readonly One[],
  fits: (one: One) => boolean = () => true,
): number {
  return all.reduce((sum, one) => sum + (fits(one) ? one.count : 0), 0)
}

interface Counted<Name extends string> {
  readonly id: string
  readonly title: string
  readonly head: string
  readonly names: Readonly<Record<Name, string>>
  readonly total: string
  readonly addsUp: boolean
}

interface CountedRow<Name extends string> {
  readonly name: string
  readonly countOf: (of: Name) => number
  readonly isTotal?: boolean
}

/** Counts whose columns add up. Where the rows do too, the last one is their sum. */
export function countTable<Name extends string>(
  { id, title, head, names, total, addsUp }: Counted<Name>,
  rows: readonly CountedRow<Name>[],
): Table {
  const keys = keysOf(names)
  const sums: CountedRow<Name> = {
    name: total,
    countOf: key => rows.reduce((sum, { countOf }) => sum + countOf(key), 0),
    isTotal: true,
  }
  return {
    id,
    title,
    head,
    addsUp,
    columns: [
      ...keys.map(key => ({ label: names[key], kind: 'count' as const, sum: 'part' as const })),
      { label: total, kind: 'count', sum: 'total' },
    ],
    rows: [...rows, ...(addsUp && rows.length > 1 ? [sums] : [])].map(
      ({ name, countOf, isTotal = false }) => {
        const parts = keys.map(countOf)
        return { name, isTotal, cells: [...parts, parts.reduce((sum, part) => sum + part, 0)].map(count) }
      },
    ),
  }
}

export const keysOf = <Name extends string>(names: Readonly<Record<Name, unknown>>): readonly Name[] =>
  Object.keys(names).filter((key): key is Name => key in names)
