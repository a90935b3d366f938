import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fail } from '../src/cli/fail.js'
import { progress } from '../src/cli/progress.js'
import { readConfig } from '../src/config.js'
import { loadRuleset } from '../src/ruleset/load.js'
import { buildReadMessage } from '../src/screening/rules/read-message.js'
import { loadTokeniser } from '../src/tokeniser/tokenise.js'
import { readCases } from './quality/dataset.js'
import { ruleUse } from './quality/rule-use.js'

/**
 * `npm run rule-use [-- CORPUS_DIR]`: tells what the corpus says of the rules: which no text needs, and which always
 * match together.
 */
async function main(): Promise<void> {
  const corpus = process.argv[2] ?? 'test/corpus'
  const ruleset = loadRuleset(readConfig().dictDir)
  const readMessage = buildReadMessage(ruleset, await loadTokeniser())
  const files = readdirSync(corpus).filter(name => name.endsWith('.jsonl'))
  const cases = readCases(files.map(name => join(corpus, name)))
  const texts = cases.map(({ labels, input }, i) => {
    if (i % 200 === 0) progress(`matching ${i} of ${cases.length} corpus texts`)
    const { signals } = readMessage(input).matches
    return { labels, rules: new Set(signals.map(({ rule }) => rule.id)) }
  })
  progress('')
  const { unneeded, together } = ruleUse(ruleset.rules, texts)
  for (const id of unneeded) process.stdout.write(`no corpus text needs ${id}\n`)
  for (const [one, other] of together) process.stdout.write(`always together: ${one}, ${other}\n`)
  process.stdout.write(
    `${texts.length} corpus texts: ${unneeded.length} rules unneeded, ${together.length} pairs always together\n`,
  )
}

main().catch(fail)
