import { loadRuleset } from '../ruleset/load.js'
import { brokenExamples, describe } from '../ruleset/self-test.js'
import { buildMatcher } from '../screening/screener.js'
import { loadTokeniser } from '../screening/tokenise.js'
import { fail } from './fail.js'

/** `npm run rules`: proves every rule on its examples and lists each one that fails. Exit code 1 when any does. */
async function main(): Promise<void> {
  const ruleset = loadRuleset(process.env.DICT_DIR ?? 'dict')
  const broken = brokenExamples(ruleset.rules, buildMatcher(ruleset, await loadTokeniser()))
  for (const example of broken) process.stdout.write(`${describe(example)}\n`)
  const examples = ruleset.rules.reduce(
    (sum, rule) => sum + rule.examples.match.length + rule.examples.miss.length,
    0,
  )
  process.stdout.write(
    `${ruleset.rules.length} rules, ${ruleset.concepts.size} concepts, ${examples} examples, ${broken.length} broken\n`,
  )
  process.exitCode = broken.length > 0 ? 1 : 0
}

main().catch(fail)
