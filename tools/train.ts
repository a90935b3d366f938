import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { fail } from '../src/cli/fail.js'
import { progress } from '../src/cli/progress.js'
import { readConfig } from '../src/config.js'
import { loadRuleset } from '../src/ruleset/load.js'
import type { ModelSource } from '../src/ruleset/model-schema.js'
import { loadTokeniser } from '../src/tokeniser/tokenise.js'
import { type Case, readCases } from './quality/dataset.js'
import { markdown, plain, type Table, withBetweenMarks } from './quality/table.js'
import { besides, byCategory, byPart, listDoubts, type Predictions } from './training/cross-validated.js'
import { confidenceOf, type Fit, fitCategory, type Heard, type Parts, parts } from './training/fit.js'
import { packNgrams, trainNgrams, votesOf } from './training/ngram-trainer.js'
import { readOpinions } from './training/opinions.js'
import { FOLDS, type Prepared, prepare } from './training/prepare.js'
import { blocksAlone, fitReadWithin } from './training/reader-share.js'

/** Where `--write` puts the figures, between the marks of the command. */
const QUALITY = 'docs/quality.md'
const COMMAND = 'npm run train'

/**
 * `npm run train [-- CORPUS_DIR] [--doubts] [--write] [--test FILE]... [--opinions FILE]`: fits the voice, the weights and the
 * calibration on test/corpus, writes dict/model.json, and tells how good they are on families that they have not seen, and
 * on labelled files that they never learn from (`--test`). The reader's share is fitted on what readers of other folds said
 * (`npm run read-corpus`); without that file the model is one without a reader.
 */
async function main(): Promise<void> {
  const dictDir = readConfig().dictDir
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      doubts: { type: 'boolean' },
      test: { type: 'string', multiple: true },
      write: { type: 'boolean' },
      opinions: { type: 'string', default: 'training/out-of-fold.jsonl' },
    },
  })
  const corpus = positionals[0] ?? 'test/corpus'
  const files = readdirSync(corpus)
    .filter(name => name.endsWith('.jsonl'))
    .sort()
  const ruleset = loadRuleset(dictDir)
  const categories = ruleset.categories.filter(({ source }) => source === 'text').map(({ id }) => id)
  const cases = readCases(files.map(name => join(corpus, name)))
  const tokenise = await loadTokeniser()
  const read = (cases: readonly Case[]) =>
    prepare(cases, categories, ruleset, tokenise, done =>
      progress(`reading ${done} of ${cases.length} messages`),
    )
  const prepared = read(cases)
  const tests = read(readCases(values.test ?? []))
  const opinionsOf = readOpinions(values.opinions)
  const opinions = prepared.map(({ item }) => opinionsOf(item))
  const votes = votesOutOfFold(prepared, categories)
  progress('voice, all of the corpus')
  const voice = trainNgrams(
    prepared.map(({ sample }) => sample),
    categories,
  )
  const fits = (part: Parts): readonly (readonly [string, Fit])[] =>
    categories.map((category, c) => {
      progress(`weights and calibration: ${part}, ${category}`)
      const live = ruleset.rules.filter(rule => rule.category === category && rule.status === 'live')
      const fittable = { category, rules: live.map(({ id }) => id), circumstances: ruleset.circumstances }
      const heard = prepared.map((_, i): Heard => {
        const opinion = opinions[i]
        return {
          vote: votes[i]?.[c] ?? 0,
          opinion: opinion?.logOdds.get(category),
          isShipped: opinion?.isShipped ?? false,
        }
      })
      return [category, fitCategory(fittable, prepared, heard, part)]
    })
  const hasReader = ruleset.reader !== undefined && opinions.some(one => one !== undefined)
  const fittedParts = parts.filter(part => hasReader || !['reader', 'all'].includes(part))
  const fitted = new Map(fittedParts.map(part => [part, fits(part)]))
  const of = (part: Parts) => fitted.get(part) ?? []
  const { readWithin, frontier } = fitReadWithin(ruleset, prepared, of('both'), of('all'))
  const model: ModelSource = {
    trainedOn: {
      messages: cases.length,
      families: new Set(cases.map(item => item.family)).size,
      folds: FOLDS,
      ...ruleset.fingerprint,
    },
    ngram: packNgrams(voice),
    logistic: weightsOf(of('both')),
    ...(hasReader &&
      ruleset.reader && {
        reader: {
          network: ruleset.reader.networkHash,
          logistic: weightsOf(of('all')),
          blocksAlone: blocksAlone(ruleset, prepared, of('all')),
          readWithin,
        },
      }),
  }
  writeFileSync(join(dictDir, 'model.json'), `${JSON.stringify(model, null, 1)}\n`)
  progress('')
  const outOfFold = (part: Parts): Predictions =>
    new Map(of(part).map(([category, { outOfFold }]) => [category, outOfFold]))
  const onTests = (part: Parts): Predictions =>
    new Map(
      of(part).map(([category, { logistic }], c) => [
        category,
        tests.map(row => {
          const vote = votesOf(voice, row.sample)[c] ?? 0
          return confidenceOf(row, category, logistic, { vote, opinion: undefined, isShipped: false })
        }),
      ]),
    )
  const whole = outOfFold(hasReader ? 'all' : 'both')
  const found = (layOut: (table: Table) => string): string =>
    [
      `At the thresholds of the policy${hasReader ? ', with the reader, on the families that a reader did not learn from (`training/out-of-fold.jsonl`: a third of the corpus, and what was written since the network was trained)' : ''}:`,
      layOut(byCategory(ruleset, prepared, whole)),
      besides(ruleset, prepared, whole),
      'By part, all categories together; rules, voice and both on all of the corpus, reader and all on those families:',
      layOut(byPart(ruleset, fittedParts, prepared, outOfFold)),
    ].join('\n\n')
  process.stdout.write(`${found(plain)}\n`)
  if (values.write)
    writeFileSync(QUALITY, withBetweenMarks(readFileSync(QUALITY, 'utf8'), COMMAND, found(markdown)))
  const withoutReader = fittedParts.filter(part => !['reader', 'all'].includes(part))
  if (tests.length > 0)
    process.stdout.write(`tests, by part\n${plain(byPart(ruleset, withoutReader, tests, onTests))}\n`)
  if (hasReader) {
    const percent = (share: number): string => `${(100 * share).toFixed(1)}%`
    process.stdout.write(
      `READER=uncertain, by the share of what reading mends that is kept:\n${frontier
        .map(
          ({ kept, within, skipped, skippedInnocent }) =>
            `  ${percent(kept)} kept (readWithin ${within}): ${percent(skipped)} of the texts are not read, ${percent(skippedInnocent)} of the innocent ones\n`,
        )
        .join('')}may block without a rule: ${JSON.stringify(model.reader?.blocksAlone)}\n`,
    )
  }
  if (values.doubts) listDoubts(prepared, whole)
}

const weightsOf = (fits: readonly (readonly [string, Fit])[]): ModelSource['logistic'] =>
  Object.fromEntries(fits.map(([category, { logistic }]) => [category, logistic]))

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

main().catch(fail)
