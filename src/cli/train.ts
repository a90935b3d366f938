import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Case, readCases } from '../quality/dataset.js'
import { fitLogistic, fitPlatt } from '../quality/logistic.js'
import { expectedCalibrationError, qualityOf, reliability, sumCounts } from '../quality/metrics.js'
import { ngramBuckets, packNgrams, type Sample, trainNgrams, votesOf } from '../quality/ngram-trainer.js'
import { loadRuleset } from '../ruleset/load.js'
import type { ModelSource } from '../ruleset/schema.js'
import { match, type Signal } from '../screening/match.js'
import { normalise } from '../screening/normalise/normalise.js'
import { buildReader } from '../screening/read.js'
import { featureNames, featuresOf, sigmoid } from '../screening/score.js'
import { splice } from '../screening/splice.js'
import { loadTokeniser } from '../screening/tokenise.js'
import { gramsOf, windowsOf } from '../screening/voice.js'
import { fail } from './fail.js'
import { progress } from './progress.js'

/** `npm run train`: fits the voice, the weights and the calibration on test/corpus, and writes dict/model.json. */

const FOLDS = 5
const RIDGE = 1

interface Prepared {
  readonly item: Case
  readonly signals: readonly Signal[]
  readonly present: ReadonlySet<string>
  readonly sample: Sample
  readonly fold: number
}

async function main(): Promise<void> {
  const dictDir = process.env.DICT_DIR ?? 'dict'
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { doubts: { type: 'boolean' } },
  })
  const corpus = positionals[0] ?? 'test/corpus'
  const files = readdirSync(corpus)
    .filter(name => name.endsWith('.jsonl'))
    .sort()
    .map(name => join(corpus, name))
  const ruleset = loadRuleset(dictDir)
  const categories = ruleset.categories.map(category => category.id).filter(id => id !== 'client_risk')
  const cases = readCases(files)
  const prepared = await prepare(cases, categories, ruleset)

  const foldVotes = new Map<Prepared, readonly number[]>()
  for (let fold = 0; fold < FOLDS; fold++) {
    progress(`voice, fold ${fold + 1} of ${FOLDS}`)
    const model = trainNgrams(
      prepared.filter(row => row.fold !== fold).map(row => row.sample),
      categories,
    )
    for (const row of prepared) if (row.fold === fold) foldVotes.set(row, votesOf(model, row.sample))
  }
  progress('voice, all of the corpus')
  const voice = trainNgrams(
    prepared.map(row => row.sample),
    categories,
  )

  const logistic: Record<string, ModelSource['logistic'][string]> = {}
  const predicted = new Map<string, readonly number[]>()
  for (const [c, category] of categories.entries()) {
    const features = prepared.map(row =>
      featuresOf(
        category,
        row.signals,
        row.present,
        { logOdds: foldVotes.get(row)?.[c] ?? 0, window: undefined },
        row.item.input.stage ?? 'pre_contract',
      ),
    )
    const own = ruleset.rules
      .filter(rule => rule.category === category && rule.status === 'live')
      .map(rule => rule.id)
    const names = featureNames(own)
    const rows = features.map(row => names.map(name => row.get(name) ?? 0))
    const labels = prepared.map(row => row.item.labels.includes(category))
    const options = {
      l2: RIDGE,
      prior: names.map(name => priorOf(name, own)),
      nonNegative: names.map(
        name => own.includes(name) || ['voice', 'any_rule', 'several_rules'].includes(name),
      ),
    }
    const outOfFold = crossValidate(
      rows,
      labels,
      prepared.map(row => row.fold),
      options,
    )
    const platt = fitPlatt(outOfFold, labels)
    const { bias, weights } = fitLogistic(rows, labels, options)
    logistic[category] = {
      bias: short(bias),
      weights: Object.fromEntries(names.map((name, j) => [name, short(weights[j] ?? 0)])),
      slope: short(platt.slope),
      offset: short(platt.offset),
    }
    predicted.set(
      category,
      outOfFold.map(logOdds => sigmoid(platt.slope * logOdds + platt.offset)),
    )
  }
  const model: ModelSource = {
    trainedOn: {
      messages: cases.length,
      families: new Set(cases.map(item => item.family)).size,
      folds: FOLDS,
    },
    ngram: packNgrams(voice),
    logistic,
  }
  writeFileSync(join(dictDir, 'model.json'), `${JSON.stringify(model, null, 1)}\n`)
  progress('')
  report(prepared, categories, predicted)
  if (values.doubts) listDoubts(prepared, categories, predicted)
}

