import { parseArgs } from 'node:util'
import { readConfig } from '../config.js'
import { loadRuleset } from '../ruleset/load.js'
import { brokenExamples, brokenLanguageExamples, describe } from '../ruleset/self-test.js'
import { buildLanguageReader } from '../screening/reading/language-reader.js'
import { buildReadMessage } from '../screening/rules/read-message.js'
import { ruleMatcher } from '../screening/rules/rule-matcher.js'
import { loadTokeniser } from '../tokeniser/tokenise.js'
import { fail } from './fail.js'
import { printImpact } from './impact.js'

/**
 * `npm run rules`: checks every rule against its examples and lists those that fail (exit code 1 if any does). With
 * `--impact` it shows instead which stored results of DATABASE_URL the dictionary on disk would change.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      impact: { type: 'boolean', default: false },
    },
  })
  if (values.impact) return printImpact()
  const ruleset = loadRuleset(readConfig().dictDir)
  const matches = ruleMatcher(buildReadMessage(ruleset, await loadTokeniser()))
  const broken = brokenExamples(ruleset.rules, matches)
  const brokenLanguage = brokenLanguageExamples(
    ruleset.language.examples,
    buildLanguageReader(ruleset.language),
  )
  for (const line of [...brokenLanguage, ...broken.map(describe)]) process.stdout.write(`${line}\n`)
  const examples = ruleset.rules.reduce(
    (sum, rule) => sum + rule.examples.match.length + rule.examples.miss.length,
    0,
  )
  process.stdout.write(
    `${ruleset.rules.length} rules, ${ruleset.concepts.size} concepts, ${examples} examples, ${broken.length + brokenLanguage.length} broken\n`,
  )
  process.exitCode = broken.length + brokenLanguage.length > 0 ? 1 : 0
}

main().catch(fail)
