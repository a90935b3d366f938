import { join } from 'node:path'
import { packageRoot } from '../../../src/package-root.js'
import { loadRuleset } from '../../../src/ruleset/load.js'
import { piecesOf } from '../../bench/search/pieces.js'

/** The dictionary in `dict/`, and texts to begin with. */
export const ruleset = loadRuleset(join(packageRoot, 'dict'))

export const pieces = piecesOf(ruleset)

/** The examples by which the rules prove themselves, one a rule, and of the tables of language. */
export const seeds: readonly string[] = [
  ...ruleset.rules.flatMap(({ examples }) =>
    examples.match.slice(0, 1).map(example => (typeof example === 'string' ? example : example.text)),
  ),
  ...ruleset.language.examples.flatMap(({ rows }) => rows.slice(0, 10).flatMap(([text = '']) => [text])),
]
