// What the sections share: the texts of the corpus and what judges them.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Judgement } from '../../src/contract/judgement.js'
import { packageRoot } from '../../src/package-root.js'
import { loadRuleset } from '../../src/ruleset/load.js'
import type { Ruleset } from '../../src/ruleset/ruleset.js'
import { buildReadMessage } from '../../src/screening/rules/read-message.js'
import { buildScreener } from '../../src/screening/screener.js'
import { loadTokeniser } from '../../src/tokeniser/tokenise.js'
import { readCases } from '../quality/dataset.js'

const corpus = join(packageRoot, 'test/corpus')
const cases = readCases(
  readdirSync(corpus)
    .filter(name => name.endsWith('.jsonl'))
    .map(name => join(corpus, name)),
)
export const texts = {
  legitimate: cases.filter(({ labels }) => labels.length === 0).map(({ text }) => text),
  violating: cases.filter(({ labels }) => labels.length > 0).map(({ text }) => text),
}

export const tokenise = await loadTokeniser()
export const ruleset = loadRuleset(join(packageRoot, 'dict'))
export const screen = screenWith(ruleset)

export const { fingerprint } = buildScreener(ruleset, buildReadMessage(ruleset, tokenise))

/** Judges texts with a dictionary. */
export function screenWith(dictionary: Ruleset): (text: string) => Judgement {
  const screener = buildScreener(dictionary, buildReadMessage(dictionary, tokenise))
  return text => screener.screen({ text })
}