async function prepare(
  cases: readonly Case[],
  categories: readonly string[],
  ruleset: ReturnType<typeof loadRuleset>,
): Promise<Prepared[]> {
  const read = buildReader(ruleset, await loadTokeniser())
  return cases.map((item, i) => {
    if (i % 200 === 0) progress(`reading ${i} of ${cases.length} messages`)
    const letter = splice(item.text, item.input.history ?? [], normalise)
    const reading = read(letter.mapped.text)
    const { signals } = letter.ownOnly(match(reading, ruleset.rules, item.input.kind ?? 'message'))
    const windows = windowsOf(letter).map(window => gramsOf(reading, window, ngramBuckets))
    return {
      item,
      signals,
      present: new Set(reading.byConcept.keys()),
      sample: { windows, labels: categories.map(id => item.labels.includes(id)) },
      fold: foldOf(item.family),
    }
  })
}

/** Log-odds that a feature is believed to add before the corpus speaks: a rule has proven itself on its examples. */
function priorOf(name: string, rules: readonly string[]): number {
  if (name === 'any_rule') return 2
  if (name === 'voice') return 0.7
  return rules.includes(name) ? 0.7 : 0
}

/** The fold of a family, by a hash of its name: stable when the corpus grows. */
function foldOf(family: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < family.length; i++) hash = Math.imul(hash ^ family.charCodeAt(i), 0x01000193)
  return ((hash ^ (hash >>> 13)) >>> 0) % FOLDS
}

function crossValidate(
  rows: readonly (readonly number[])[],
  labels: readonly boolean[],
  folds: readonly number[],
  options: Parameters<typeof fitLogistic>[2],
): number[] {
  const result = new Array<number>(rows.length).fill(0)
  for (let fold = 0; fold < FOLDS; fold++) {
    const train = rows.flatMap((_, i) => (folds[i] === fold ? [] : [i]))
    const { bias, weights } = fitLogistic(
      train.map(i => rows[i] ?? []),
      train.map(i => labels[i] ?? false),
      options,
    )
    for (const [i, row] of rows.entries()) {
      if (folds[i] === fold) result[i] = row.reduce((sum, value, j) => sum + value * (weights[j] ?? 0), bias)
    }
  }
  return result
}

function report(
  prepared: readonly Prepared[],
  categories: readonly string[],
  predicted: ReadonlyMap<string, readonly number[]>,
): void {
  const lines = [
    'cross-validated on the corpus, at confidence 0.5',
    'category                 precision recall     F1  support',
  ]
  const all = categories.map(category => {
    const counts = prepared.reduce(
      (sum, row, i) => {
        const flagged = (predicted.get(category)?.[i] ?? 0) >= 0.5
        const labelled = row.item.labels.includes(category)
        return {
          tp: sum.tp + Number(flagged && labelled),
          fp: sum.fp + Number(flagged && !labelled),
          fn: sum.fn + Number(!flagged && labelled),
        }
      },
      { tp: 0, fp: 0, fn: 0 },
    )
    lines.push(row(category, qualityOf(counts)))
    return counts
  })
  lines.push(row('micro', qualityOf(sumCounts(all))))
  const innocent = prepared.map((row, i) => ({ row, i })).filter(({ row }) => row.item.labels.length === 0)
  const flagged = innocent.filter(({ i }) =>
    categories.some(category => (predicted.get(category)?.[i] ?? 0) >= 0.5),
  ).length
  lines.push(
    `innocent texts flagged: ${flagged} of ${innocent.length} (${((100 * flagged) / Math.max(1, innocent.length)).toFixed(1)}%)`,
  )
  const bands = reliability(
    categories.flatMap(category =>
      prepared.map((row, i) => ({
        confidence: predicted.get(category)?.[i] ?? 0,
        right: row.item.labels.includes(category),
      })),
    ),
  )
  lines.push(`expected calibration error: ${expectedCalibrationError(bands).toFixed(4)}`)
  process.stdout.write(`${lines.join('\n')}\n`)
}

const row = (name: string, { precision, recall, f1, support }: ReturnType<typeof qualityOf>): string =>
  `${name.padEnd(24)} ${precision.toFixed(3).padStart(9)} ${recall.toFixed(3)}  ${f1.toFixed(3)} ${String(support).padStart(8)}`

/** `--doubts`: texts whose label the model, which has not seen them, contradicts most loudly. Labels err, too. */
function listDoubts(
  prepared: readonly Prepared[],
  categories: readonly string[],
  predicted: ReadonlyMap<string, readonly number[]>,
): void {
  const doubts = categories.flatMap(category =>
    prepared.map((row, i) => {
      const labelled = row.item.labels.includes(category)
      const confidence = predicted.get(category)?.[i] ?? 0
      return { category, row, labelled, confidence, gap: Math.abs(confidence - Number(labelled)) }
    }),
  )
  for (const { category, row, labelled, confidence } of doubts.sort((a, b) => b.gap - a.gap).slice(0, 200)) {
    process.stdout.write(
      `${labelled ? 'MISS ' : 'EXTRA'} ${category} ${confidence.toFixed(2)} ${row.item.id} [${row.item.labels.join(' ')}] ${row.item.text.replaceAll('\n', '⏎').slice(0, 160)}\n`,
    )
  }
}

const short = (value: number): number => Number(value.toPrecision(6))

main().catch(fail)
