import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fail } from '../src/cli/fail.js'
import { progress } from '../src/cli/progress.js'
import { readConfig } from '../src/config.js'
import type { Screener } from '../src/contract/screener.js'
import { packageRoot } from '../src/package-root.js'
import { loadRuleset } from '../src/ruleset/load.js'
import { loadReadingScreener, loadScreener } from '../src/screening/load.js'
import { openSession } from '../src/screening/reader/session.js'
import { generate } from './campaigns/generate.js'
import { campaignTable, measureCampaigns } from './campaigns/measure.js'
import { readAnswers, type Saved, saveAnswers } from './quality/answers.js'
import { answersOfRef } from './quality/build-ref.js'
import { compare, isLostViolation } from './quality/compare.js'
import { renderCurves } from './quality/curve.js'
import { type Case, readCases } from './quality/dataset.js'
import { type Options, readOptions } from './quality/evaluate-options.js'
import { extrasOf, measure, missesOf, predictionsOf } from './quality/figures.js'
import type { PartAnswers } from './quality/groups.js'
import { judgeAll } from './quality/judge.js'
import { figuresDocument, renderFigures } from './quality/render.js'
import { renderComparison } from './quality/render-comparison.js'
import { renderReport } from './quality/report.js'
import { loadParts } from './quality/screeners.js'
import { markdown, plain, withBetweenMarks } from './quality/table.js'
import type { Judged } from './quality/tally.js'

/** `npm run evaluate -- FILE...`: how good the judgements are on labelled JSONL. In-process, no HTTP. */

async function main(): Promise<void> {
  const { paths, ...options } = readOptions()
  if (options.campaigns) return evaluateCampaigns(options.write)
  const files = paths.map(path => ({ name: basename(path), cases: readCases([path]) }))
  const cases = files.flatMap(file => file.cases)
  const earlier = await earlierAnswers(paths, options)
  const { dictDir, reader } = readConfig()
  const screener = await loadReadingScreener(dictDir, {
    mode: options.reader ?? reader,
    openSession,
    onFailure: fail,
  })
  if (screener.reader.reason !== undefined)
    process.stderr.write(`judged without the reader: ${screener.reader.reason}\n`)
  const judged = await judgeNamed('all', cases, screener)
  const parts: PartAnswers[] = []
  for (const part of options.parts ? await loadParts(dictDir, fail) : [])
    parts.push({ name: part.name, answered: await judgeNamed(part.name, cases, part) })
  progress('')
  // What is known of a client has no labels.
  const ofClient = loadRuleset(dictDir).categories.filter(({ source }) => source === 'client')
  const categories = screener.categories.filter(({ id }) => ofClient.every(category => category.id !== id))
  const figures = measure(judged, categories, parts)
  const sources = files.map(({ name, cases }) => ({ name, texts: cases.length }))
  const measured = { figures, files: sources, ruleset: screener.ruleset, reader: screener.reader.mode }

  process.stdout.write(options.json ? `${JSON.stringify(figures, null, 2)}\n` : renderFigures(figures))
  if (options.curve) process.stdout.write(`\n${renderCurves(predictionsOf(judged, categories))}`)
  if (options.misses) list(judged, 'MISS', missesOf)
  if (options.extras) list(judged, 'EXTRA', entry => extrasOf(entry).map(({ category }) => category))
  if (options.report !== undefined) {
    const page = join(options.report, 'index.html')
    const source = sources.map(({ name }) => name).join(', ')
    mkdirSync(options.report, { recursive: true })
    writeFileSync(page, await renderReport({ judged, figures, categories, source }))
    process.stderr.write(`wrote ${page}\n`)
  }
  if (options.save !== undefined) saveAnswers(options.save, measured, judged, categories)
  if (options.write) writeDocument(figuresDocument(measured), commandOf(paths))
  if (earlier !== undefined) {
    const comparison = compare(judged, earlier, categories)
    process.stdout.write(`\n${renderComparison(comparison, options.against ?? '')}`)
    if (comparison.changes.some(isLostViolation) && !options.allowLoss) process.exitCode = 1
  }
}

/** Judges all cases by a screener, and closes it. */
async function judgeNamed(
  name: string,
  cases: readonly Case[],
  screener: { readonly screen: Screener['screen']; readonly close: () => Promise<void> },
): Promise<readonly Judged[]> {
  const judged = await judgeAll(cases, screener, done =>
    progress(`${name}: judged ${done} of ${cases.length}`),
  )
  await screener.close()
  return judged
}

/** What is compared with: asked for first, so that a slip in its name costs no minutes. */
async function earlierAnswers(
  paths: readonly string[],
  { against, reader }: Pick<Options, 'against' | 'reader'>,
): Promise<Saved | undefined> {
  if (against === undefined) return undefined
  if (existsSync(against)) return readAnswers(against)
  return answersOfRef(against, paths, reader === undefined ? [] : ['--reader', reader])
}

/** Copies of texts are told from others by rules alone: the reader changes nothing of a fingerprint. */
async function evaluateCampaigns(write: boolean): Promise<void> {
  const screener = await loadScreener(readConfig().dictDir)
  const halves = (['tuning', 'proof'] as const).map(half => {
    const { merged, ...figures } = measureCampaigns(generate(half), screener)
    for (const text of merged) process.stderr.write(`MERGED ${half} ${text.replaceAll('\n', '⏎')}\n`)
    return { half, figures }
  })
  const table = campaignTable(halves)
  process.stdout.write(`${plain(table)}\n`)
  if (write) writeDocument(markdown(table), 'npm run evaluate -- --campaigns')
}

/** Whose table it is in the page: held-out texts have one of their own. */
const commandOf = (files: readonly string[]): string =>
  files.every(file => file.includes('held-out/')) ? 'npm run evaluate -- test/held-out' : 'npm run evaluate'

function writeDocument(content: string, command: string): void {
  const page = join(packageRoot, 'docs/quality.md')
  writeFileSync(page, withBetweenMarks(readFileSync(page, 'utf8'), command, content))
  process.stderr.write(`wrote ${page}\n`)
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
