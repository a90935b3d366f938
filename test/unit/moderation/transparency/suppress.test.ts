import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { suppress } from '../../../../src/moderation/transparency/suppress.js'
import { countTable, seconds, share, type Table } from '../../../../src/moderation/transparency/table.js'

/** With the total column, and of several rows the total row. */
const tableOf = (...rows: readonly (readonly number[])[]): Table =>
  countTable(
    {
      id: 't',
      title: 't',
      head: 't',
      names: Object.fromEntries((rows[0] ?? []).map((_, at) => [`c${at}`, `c${at}`])),
      total: 'all',
      addsUp: true,
    },
    rows.map((counts, at) => ({ name: `r${at}`, countOf: of => counts[Number(of.slice(1))] ?? 0 })),
  )

const shown = ({ rows }: Table): readonly string[] =>
  rows.map(({ cells }) =>
    cells.map(cell => (cell.kind === 'count' ? cell.value : cell.kind === 'hidden' ? 'x' : '?')).join(' '),
  )

describe('below 5', () => {
  test.each([
    ['nothing small, nothing hidden', [[5, 0, 9]], ['5 0 9 14']],
    ['one small part takes the next smallest along', [[3, 20, 30]], ['x x 30 53']],
    ['where there is no other part, the total goes', [[3, 0, 0]], ['x 0 0 x']],
    ['two of which the sum would tell both take a third', [[1, 1, 30]], ['x x x 32']],
    ['two that come to enough stay two', [[4, 4, 30]], ['x x 30 38']],
  ] as const)('%s', (_, rows, expected) => {
    expect(shown(suppress(tableOf(...rows), 5))).toEqual(expected)
  })

  test('down the columns as along the rows, until nothing follows', () => {
    expect(shown(suppress(tableOf([3, 20], [30, 40], [50, 60]), 5))).toEqual([
      'x x 23',
      'x x 70',
      '50 60 110',
      '83 120 203',
    ])
  })

  test('what was made of a hidden count, or of too few, goes too', () => {
    const table: Table = {
      id: 't',
      title: 't',
      head: 't',
      addsUp: false,
      columns: [
        { label: 'right', kind: 'count', sum: 'part' },
        { label: 'wrong', kind: 'count', sum: 'part' },
        { label: 'all', kind: 'count', sum: 'total' },
        { label: 'error', kind: 'estimate' },
        { label: 'time', kind: 'seconds' },
      ],
      rows: [
        {
          name: 'r',
          cells: [
            { kind: 'count', value: 20 },
            { kind: 'count', value: 2 },
            { kind: 'count', value: 22 },
            share(2, 22),
            seconds(60, 4),
          ],
        },
      ],
    }
    expect(shown(suppress(table, 5))).toEqual(['x x 22 x x'])
  })
})

test('no hidden count follows from a row or column that is shown', () => {
  const row = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 3, maxLength: 3 })
  fc.assert(
    fc.property(fc.array(row, { minLength: 2, maxLength: 5 }), rows => {
      const before = tableOf(...rows)
      const after = suppress(before, 5)
      const valueAt = (r: number, c: number): number => {
        const cell = before.rows[r]?.cells[c]
        return cell?.kind === 'count' ? cell.value : 0
      }
      const isHidden = (r: number, c: number): boolean => after.rows[r]?.cells[c]?.kind === 'hidden'
      const [height, width] = [rows.length, 3]
      const lines = [
        ...before.rows.map((_, r) => [0, 1, 2, width].map(c => [r, c] as const)),
        ...[0, 1, 2, width].map(c => before.rows.map((_, r) => [r, c] as const)),
      ]
      for (let r = 0; r <= height; r++)
        for (let c = 0; c <= width; c++) {
          const value = valueAt(r, c)
          if (value > 0 && value < 5) expect(isHidden(r, c)).toBe(true)
        }
      for (const line of lines) {
        const parts = line.slice(0, -1)
        const secret = parts.filter(([r, c]) => isHidden(r, c))
        const [last] = line.slice(-1)
        if (last === undefined || secret.length === 0 || isHidden(...last)) continue
        expect(secret.length).toBeGreaterThan(1)
        expect(secret.reduce((sum, [r, c]) => sum + valueAt(r, c), 0)).toBeGreaterThanOrEqual(5)
      }
    }),
  )
})
