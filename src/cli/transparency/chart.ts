import type { TopLevelSpec } from 'vega-lite'
import type { Row, Table } from '../../moderation/transparency/table.js'

/** How a table is drawn: parts of each row along or up, counts side by side, or estimates with their intervals. */
export type ChartKind = 'bars' | 'columns' | 'beside' | 'intervals'

export interface Chart {
  readonly svg: string
  /** In the order of the series. */
  readonly legend: readonly { readonly label: string; readonly colour: string }[]
}

/**
 * Told apart by everybody, also in print: M. Okabe and K. Ito, Color Universal Design, 2008, and outlined, since some are
 * light. The page gives outlines, lines and letters the colours of its theme.
 */
const COLOURS = ['#d55e00', '#e69f00', '#56b4e9', '#cc79a7', '#f0e442', '#009e73'] as const
export const INK = '#1b1f24'
export const LINES = '#dddddd'

/** Units of the drawing, of which a phone shows all. */
const WIDTH = 340
const FONT = 11
const MARGIN = 12
const MONTHS_LABELLED = 12

/** Draws the rows of a table but its total; what is hidden there is not drawn. Null: there is nothing to draw. */
export async function chartOf(table: Table, kind: ChartKind): Promise<Chart | null> {
  const rows = table.rows.filter(({ isTotal }) => !isTotal)
  const series = table.columns.flatMap((column, at) =>
    kind === 'beside' || column.sum === 'part' ? [{ label: column.label, at }] : [],
  )
  const spec = kind === 'intervals' ? intervals(table, rows) : counts(rows, series, kind)
  if (spec === null) return null
  return {
    svg: await draw(spec),
    legend:
      kind === 'intervals'
        ? []
        : series.map(({ label }, at) => ({ label, colour: COLOURS[at % COLOURS.length] ?? INK })),
  }
}

interface Series {
  readonly label: string
  readonly at: number
}

/** A name with nothing has its place, and no bar. */
function counts(
  rows: readonly Row[],
  series: readonly Series[],
  kind: 'bars' | 'columns' | 'beside',
): TopLevelSpec | null {
  const values = rows.flatMap(({ name, cells }) =>
    series.flatMap(({ label, at }, order) => {
      const cell = cells[at]
      return cell?.kind === 'count' && cell.value > 0 ? [{ name, label, order, value: cell.value }] : []
    }),
  )
  if (values.length === 0) return null
  const names = rows.map(({ name }) => name)
  const amount = {
    field: 'value',
    type: 'quantitative' as const,
    title: null,
    axis: { tickMinStep: 1, tickCount: 4, format: ',d', ...AS_COUNTED },
  }
  const colour = {
    field: 'label',
    type: 'nominal' as const,
    legend: null,
    scale: { domain: series.map(({ label }) => label), range: [...COLOURS].slice(0, series.length) },
  }
  const order = { field: 'order', type: 'ordinal' as const }
  if (kind === 'bars')
    return {
      ...sized(names, rows.length * rowHeight(names)),
      data: { values },
      mark: { type: 'bar', stroke: INK, strokeWidth: 0.6 },
      encoding: { y: named(names), x: amount, color: colour, order },
    }
  return {
    ...sized([], 190, 46),
    data: { values },
    mark: { type: 'bar', stroke: INK, strokeWidth: 0.6 },
    encoding: {
      x: {
        field: 'name',
        type: 'ordinal',
        sort: names,
        scale: { domain: names },
        title: null,
        axis: stepAxis(names),
      },
      ...(kind === 'beside' && { xOffset: { field: 'label', sort: series.map(({ label }) => label) } }),
      y: amount,
      color: colour,
      order,
    },
  }
}

