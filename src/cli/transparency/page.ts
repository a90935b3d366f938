import { fill } from '../../moderation/statement/words.js'
import { highlightsOf } from '../../moderation/transparency/summary.js'
import { type Cell, type Column, isEmpty, type Table } from '../../moderation/transparency/table.js'
import type { ReportWords } from '../../moderation/transparency/words.js'
import { type Chart, type ChartKind, chartOf } from './chart.js'
import { inWords } from './format.js'
import { STYLE } from './style.js'

export interface Report {
  readonly tables: readonly Table[]
  readonly words: ReportWords
  /** Whose it is; undefined in a store that knows nobody. */
  readonly tenant: string | undefined
  /** As people read it. */
  readonly period: string
  readonly made: string
  /** What should be known before any figure is read. */
  readonly warnings: readonly string[]
}

const CHARTS: Readonly<Record<string, ChartKind>> = {
  'measures-by-month': 'columns',
  'measures-by-category': 'bars',
  automation: 'bars',
  accuracy: 'intervals',
  'time-distribution': 'beside',
  'reports-by-month': 'columns',
  appeals: 'bars',
}

/** The report as one file of HTML: nothing is loaded, nothing runs. */
export async function pageOf(report: Report): Promise<string> {
  const { tables, words, tenant, period, made, warnings } = report
  const charts = new Map<string, Chart>()
  for (const table of tables) {
    const kind = CHARTS[table.id]
    const chart = kind === undefined || isEmpty(table) ? null : await chartOf(table, kind)
    if (chart) charts.set(table.id, chart)
  }
  const title = [words.title, ...(tenant === undefined ? [] : [tenant])].map(escaped).join('：')
  return `<!doctype html>
<html lang="ja">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${STYLE}</style>
<main>
<h1>${title}</h1>
<p>${escaped(period)}</p>
<p class="soft">${escaped(made)}</p>
${warnings.map(warning => `<p class="warning">${escaped(warning)}</p>`).join('\n')}
${tables.every(isEmpty) ? `<p><strong>${escaped(words.empty)}</strong></p>` : figuresOf(report, charts)}
${lawsOf(words)}
<h2>${escaped(words.about.title)}</h2>
<ul>${words.about.points.map(point => `<li>${escaped(point)}`).join('\n')}</ul>
<h2>${escaped(words.files.title)}</h2>
<p>${escaped(words.files.note)}</p>
<ul>${tables.map(({ id, title: of }) => `<li>${escaped(id)}.csv：${escaped(of)}`).join('\n')}</ul>
</main>
</html>
`
}

function figuresOf(report: Report, charts: ReadonlyMap<string, Chart>): string {
  const { tables, words } = report
  const highlights = highlightsOf(tables, words).map(
    ({ label, cell, column }) =>
      `<div><dt>${escaped(label)}<dd>${highlightOf(inWords(cell, column, words))}</div>`,
  )
  const sections = words.sections.map(({ title, note, tables: ids }) => {
    const own = ids.flatMap(id => tables.find(table => table.id === id) ?? [])
    const shown = own.map(table => tableOf(table, charts.get(table.id), words, own.length > 1))
    return `<h2>${escaped(title)}</h2>
<p>${escaped(note)}</p>
${shown.join('\n')}`
  })
  return `<h2>${escaped(words.summary.title)}</h2>
<dl class="highlights">${highlights.join('\n')}</dl>
${sections.join('\n')}`
}

/** An interval is the smaller matter. */
const highlightOf = (said: string): string => escaped(said).replace(/（.*）$/, '<small>$&</small>')

function tableOf(table: Table, chart: Chart | undefined, words: ReportWords, isOneOfMany: boolean): string {
  const head = isOneOfMany ? `<h3>${escaped(table.title)}</h3>` : ''
  if (isEmpty(table)) return `${head}<p class="soft">${escaped(words.none)}</p>`
  const title = fill(words.chart, { title: table.title })
  const figure = chart
    ? `<figure><div role="img" aria-label="${escaped(title)}">${chart.svg}</div>${legendOf(chart)}</figure>`
    : ''
  return `${head}
<div class="pair${chart ? ' drawn' : ''}">
<div class="scroll" role="region" tabindex="0" aria-label="${escaped(table.title)}">${cellsOf(table, words)}</div>
${figure}
</div>`
}

function cellsOf({ head, columns, rows }: Table, words: ReportWords): string {
  const heads = [head, ...columns.map(({ label }) => label)]
  const cell = (one: Cell, column: Column | undefined): string =>
    column === undefined
      ? ''
      : `<td${one.kind === 'hidden' ? ' class="hidden"' : ''}>${escaped(inWords(one, column, words))}`
  return `<table><thead><tr>${heads.map(one => `<th scope="col">${escaped(one)}`).join('')}</thead><tbody>${rows
    .map(
      ({ name, cells, isTotal }) =>
        `<tr${isTotal ? ' class="total"' : ''}><th scope="row">${escaped(name)}${cells.map((one, at) => cell(one, columns[at])).join('')}`,
    )
    .join('\n')}</tbody></table>`
}

const legendOf = ({ legend }: Chart): string =>
  legend.length === 0
    ? ''
    : `<ul class="legend">${legend.map(({ label, colour }) => `<li><i style="background:${colour}"></i>${escaped(label)}`).join('')}</ul>`

function lawsOf({ sections, laws, lawTitle, lawHeads }: ReportWords): string {
  const rows = sections.flatMap(({ title, laws: names }) =>
    names.flatMap(name => {
      const law = laws[name]
      return law === undefined ? [] : [[title, law.dsa, law.provider, law.missing]]
    }),
  )
  return `<h2>${escaped(lawTitle)}</h2>
<div class="scroll" role="region" tabindex="0" aria-label="${escaped(lawTitle)}"><table class="laws"><thead><tr>${lawHeads
    .map(one => `<th scope="col">${escaped(one)}`)
    .join('')}</thead><tbody>${rows
    .map(
      ([first = '', ...others]) =>
        `<tr><th scope="row">${escaped(first)}${others.map((one, at) => `<td data-head="${escaped(lawHeads[at + 1] ?? '')}">${escaped(one)}`).join('')}`,
    )
    .join('\n')}</tbody></table></div>`
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
