import { buildNormalise, staysAsItIs } from '../../../src/screening/text/normalise.js'
import { hold, type Target } from '../target.js'
import { pieces, ruleset, seeds } from './japanese.js'
import { holdMapped } from './mapped.js'

/** The folds: what comes out is digestible, and every unit knows where it came from. */
export function load(): Target {
  const normalise = buildNormalise(ruleset.language.lookAlikes)
  return {
    name: 'normalise',
    seeds,
    pieces,
    longest: 10_000,
    run: text => {
      const mapped = normalise(text)
      holdMapped(mapped, text)
      hold(!/[\ud800-\udfff\0]/.test(mapped.text), 'what the tokenizer cannot read is left')
      const isPlain = text.split('').every(char => staysAsItIs(char.charCodeAt(0)) && !isKatakana(char))
      hold(!isPlain || mapped.text === text, 'plain text was changed')
    },
  }
}

/** A text of katakana may be hiragana in disguise. */
const isKatakana = (char: string): boolean => char >= 'ァ' && char <= 'ヺ'
