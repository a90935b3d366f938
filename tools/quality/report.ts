import type { TopLevelSpec } from 'vega-lite'
import type { CategoryInfo } from '../../src/contract/screener.js'
import { curve } from './curve.js'
import { extrasOf, type Figures, missesOf, predictionsOf } from './figures.js'
import type { Quality } from './metrics.js'
import type { Judged } from './tally.js'

interface Parts {
  readonly judged: readonly Judged[]
  readonly figures: Figures
  readonly categories: readonly CategoryInfo[]
  /** What was judged, for the heading. */
  readonly source: string
}

/** How many of the worst misses, and of the worst false alarms, are shown. */
const WORST = 60
const STEPS = Array.from({ length: 99 }, (_, i) => (i + 1) / 100)

/** One HTML page that needs no network: figures, precision-recall curves, calibration, the worst misses and false alarms. */
export async function renderReport({ judged, figures, categories, source }: Parts): Promise<string> {
  const labelOf = new Map(categories.map(({ id, label }) => [id, label]))
  const present = categories.filter(({ id }) =>
    figures.perCategory.some(({ category, support }) => category === id && support > 0),
  )
  const [curves, calibration] = await Promise.all([
    draw(precisionRecall(judged, present)),
    draw(reliabilityDiagram(figures)),
  ])
  const { innocent } = figures
  return `<!doctype html>
<html lang="ja">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Sekisho: ${escapeHtml(source)}</title>
<style>${STYLE}</style>
<h1>判定の質</h1>
<p>${escapeHtml(source)}：${figures.messages} 件。問題のない文 ${innocent.count} 件のうち、フラグ ${innocent.flagged} 件、保留または遮断 ${innocent.held} 件。校正誤差 (ECE) ${figures.calibrationError.toFixed(3)}。</p>
<h2>カテゴリごと</h2>
${figureTable(figures, labelOf)}
<h2>適合率と再現率</h2>
<p>曲線の上の点は、しきい値 0.5 での値です。</p>
${curves}
<h2>確信度の校正</h2>
<p>フラグの確信度と、実際に正しかった割合。対角線に近いほど確信度を信じられます。円の大きさは件数です。</p>
${calibration}
<h2>見逃し（確信度の低い順）</h2>
${caseTable(worstMisses(judged), labelOf)}
<h2>誤検知（確信度の高い順）</h2>
${caseTable(worstExtras(judged), labelOf)}
</html>
`
}

interface Mistake {
  readonly entry: Judged
  readonly category: string
  readonly confidence: number
}

function worstMisses(judged: readonly Judged[]): Mistake[] {
  return judged
    .flatMap(entry =>
      missesOf(entry).map(category => ({
        entry,
        category,
        confidence: entry.judgement.scores[category] ?? 0,
      })),
    )
    .sort((a, b) => a.confidence - b.confidence)
    .slice(0, WORST)
}

function worstExtras(judged: readonly Judged[]): Mistake[] {
  return judged
    .flatMap(entry => extrasOf(entry).map(({ category, confidence }) => ({ entry, category, confidence })))
    .sort((a, b) => b.confidence - a.confidence)
    .slice(0, WORST)
}

function figureTable(figures: Figures, labelOf: ReadonlyMap<string, string>): string {
  const row = (name: string, { precision, recall, f1, support }: Quality): string =>
    `<tr><th scope="row">${escapeHtml(name)}${[precision, recall, f1].map(value => `<td>${value.toFixed(3)}`).join('')}<td>${support}`
  const rows = [
    ...figures.perCategory
      .filter(({ tp, fp, fn }) => tp + fp + fn > 0)
      .map(entry => row(labelOf.get(entry.category) ?? entry.category, entry)),
    row('違反の合計', figures.violations),
    row('注意の合計', figures.cautions),
  ]
  return table(['カテゴリ', '適合率', '再現率', 'F1', '件数'], rows)
}

