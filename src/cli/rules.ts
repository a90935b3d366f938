import { parseArgs } from 'node:util'
import { readConfig } from '../config.js'
import { loadRuleset } from '../ruleset/load.js'
import { brokenExamples, describe } from '../ruleset/self-test.js'
import { buildReadMessage } from '../screening/rules/read-message.js'
import { ruleMatcher } from '../screening/rules/rule-matcher.js'
import { loadTokeniser } from '../tokeniser/tokenise.js'
import { fail } from './fail.js'
import { tellImpact } from './impact.js'

/**
 * `npm run rules`: proves every rule on its examples and lists each one that fails (exit code 1 when any does). With
 * `--impact` it tells instead what the dictionary as it is now would change in the stored results of DATABASE_URL.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      impact: { type: 'boolean', default: false },
    },
  })
  if (values.impact) return tellImpact()
  const ruleset = loadRuleset(readConfig().dictDir)
  const matches = ruleMatcher(buildReadMessage(ruleset, await loadTokeniser()))
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
}

main().catch(fail)
