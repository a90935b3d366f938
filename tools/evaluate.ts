import { mkdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { fail } from '../src/cli/fail.js'
import { progress } from '../src/cli/progress.js'
import { readConfig } from '../src/config.js'
import { loadScreener } from '../src/screening/load.js'
import { renderCurves } from './quality/curve.js'
import { readCases } from './quality/dataset.js'
import { type Figures, type Judged, measure, predictionsOf } from './quality/figures.js'
import type { Quality } from './quality/metrics.js'
import { renderReport } from './quality/report.js'

/** `npm run evaluate -- FILE...`: how good the judgements are on labelled JSONL. In-process, no HTTP. */

const USAGE = `usage: npm run evaluate -- FILE... [--misses] [--extras] [--curve] [--json] [--report DIR]
  FILE      JSONL, one {text, labels, stage?, kind?, id?} a line
  --misses  list the labels that were not found
  --extras  list the flags that no label supports
  --curve   print precision, recall and F1 of every category at each threshold
  --report  write DIR/index.html: curves, calibration, and the worst misses and false alarms, to look at
  --json    print the figures as JSON instead of tables`

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      misses: { type: 'boolean' },
      extras: { type: 'boolean' },
      curve: { type: 'boolean' },
      json: { type: 'boolean' },
      report: { type: 'string' },
    },
  })
  if (positionals.length === 0) throw new Error(USAGE)
  const cases = readCases(positionals)
  const screener = await loadScreener(readConfig().dictDir)
  const judged = cases.map((item, i): Judged => {
    if (i % 100 === 0) progress(`judged ${i} of ${cases.length}`)
    return { item, judgement: screener.screen(item.input) }
  })
  progress('')
  const text = screener.categories.filter(category => category.id !== 'client_risk')
  const figures = measure(judged, text)
  process.stdout.write(values.json ? `${JSON.stringify(figures, null, 2)}\n` : render(figures))
  if (values.curve) process.stdout.write(`\n${renderCurves(predictionsOf(judged, text))}`)
  if (values.report !== undefined) {
    const page = join(values.report, 'index.html')
    const source = positionals.map(path => basename(path)).join(', ')
    mkdirSync(values.report, { recursive: true })
    writeFileSync(page, await renderReport({ judged, figures, categories: text, source }))
    process.stderr.write(`wrote ${page}\n`)
  }
  if (values.misses)
    list(judged, 'MISS', ({ item, judgement }) =>
      item.labels.filter(label => !judgement.flags.some(flag => flag.category === label)),
    )
  if (values.extras)
    list(judged, 'EXTRA', ({ item, judgement }) =>
      judgement.flags.map(flag => flag.category).filter(id => !item.labels.includes(id)),
    )
}

function render(figures: Figures): string {
  const line = (name: string, { precision, recall, f1, support }: Quality): string =>
    `${name.padEnd(24)}${precision.toFixed(3).padStart(10)}${recall.toFixed(3).padStart(8)}${f1.toFixed(3).padStart(8)}${String(support).padStart(9)}`
  const share = (part: number, whole: number): string =>
    `${part} of ${whole} (${whole === 0 ? '0.0' : ((100 * part) / whole).toFixed(1)}%)`
  const { innocent, violating } = figures
  return `${[
    `${figures.messages} messages`,
    `${'category'.padEnd(24)} precision  recall      F1  support`,
    ...figures.perCategory
      .filter(({ tp, fp, fn }) => tp + fp + fn > 0)
      .map(entry => line(entry.category, entry)),
    line('violations (micro)', figures.violations),
    line('cautions (micro)', figures.cautions),
    line('all (micro)', figures.micro),
    `${'macro F1'.padEnd(24)}${figures.macroF1.toFixed(3).padStart(26)}`,
    '',
    `unlabelled texts flagged   ${share(innocent.flagged, innocent.count)}`,
    `unlabelled texts held      ${share(innocent.held, innocent.count)}`,
    `labelled texts flagged     ${share(violating.flagged, violating.count)}`,
    `labelled texts held        ${share(violating.held, violating.count)}`,
    '',
    'flags by confidence        count    mean   right',
    ...figures.reliability
      .filter(({ count }) => count > 0)
      .map(
        ({ from, to, count, confidence, right }) =>
          `  ${from.toFixed(1)} to ${to.toFixed(1)}${String(count).padStart(19)}${confidence.toFixed(3).padStart(8)}${right.toFixed(3).padStart(8)}`,
      ),
    `calibration error          ${figures.calibrationError.toFixed(3)} over all scores, ${figures.flagCalibrationError.toFixed(3)} over flags`,
  ].join('\n')}\n`
}

function list(judged: readonly Judged[], title: string, select: (entry: Judged) => readonly string[]): void {
  for (const entry of judged) {
    for (const category of select(entry)) {
      const score = entry.judgement.scores[category] ?? 0
      process.stdout.write(
        `${title} ${category} ${score.toFixed(2)} ${entry.item.id} [${entry.item.labels.join(' ')}] ${entry.item.text.replaceAll('\n', '⏎')}\n`,
      )
    }
  }
}

main().catch(fail)
