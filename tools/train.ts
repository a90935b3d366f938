import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { fail } from '../src/cli/fail.js'
import { progress } from '../src/cli/progress.js'
import { readConfig } from '../src/config.js'
import { loadRuleset } from '../src/ruleset/load.js'
import type { ModelSource } from '../src/ruleset/schema.js'
import { loadTokeniser } from '../src/tokeniser/tokenise.js'
import { type Case, readCases } from './quality/dataset.js'
import { expectedCalibrationError, qualityOf, reliability, sumCounts } from './quality/metrics.js'
import { confidenceOf, fitCategory, type Parts } from './training/fit.js'
import { packNgrams, trainNgrams, votesOf } from './training/ngram-trainer.js'
import { FOLDS, type Prepared, prepare } from './training/prepare.js'

/**
 * `npm run train [-- CORPUS_DIR] [--doubts] [--test FILE]...`: fits the voice, the weights and the calibration on test/corpus, writes
 * dict/model.json, and tells how good they are on families that they have not seen, and on labelled files that they
 * never learn from (`--test`).
 */

/** Confidence of every message by category, from models that had not seen its family. */
type Predictions = ReadonlyMap<string, readonly number[]>

async function main(): Promise<void> {
  const dictDir = readConfig().dictDir
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { doubts: { type: 'boolean' }, test: { type: 'string', multiple: true } },
  })
  const corpus = positionals[0] ?? 'test/corpus'
  const files = readdirSync(corpus)
    .filter(name => name.endsWith('.jsonl'))
    .sort()
  const ruleset = loadRuleset(dictDir)
  const categories = ruleset.categories.map(({ id }) => id).filter(id => id !== 'client_risk')
  const cases = readCases(files.map(name => join(corpus, name)))
  const tokenise = await loadTokeniser()
  const read = (cases: readonly Case[]) =>
    prepare(cases, categories, ruleset, tokenise, done =>
      progress(`reading ${done} of ${cases.length} messages`),
    )
  const prepared = read(cases)
  const tests = read(readCases(values.test ?? []))
  const votes = votesOutOfFold(prepared, categories)
  progress('voice, all of the corpus')
  const voice = trainNgrams(
    prepared.map(({ sample }) => sample),
    categories,
  )
  progress('weights and calibration')
  const fits = (parts: Parts) =>
    categories.map((category, c) => {
      const live = ruleset.rules.filter(rule => rule.category === category && rule.status === 'live')
      const own = live.map(({ id }) => id)
      return [
        category,
        fitCategory(
          category,
          own,
          prepared,
          votes.map(row => row[c] ?? 0),
          parts,
        ),
      ] as const
    })
  const fitted = { rules: fits('rules'), voice: fits('voice'), both: fits('both') }
  const model: ModelSource = {
    trainedOn: {
      messages: cases.length,
      families: new Set(cases.map(item => item.family)).size,
      folds: FOLDS,
    },
    ngram: packNgrams(voice),
    logistic: Object.fromEntries(fitted.both.map(([category, { logistic }]) => [category, logistic])),
  }
  writeFileSync(join(dictDir, 'model.json'), `${JSON.stringify(model, null, 1)}\n`)
  progress('')
  const outOfFold = (parts: Parts): Predictions =>
    new Map(fitted[parts].map(([category, { outOfFold }]) => [category, outOfFold]))
  const onTests = (parts: Parts): Predictions =>
    new Map(
      fitted[parts].map(([category, { logistic }], c) => [
        category,
        tests.map(row => confidenceOf(row, category, logistic, votesOf(voice, row.sample)[c] ?? 0)),
      ]),
    )
  report(prepared, outOfFold('both'))
  reportParts('corpus, by part', prepared, outOfFold)
  if (tests.length > 0) reportParts('tests, by part', tests, onTests)
  if (values.doubts) listDoubts(prepared, outOfFold('both'))
}

