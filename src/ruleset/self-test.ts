import type { Kind } from '../contract/words.js'
import { lineOfPath, RulesetError } from './files.js'
import type { LanguageExamples, LanguageStep } from './language/examples.js'
import type { Rule, Ruleset } from './ruleset.js'
import type { RuleExample } from './schema.js'

/** Ids of the rules that match a text of a kind, given earlier messages. */
export type MatchRules = (text: string, history: readonly string[], kind: Kind) => ReadonlySet<string>

/** An example that does not do what it says. */
export interface BrokenExample {
  readonly rule: Rule
  readonly example: RuleExample
  readonly expected: 'match' | 'miss'
}

export function brokenExamples(rules: readonly Rule[], matches: MatchRules): BrokenExample[] {
  return rules.flatMap(rule =>
    (['match', 'miss'] as const).flatMap(expected =>
      rule.examples[expected]
        .filter(example => {
          const text = typeof example === 'string' ? example : example.text
          const history = typeof example === 'string' ? [] : example.history
          return matches(text, history, rule.kind ?? 'message').has(rule.id) !== (expected === 'match')
        })
        .map(example => ({ rule, example, expected })),
    ),
  )
}

export function describe({ rule, example, expected }: BrokenExample): string {
  const text = typeof example === 'string' ? example : `${example.history.join(' / ')} / ${example.text}`
  return `${rule.source}: rule ${rule.id} ${expected === 'match' ? 'does not match' : 'matches, and must not'}: ${text}`
}

/** Throws RulesetError when an example of a rule fails: a ruleset that does not prove itself is not used. */
export function proveExamples(ruleset: Ruleset, matches: MatchRules): void {
  const broken = brokenExamples(ruleset.rules, matches)
  const first = broken[0]
  if (first)
    throw new RulesetError(
      `${describe(first)}${broken.length > 1 ? ` (and ${broken.length - 1} more; npm run rules lists them)` : ''}`,
    )
}

/** What each step makes of a row of a language file's examples: the row as it should stand there. */
export type ReadLanguage = Readonly<Record<LanguageStep, (row: readonly string[]) => readonly string[]>>

/** Examples of language files that do not come out as they stand there, one line each: file, line and reason. */
export function brokenLanguageExamples(examples: readonly LanguageExamples[], read: ReadLanguage): string[] {
  return examples.flatMap(({ step, file, path, rows }) =>
    rows.flatMap((row, i) => {
      const actual = read[step](row)
      return JSON.stringify(actual) === JSON.stringify(row)
        ? []
        : [
            `${file.path}:${lineOfPath(file, [...path, i])}: should be ${JSON.stringify(row)}, is ${JSON.stringify(actual)}`,
          ]
    }),
  )
}

/** Throws RulesetError when an example of a language file fails. */
export function proveLanguage(examples: readonly LanguageExamples[], read: ReadLanguage): void {
  const [first] = brokenLanguageExamples(examples, read)
  if (first !== undefined) throw new RulesetError(first)
}
