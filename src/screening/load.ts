import type { Judgement } from '../contract/judgement.js'
import type { Answer, Screener } from '../contract/screener.js'
import { loadRuleset } from '../ruleset/load.js'
import type { Ruleset } from '../ruleset/ruleset.js'
import { proveExamples, proveLanguage } from '../ruleset/self-test.js'
import { loadTokeniser, type Tokenise } from '../tokeniser/tokenise.js'
import { buildLanguageReader } from './reading/language-reader.js'
import { buildReadMessage } from './rules/read-message.js'
import { ruleMatcher } from './rules/rule-matcher.js'
import { buildScreener } from './screener.js'

/**
 * Loads the tokenizer and `dict/`, proves every rule on its examples, and returns a screener ready to judge.
 * Rejects with one readable line: file, line and reason. `around` may wrap the tokenizer, to measure it.
 */
export async function loadScreener(
  dictDir: string,
  around: (tokenise: Tokenise) => Tokenise = tokenise => tokenise,
): Promise<ReloadableScreener<Judgement>> {
  // The tokenizer's files are unpacked on other threads while the dictionary is read.
  const tokeniser = loadTokeniser()
  tokeniser.catch(() => undefined)
  const ruleset = loadRuleset(dictDir)
  const tokenise = around(await tokeniser)
  return reloadable(build(ruleset), async () => build(loadRuleset(dictDir)))

  function build(ruleset: Ruleset): Loaded<Judgement> {
    proveLanguage(ruleset.language.examples, buildLanguageReader(ruleset.language))
    const readMessage = buildReadMessage(ruleset, tokenise)
    proveExamples(ruleset, ruleMatcher(readMessage))
    return { ...buildScreener(ruleset, readMessage), warnings: ruleset.warnings }
  }
}

type Loaded<Given extends Answer> = Screener<Given> & { readonly warnings?: readonly string[] }

/** A screener that can be told to read its dictionary again. Each judgement is made by one dictionary from end to end. */
export interface ReloadableScreener<Given extends Answer = Answer> extends Screener<Given> {
  /** What the dictionary in use judges in spite of: lines for an operator. */
  readonly warnings: readonly string[]
  /**
   * Loads and proves the dictionary anew and then, in one step, judges with it. Rejects with RulesetError (file, line,
   * reason) when it cannot be used; the old one then stays. Judging waits for the proof: about a fifth of a second.
   */
  readonly reload: () => Promise<void>
}

/** Judges with `first` until a reload has loaded another. */
export function reloadable<Given extends Answer>(
  first: Loaded<Given>,
  load: () => Promise<Loaded<Given>>,
): ReloadableScreener<Given> {
  let current = first
  return {
    screen: input => current.screen(input),
    get ruleset() {
      return current.ruleset
    },
    get categories() {
      return current.categories
    },
    get rules() {
      return current.rules
    },
    get warnings() {
      return current.warnings ?? []
    },
    reload: async () => {
      current = await load()
    },
  }
}
