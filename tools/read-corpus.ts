import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { fail } from '../src/cli/fail.js'
import { progress } from '../src/cli/progress.js'
import { readConfig } from '../src/config.js'
import { loadRuleset } from '../src/ruleset/load.js'
import type { ReaderFiles } from '../src/ruleset/reader-files.js'
import { buildAskReader } from '../src/screening/reader/ask.js'
import { openReader } from '../src/screening/reader/open.js'
import { openSession } from '../src/screening/reader/session.js'
import { buildReadMessage } from '../src/screening/rules/read-message.js'
import { loadTokeniser } from '../src/tokeniser/tokenise.js'
import { type Case, readCases } from './quality/dataset.js'
import { headerLine, opinionLine, readerFoldOf } from './training/opinions.js'

const USAGE = `npm run read-corpus -- --network FOLD.onnx --fold K [--network … --fold …] [--folds 3] [--corpus test/corpus] [--out training/out-of-fold.jsonl]
npm run read-corpus -- --since FILE [--since …] [--out …]

Has each fold's network read the families that it did not learn from, exactly as the service reads a message, and writes
the log-odds: what npm run train fits the reader's share of the score on. With --since, files of the
corpus that were written after the network of the dictionary was trained: it reads them itself, and they are added to what
is there.`

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      network: { type: 'string', multiple: true, default: [] },
      fold: { type: 'string', multiple: true, default: [] },
      folds: { type: 'string', default: '3' },
      corpus: { type: 'string', default: 'test/corpus' },
      since: { type: 'string', multiple: true, default: [] },
      out: { type: 'string', default: 'training/out-of-fold.jsonl' },
    },
  })
  const isOfFolds = values.network.length > 0 && values.network.length === values.fold.length
  if (isOfFolds === values.since.length > 0) throw new Error(USAGE)
  const ruleset = loadRuleset(readConfig().dictDir)
  const files = ruleset.reader
  if (!files) throw new Error('the dictionary has no reader: its vocabulary and categories are needed')
  const readMessage = buildReadMessage(ruleset, await loadTokeniser())
  const categories = files.categories.map(({ id }) => id)
  const lines = isOfFolds
    ? [headerLine(categories)]
    : readFileSync(values.out, 'utf8').split('\n').filter(Boolean)
  if (isOfFolds) {
    const paths = readdirSync(values.corpus).filter(name => name.endsWith('.jsonl'))
    const cases = readCases(paths.sort().map(name => join(values.corpus, name)))
    for (const [at, network] of values.network.entries()) {
      const fold = Number(values.fold[at])
      const held = cases.filter(({ family }) => readerFoldOf(family, Number(values.folds)) === fold)
      await readAll({ ...files, network }, held, `fold ${fold}`, false)
    }
  } else await readAll(files, readCases(values.since), 'texts written since', true)

  async function readAll(
    { network, ...rest }: ReaderFiles,
    cases: readonly Case[],
    what: string,
    isShipped: boolean,
  ): Promise<void> {
    const reader = await openReader({ ...rest, network }, openSession)
    const ask = buildAskReader({ read: reader.read, onFailure: fail })
    for (const [i, item] of cases.entries()) {
      if (i % 100 === 0) progress(`${what}: read ${i} of ${cases.length} messages`)
      const opinion = await ask(readMessage(item.input), item.input, [])
      const logOdds = opinion?.logOdds ?? new Map()
      lines.push(opinionLine(item, categories, { logOdds, isShipped }))
    }
    await reader.close()
  }

  writeFileSync(values.out, `${lines.join('\n')}\n`)
  progress('')
  process.stdout.write(`${lines.length - 1} messages read, written to ${values.out}\n`)
}

main().catch(fail)
