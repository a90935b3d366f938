import { fileURLToPath } from 'node:url'
import { loadRuleset } from '../../src/ruleset/load.js'
import { buildReadMessage } from '../../src/screening/rules/read-message.js'
import { buildScreener } from '../../src/screening/screener.js'
import { loadTokeniser } from '../../src/tokeniser/tokenise.js'

/** What production judges with: the dictionary of this checkout and kuromoji's, loaded once for all files of a run. */
export const DICT = fileURLToPath(new URL('../../dict', import.meta.url))
export const realRuleset = loadRuleset(DICT)
export const realTokenise = await loadTokeniser()
export const realReadMessage = buildReadMessage(realRuleset, realTokenise)
export const realScreener = buildScreener(realRuleset, realReadMessage)
