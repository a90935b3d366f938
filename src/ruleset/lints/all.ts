import type { Ruleset } from '../ruleset.js'
import { modelFitsDictionary } from './model-fits-dictionary.js'
import { noDuplicateTerms } from './no-duplicate-terms.js'
import { noUnusedConcepts } from './no-unused-concepts.js'

/** What loads and judges and is a slip all the same: one line each, with file and line where there is one. */
type Lint = (ruleset: Ruleset) => readonly string[]

const LINTS: readonly Lint[] = [noDuplicateTerms, noUnusedConcepts, modelFitsDictionary]

export const lint = (ruleset: Ruleset): string[] => LINTS.flatMap(check => check(ruleset))
