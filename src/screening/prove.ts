import { loadRuleset } from '../ruleset/load.js'
import type { Ruleset } from '../ruleset/ruleset.js'
import { proveExamples, proveLanguage } from '../ruleset/self-test.js'
import type { Tokenise } from '../tokeniser/tokenise.js'
import { buildLanguageReader } from './reading/language-reader.js'
import { buildReadMessage, type ReadMessage } from './rules/read-message.js'
import { ruleMatcher } from './rules/rule-matcher.js'

/** Reads `dict/` and proves it. Rejects with RulesetError (file, line, reason) when it cannot be used. */
export type Prepare = (dictDir: string) => Promise<Ruleset>

/** Runs every example of a dictionary. Throws RulesetError at the first that does not do what it says. */
export function prove(ruleset: Ruleset, readMessage: ReadMessage): void {
  proveLanguage(ruleset.language.examples, buildLanguageReader(ruleset.language))
  proveExamples(ruleset, ruleMatcher(readMessage))
}

/** In this thread, which does nothing else meanwhile. */
export const prepareHere =
  (tokenise: Tokenise): Prepare =>
  async dictDir => {
    const ruleset = loadRuleset(dictDir)
    prove(ruleset, buildReadMessage(ruleset, tokenise))
    return ruleset
  }