/** The voice's log-odds of each message by category number, from a voice that had not heard its family. */
function votesOutOfFold(prepared: readonly Prepared[], categories: readonly string[]): (readonly number[])[] {
  const votes: (readonly number[])[] = prepared.map(() => [])
  for (let fold = 0; fold < FOLDS; fold++) {
    progress(`voice, fold ${fold + 1} of ${FOLDS}`)
    const heard = prepared.filter(row => row.fold !== fold).map(({ sample }) => sample)
    const model = trainNgrams(heard, categories)
    for (const [i, row] of prepared.entries()) if (row.fold === fold) votes[i] = votesOf(model, row.sample)
  }
  return votes
}

const FLAG = 0.5

function countsOf(prepared: readonly Prepared[], predicted: Predictions) {
  return [...predicted].map(([category, confidence]) => {
    const flags = prepared.map((_, i) => (confidence[i] ?? 0) >= FLAG)
    const labels = prepared.map(({ item }) => item.labels.includes(category))
    const count = (flag: boolean, label: boolean): number =>
      flags.filter((flagged, i) => flagged === flag && labels[i] === label).length
    return { category, tp: count(true, true), fp: count(true, false), fn: count(false, true) }
  })
}

function innocentsFlagged(prepared: readonly Prepared[], predicted: Predictions): string {
  const innocent = prepared.flatMap(({ item }, i) => (item.labels.length === 0 ? [i] : []))
  const flagged = innocent.filter(i =>
    [...predicted.values()].some(confidence => (confidence[i] ?? 0) >= FLAG),
  )
  const share = (100 * flagged.length) / Math.max(1, innocent.length)
  return `${flagged.length} of ${innocent.length} (${share.toFixed(1)}%)`
}

function report(prepared: readonly Prepared[], predicted: Predictions): void {
  const counts = countsOf(prepared, predicted)
  const bands = reliability(
    [...predicted].flatMap(([category, confidence]) =>
      prepared.map(({ item }, i) => ({
        confidence: confidence[i] ?? 0,
        right: item.labels.includes(category),
      })),
    ),
  )
  const lines = [
    `cross-validated on the corpus, at confidence ${FLAG}`,
    'category                 precision recall     F1  support',
    ...counts.map(entry => line(entry.category, qualityOf(entry))),
    line('micro', qualityOf(sumCounts(counts))),
    `innocent texts flagged: ${innocentsFlagged(prepared, predicted)}`,
    `expected calibration error: ${expectedCalibrationError(bands).toFixed(4)}`,
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}

/** What the rules and the voice are worth without each other. */
function reportParts(
  title: string,
  prepared: readonly Prepared[],
  predictions: (parts: Parts) => Predictions,
): void {
  const lines = [
    `${title.padEnd(24)} precision recall     F1  support  innocent texts flagged`,
    ...(['rules', 'voice', 'both'] as const).map(name => {
      const predicted = predictions(name)
      const quality = qualityOf(sumCounts(countsOf(prepared, predicted)))
      return `${line(name, quality)}  ${innocentsFlagged(prepared, predicted)}`
    }),
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}

const line = (name: string, { precision, recall, f1, support }: ReturnType<typeof qualityOf>): string =>
  `${name.padEnd(24)} ${precision.toFixed(3).padStart(9)} ${recall.toFixed(3)}  ${f1.toFixed(3)} ${String(support).padStart(8)}`

/** `--doubts`: texts whose label the model, which has not seen them, contradicts most loudly. Labels err, too. */
function listDoubts(prepared: readonly Prepared[], predicted: Predictions): void {
  const doubts = [...predicted].flatMap(([category, confidences]) =>
    prepared.map(({ item }, i) => {
      const labelled = item.labels.includes(category)
      const confidence = confidences[i] ?? 0
      return { category, item, labelled, confidence, gap: Math.abs(confidence - Number(labelled)) }
    }),
  )
  for (const { category, item, labelled, confidence } of doubts.sort((a, b) => b.gap - a.gap).slice(0, 200)) {
    process.stdout.write(
      `${labelled ? 'MISS ' : 'EXTRA'} ${category} ${confidence.toFixed(2)} ${item.id} [${item.labels.join(' ')}] ${item.text.replaceAll('\n', '⏎').slice(0, 160)}\n`,
    )
  }
}

main().catch(fail)
