import type { Screener } from '../../src/contract/screener.js'
import { loadRuleset } from '../../src/ruleset/load.js'
import type { Ruleset } from '../../src/ruleset/ruleset.js'
import { buildReadMessage } from '../../src/screening/rules/read-message.js'
import { buildScreener } from '../../src/screening/screener.js'
import { loadTokeniser } from '../../src/tokeniser/tokenise.js'

/** A screener that judges by one part of the method alone. */
export interface PartScreener {
  readonly name: string
  readonly screener: Pick<Screener, 'screen'>
}

/**
 * The rules alone: a category is believed when one of its rules matches. The voice alone: with the weight that it was
 * given beside the rules. What the rules weigh beside the voice says nothing alone: silence of the voice is most of it.
 */
export async function loadParts(dictDir: string): Promise<PartScreener[]> {
  const ruleset = loadRuleset(dictDir)
  const readMessage = buildReadMessage(ruleset, await loadTokeniser())
  const part = (name: string, ruleset: Ruleset): PartScreener => ({
    name,
    screener: buildScreener(ruleset, readMessage),
  })
  return [part('rules', { ...ruleset, model: undefined }), part('voice', voiceOnly(ruleset))]
}

function voiceOnly(ruleset: Ruleset): Ruleset {
  const { model } = ruleset
  if (!model) return ruleset
  const logistic = Object.fromEntries(
    Object.entries(model.logistic).map(([category, fitted]) => [
      category,
      { ...fitted, weights: { voice: fitted.weights.voice ?? 0 } },
    ]),
  )
  return { ...ruleset, model: { ...model, logistic } }
}
