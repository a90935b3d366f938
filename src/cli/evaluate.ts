import { parseArgs } from 'node:util'
import { renderCurves } from '../quality/curve.js'
import { type Case, readCases } from '../quality/dataset.js'
import {
  expectedCalibrationError,
  type Quality,
  qualityOf,
  reliability,
  sumCounts,
} from '../quality/metrics.js'
import { loadScreener } from '../screening/screener.js'
import type { Judgement, Severity } from '../screening/types.js'
import { fail } from './fail.js'
import { progress } from './progress.js'

/** `npm run evaluate -- FILE...`: how good the judgements are on labelled JSONL. In-process, no HTTP. */

const USAGE = `usage: npm run evaluate -- FILE... [--misses] [--extras] [--curve] [--json]
  FILE      JSONL, one {text, labels, stage?, kind?, id?} a line
  --misses  list the labels that were not found
  --extras  list the flags that no label supports
  --curve   print precision, recall and F1 of every category at each threshold
  --json    print the figures as JSON instead of tables`

interface Judged {
  readonly item: Case
  readonly judgement: Judgement
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      misses: { type: 'boolean' },
      extras: { type: 'boolean' },
      curve: { type: 'boolean' },
      json: { type: 'boolean' },
    },
  })
  if (positionals.length === 0) throw new Error(USAGE)
  const cases = readCases(positionals)
  const screener = await loadScreener(process.env.DICT_DIR ?? 'dict')
  const judged = cases.map((item, i): Judged => {
    if (i % 100 === 0) progress(`judged ${i} of ${cases.length}`)
    return { item, judgement: screener.screen(item.input) }
  })
  progress('')
  const text = screener.categories.filter(category => category.id !== 'client_risk')
  const figures = measure(judged, text)
  process.stdout.write(values.json ? `${JSON.stringify(figures, null, 2)}\n` : render(figures))
  if (values.curve) {
    const curves = new Map(
      text.map(({ id }) => [
        id,
        judged.map(({ item, judgement }) => ({
          confidence: judgement.scores[id] ?? 0,
          right: item.labels.includes(id),
        })),
      ]),
    )
    process.stdout.write(`\n${renderCurves(curves)}`)
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

type Figures = ReturnType<typeof measure>

function measure(
  judged: readonly Judged[],
  categories: readonly { readonly id: string; readonly severity: Severity }[],
) {
  const counts = categories.map(({ id, severity }) => ({
    id,
    severity,
    counts: judged.reduce(
      (sum, { item, judgement }) => {
        const flagged = judgement.flags.some(flag => flag.category === id)
        const labelled = item.labels.includes(id)
        return {
          tp: sum.tp + Number(flagged && labelled),
          fp: sum.fp + Number(flagged && !labelled),
          fn: sum.fn + Number(!flagged && labelled),
        }
      },
      { tp: 0, fp: 0, fn: 0 },
    ),
  }))
  const perCategory = counts.map(({ id, severity, counts }) => ({
    category: id,
    severity,
    ...qualityOf(counts),
  }))
  const of = (severity: Severity) =>
    qualityOf(sumCounts(counts.filter(entry => entry.severity === severity).map(entry => entry.counts)))
  const supported = perCategory.filter(({ support }) => support > 0)
  const innocent = judged.filter(({ item }) => item.labels.length === 0)
  const violating = judged.filter(({ item }) => item.labels.length > 0)
  const flags = judged.flatMap(({ item, judgement }) =>
    judgement.flags
      .filter(flag => flag.category !== 'client_risk')
      .map(flag => ({ confidence: flag.confidence, right: item.labels.includes(flag.category) })),
  )
  const scores = judged.flatMap(({ item, judgement }) =>
    categories.map(({ id }) => ({ confidence: judgement.scores[id] ?? 0, right: item.labels.includes(id) })),
  )
  const held = ({ judgement }: Judged): boolean =>
    judgement.verdict === 'review' || judgement.verdict === 'block'
  return {
    messages: judged.length,
    perCategory,
    micro: qualityOf(sumCounts(counts.map(entry => entry.counts))),
    violations: of('violation'),
    cautions: of('caution'),
    macroF1: supported.reduce((sum, { f1 }) => sum + f1, 0) / Math.max(1, supported.length),
    innocent: {
      count: innocent.length,
      flagged: innocent.filter(({ judgement }) => judgement.flagged).length,
      held: innocent.filter(held).length,
    },
    violating: {
      count: violating.length,
      flagged: violating.filter(({ judgement }) => judgement.flagged).length,
      held: violating.filter(held).length,
    },
    reliability: reliability(flags),
    calibrationError: expectedCalibrationError(reliability(scores)),
    flagCalibrationError: expectedCalibrationError(reliability(flags)),
  }
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
