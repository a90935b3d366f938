import { INK, LINES } from './chart.js'

/** Of the one file that the report is: light and dark, a phone, and sheets of A4. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #59636e; --line: #d1d9e0; --ground: #fff; --raised: #f6f8fa }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --soft: #9da7b1; --line: #3d444d; --ground: #0d1117; --raised: #161b22 }
}
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 70rem; padding: 1.5rem 1rem 4rem; color: var(--ink); background: var(--ground);
  font: 16px/1.7 system-ui, 'Hiragino Sans', 'Noto Sans JP', 'Noto Sans CJK JP', sans-serif; line-break: strict }
h1, h2, h3, th, dt, .laws td { word-break: auto-phrase }
h1 { font-size: 1.75rem; line-height: 1.3; margin: 0 }
h2 { font-size: 1.3rem; line-height: 1.4; margin: 3rem 0 .5rem; padding-top: .75rem; border-top: 2px solid var(--ink) }
h3 { font-size: 1.05rem; margin: 2rem 0 .5rem }
p { max-width: 46em; margin: .5rem 0 }
.soft { color: var(--soft) }
.warning { border-inline-start: 4px solid #d55e00; background: var(--raised); padding: .5rem .75rem }
.highlights { display: grid; grid-template-columns: repeat(4, 1fr); gap: .75rem; margin: 1rem 0 0; padding: 0 }
.highlights > div { background: var(--raised); border: 1px solid var(--line); border-radius: 6px; padding: .6rem .8rem }
.highlights dt { font-size: .85rem; color: var(--soft) }
.highlights dd { margin: 0; font-size: 1.35rem; font-weight: 600; font-variant-numeric: tabular-nums; line-height: 1.3 }
.highlights small { display: block; font-size: .8rem; font-weight: 400; color: var(--soft) }
.pair { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem 2rem; align-items: start }
.pair.drawn { grid-template-columns: minmax(0, 1fr) 340px }
.pair.drawn table, table.laws { width: 100% }
.scroll { overflow-x: auto; background: linear-gradient(to left, var(--ground) 30%, transparent) right / 40px 100% no-repeat local,
  linear-gradient(to left, #8c959f80, transparent) right / 12px 100% no-repeat scroll }
.scroll:focus-visible { outline: 2px solid #0969da; outline-offset: 2px }
table { border-collapse: collapse; min-width: min(100%, 40rem); font-size: .875rem; line-height: 1.45 }
th, td { border-bottom: 1px solid var(--line); padding: .4rem .6rem; text-align: right; vertical-align: top }
td { font-variant-numeric: tabular-nums; white-space: nowrap }
thead th { vertical-align: bottom; font-weight: 600; border-bottom: 2px solid var(--line); min-width: 4.5em }
th[scope=row], thead th:first-child { text-align: left; font-weight: 400; min-width: 7em }
tr.total > * { font-weight: 600; border-top: 2px solid var(--line) }
.laws td, .laws th { text-align: left; white-space: normal; min-width: 9em }
td.hidden { color: var(--soft) }
figure { margin: 0; width: 340px; max-width: 100% }
figure svg { display: block; width: 100%; height: auto; overflow: visible }
figure svg text { fill: var(--ink); font-family: inherit }
figure svg [stroke="${INK}"] { stroke: var(--ink) }
figure svg [stroke="${LINES}"] { stroke: var(--line) }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: .1rem .9rem; margin: .25rem 0 0; padding: 0; font-size: .8rem }
.legend i { display: inline-block; width: .8em; height: .8em; border: 1px solid var(--ink); margin-inline-end: .35em; print-color-adjust: exact }
ul { padding-inline-start: 1.2rem; max-width: 46em }
@media (max-width: 56rem) { .pair.drawn { grid-template-columns: minmax(0, 1fr) } figure { width: 420px } }
@media (max-width: 34rem) {
  body { padding-inline: .9rem }
  h1 { font-size: 1.45rem }
  .highlights { grid-template-columns: 1fr 1fr }
  .highlights dd { font-size: 1.15rem }
  th[scope=row], thead th:first-child { position: sticky; inset-inline-start: 0; background: var(--ground); min-width: 6.5em }
  th, td { padding: .35rem .45rem }
  .laws, .laws :is(tbody, tr, th, td) { display: block; min-width: 0 }
  .laws thead { position: absolute; clip-path: inset(50%) }
  .laws tr { border-bottom: 1px solid var(--line); padding-block: .5rem }
  .laws :is(th, td) { border: 0; padding: .15rem 0 }
  .laws th[scope=row] { position: static; font-weight: 600 }
  .laws td::before { content: attr(data-head) '：'; color: var(--soft) }
}
@page { size: A4; margin: 15mm }
@media print {
  :root { --ink: #000; --soft: #444; --line: #bbb; --ground: #fff; --raised: #f4f4f4; color-scheme: light }
  body { font-size: 9.5pt; max-width: none; padding: 0 }
  table { font-size: 8pt }
  th, td { padding: .25rem .35rem }
  thead th { min-width: 0 }
  .pair.drawn { grid-template-columns: minmax(0, 1fr) }
  figure { width: 320px; print-color-adjust: exact }
  .scroll { overflow: visible }
  h2, h3 { break-after: avoid }
  tr, figure, .highlights > div { break-inside: avoid }
  thead { display: table-header-group }
}
`