function caseTable(mistakes: readonly Mistake[], labelOf: ReadonlyMap<string, string>): string {
  if (mistakes.length === 0) return '<p>ありません。</p>'
  const rows = mistakes.map(
    ({ entry, category, confidence }) =>
      `<tr><td>${confidence.toFixed(2)}<td>${escapeHtml(labelOf.get(category) ?? category)}<td>${escapeHtml(entry.item.id)}<td class="text">${marked(entry, category)}`,
  )
  return `<div class="cases">${table(['確信度', 'カテゴリ', 'ID', '本文'], rows)}</div>`
}

const table = (heads: readonly string[], rows: readonly string[]): string =>
  `<table><thead><tr>${heads.map(head => `<th scope="col">${head}`).join('')}</thead><tbody>${rows.join('\n')}</tbody></table>`

/** The text, with the evidence of the category marked. */
function marked({ item, judgement }: Judged, category: string): string {
  const evidence = judgement.flags.find(flag => flag.category === category)?.evidence ?? []
  let html = ''
  let at = 0
  for (const { start, end } of evidence) {
    if (start < at) continue
    html += `${escapeHtml(item.text.slice(at, start))}<mark>${escapeHtml(item.text.slice(start, end))}</mark>`
    at = end
  }
  return html + escapeHtml(item.text.slice(at))
}

function precisionRecall(judged: readonly Judged[], categories: readonly CategoryInfo[]): TopLevelSpec {
  const labelOf = new Map(categories.map(({ id, label }) => [id, label]))
  const values = [...predictionsOf(judged, categories)].flatMap(([id, predictions]) =>
    curve(predictions, STEPS)
      .filter(({ tp, fp }) => tp + fp > 0)
      .map(({ threshold, precision, recall }) => ({
        category: labelOf.get(id),
        threshold,
        precision,
        recall,
      })),
  )
  return {
    data: { values },
    facet: { field: 'category', type: 'nominal', title: null },
    columns: 4,
    spec: {
      width: 180,
      height: 140,
      encoding: {
        x: { field: 'recall', type: 'quantitative', title: '再現率', scale: { domain: [0, 1] } },
        y: { field: 'precision', type: 'quantitative', title: '適合率', scale: { domain: [0, 1] } },
      },
      layer: [
        { mark: { type: 'line', interpolate: 'step-before' }, encoding: { order: { field: 'threshold' } } },
        {
          transform: [{ filter: 'datum.threshold === 0.5' }],
          mark: { type: 'point', filled: true, size: 50 },
        },
      ],
    },
  }
}

function reliabilityDiagram({ reliability }: Figures): TopLevelSpec {
  const share = { type: 'quantitative' as const, scale: { domain: [0, 1] } }
  return {
    width: 320,
    height: 320,
    layer: [
      {
        data: { values: [{ at: 0 }, { at: 1 }] },
        mark: { type: 'line', strokeDash: [4, 4], color: '#888' },
        encoding: { x: { field: 'at', ...share }, y: { field: 'at', ...share } },
      },
      {
        data: { values: reliability.filter(({ count }) => count > 0) },
        mark: { type: 'point', filled: true },
        encoding: {
          x: { field: 'confidence', ...share, title: '平均の確信度' },
          y: { field: 'right', ...share, title: '正しかった割合' },
          size: { field: 'count', type: 'quantitative', title: '件数' },
        },
      },
    ],
  }
}

/** Vega is for development only and large: loaded when a report is asked for. */
async function draw(spec: TopLevelSpec): Promise<string> {
  const [vega, { compile }] = await Promise.all([import('vega'), import('vega-lite')])
  return new vega.View(vega.parse(compile(spec).spec), { renderer: 'none' }).toSVG()
}

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const STYLE = `
body { font: 15px/1.6 system-ui, sans-serif; max-width: 68rem; margin: 2rem auto; padding: 0 1rem; color: #222; background: #fff }
table { border-collapse: collapse; margin: 1rem 0 }
th, td { border-bottom: 1px solid #ddd; padding: .3rem .7rem; text-align: right; vertical-align: top }
th { font-weight: 600; white-space: nowrap } th[scope=row], .cases :is(th, td) { text-align: left }
td.text { white-space: pre-wrap } mark { background: #ffe08a }
svg { max-width: 100%; height: auto }
`
