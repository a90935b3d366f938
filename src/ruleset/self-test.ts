import type { Kind } from '../contract/words.js'
import { RulesetError } from './files.js'
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