/** One column of estimates with their 95% intervals. */
function intervals({ columns }: Table, rows: readonly Row[]): TopLevelSpec | null {
  const at = columns.findIndex(({ kind }) => kind === 'estimate')
  const values = rows.flatMap(({ name, cells }) => {
    const cell = cells[at]
    return cell?.kind === 'estimate' && cell.estimate !== null ? [{ name, ...cell.estimate }] : []
  })
  if (values.length === 0) return null
  const names = values.map(({ name }) => name)
  const share = {
    type: 'quantitative' as const,
    title: null,
    scale: { domain: [0, 1] },
    axis: { format: '.0%', tickCount: 5, ...AS_COUNTED },
  }
  return {
    ...sized(names, names.length * rowHeight(names)),
    data: { values },
    encoding: { y: named(names) },
    layer: [
      {
        mark: { type: 'rule', color: INK, strokeWidth: 1.5 },
        encoding: { x: { field: 'low', ...share }, x2: { field: 'high' } },
      },
      {
        mark: {
          type: 'point',
          filled: true,
          size: 50,
          color: COLOURS[0],
          stroke: INK,
          strokeWidth: 0.8,
          opacity: 1,
        },
        encoding: { x: { field: 'value', ...share } },
      },
    ],
  }
}

/** Every tick says what it is. */
const AS_COUNTED = { labelOverlap: false, labelFlush: false } as const

/** Letters are measured by hand: without a canvas Vega takes Japanese ones for narrower than they are. */
const widthOf = (text: string): number =>
  [...text].reduce((sum, one) => sum + (one < '⺀' ? 0.6 : 1), 0) * FONT

const LONGEST_NAME = 145

/** A name in as many lines as it needs. */
function linesOf(name: string): readonly string[] {
  const lines: string[] = ['']
  for (const letter of name) {
    const line = `${lines.at(-1)}${letter}`
    if (widthOf(line) <= LONGEST_NAME) lines[lines.length - 1] = line
    else lines.push(letter)
  }
  return lines
}

const rowHeight = (names: readonly string[]): number =>
  Math.max(0, ...names.map(name => linesOf(name).length)) * (FONT + 3) + 8

const named = (names: readonly string[]) => ({
  field: 'name',
  type: 'nominal' as const,
  sort: [...names],
  scale: { domain: [...names] },
  title: null,
  axis: {
    labelLimit: 0,
    labelExpr: `${JSON.stringify(Object.fromEntries(names.map(name => [name, linesOf(name)])))}[datum.value]`,
    labelBaseline: 'middle' as const,
    domain: false,
    ticks: false,
    labelPadding: 6,
  },
})

function sized(names: readonly string[], height: number, bottom = 26) {
  const widest = Math.max(0, ...names.flatMap(linesOf).map(widthOf))
  const left = names.length === 0 ? 44 : widest + MARGIN
  return {
    width: WIDTH - left - MARGIN - 6,
    height,
    padding: { left, right: MARGIN + 6, top: MARGIN, bottom },
    autosize: { type: 'none' as const },
    background: 'transparent',
    config: {
      aria: false,
      font: 'sans-serif',
      view: { stroke: null },
      axis: { labelFontSize: FONT, labelColor: INK, gridColor: LINES, domainColor: INK, tickColor: INK },
    },
  }
}

/** Months say their year where it begins; of many some are labelled. Other steps are written aslant. */
function stepAxis(names: readonly string[]) {
  const isMonths = names.every(name => /^\d{4}-\d{2}$/.test(name))
  if (!isMonths) return { labelAngle: -30, labelAlign: 'right' as const, ticks: false, grid: false }
  const every = Math.ceil(names.length / MONTHS_LABELLED)
  const first = JSON.stringify(names[0] ?? '')
  return {
    labelAngle: 0,
    ticks: false,
    grid: false,
    values: names.filter((_, at) => at % every === 0),
    labelExpr: `[toNumber(slice(datum.value, 5)) + '月', datum.value === ${first} || slice(datum.value, 5) === '01' ? slice(datum.value, 0, 4) : '']`,
  }
}

/** Large, and only for whoever asks for a report. */
async function draw(spec: TopLevelSpec): Promise<string> {
  const [vega, { compile }] = await Promise.all([import('vega'), import('vega-lite')])
  const svg = await new vega.View(vega.parse(compile(spec).spec), { renderer: 'none' }).toSVG()
  // Whoever cannot see it is told what it is, and has the table.
  return svg.replace('<svg ', '<svg aria-hidden="true" ')
}
