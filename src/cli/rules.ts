import { parseArgs } from 'node:util'
import { loadRuleset } from '../ruleset/load.js'
import { brokenExamples, brokenLanguageExamples, describe } from '../ruleset/self-test.js'
import { buildLanguageReader } from '../screening/reading/language-reader.js'
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
  const ruleset = loadRuleset(process.env.DICT_DIR ?? 'dict')
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
