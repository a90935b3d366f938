import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readCases } from '../quality/dataset.js'
import { ruleUse } from '../quality/rule-use.js'
import { loadRuleset } from '../ruleset/load.js'
import type { Ruleset } from '../ruleset/ruleset.js'
import { brokenExamples, describe, type MatchRules } from '../ruleset/self-test.js'
import { buildMatcher } from '../screening/screener.js'
import { loadTokeniser } from '../screening/tokenise.js'
import { fail } from './fail.js'
import { tellImpact } from './impact.js'
import { progress } from './progress.js'

/**
 * `npm run rules`: proves every rule on its examples and lists each one that fails (exit code 1 when any does), then
 * tells what the corpus says of the rules: which no text needs, and which always match together. With `--impact` it tells
 * instead what the dictionary as it is now would change in the stored results of DATABASE_URL.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      corpus: { type: 'string', default: 'test/corpus' },
      impact: { type: 'boolean', default: false },
    },
  })
  if (values.impact) return tellImpact()
  const ruleset = loadRuleset(process.env.DICT_DIR ?? 'dict')
  const matches = buildMatcher(ruleset, await loadTokeniser())
  const broken = brokenExamples(ruleset.rules, matches)
  for (const example of broken) process.stdout.write(`${describe(example)}\n`)
  const examples = ruleset.rules.reduce(
    (sum, rule) => sum + rule.examples.match.length + rule.examples.miss.length,
    0,
  )
  process.stdout.write(
    `${ruleset.rules.length} rules, ${ruleset.concepts.size} concepts, ${examples} examples, ${broken.length} broken\n`,
  )
  process.exitCode = broken.length > 0 ? 1 : 0
  if (existsSync(values.corpus)) tellUse(ruleset, matches, values.corpus)
}

function tellUse(ruleset: Ruleset, matches: MatchRules, corpus: string): void {
  const files = readdirSync(corpus).filter(name => name.endsWith('.jsonl'))
  const cases = readCases(files.map(name => join(corpus, name)))
  const texts = cases.map(({ labels, input }, i) => {
    if (i % 200 === 0) progress(`matching ${i} of ${cases.length} corpus texts`)
    return { labels, rules: matches(input.text, input.history?.map(({ text }) => text) ?? []) }
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
