import type { AmountsLanguage } from '../../../ruleset/language/amounts.js'
import { everywhere, patternIn } from '../../../ruleset/language/named-pattern.js'
import type { Sighting } from '../lexicon.js'
import type { ParseNumber } from './numbers.js'

/** An amount that is changed to a lower one. A rise is no cut, however it is worded. */
export function buildFindRewardCuts(
  { patterns }: AmountsLanguage,
  parseNumber: ParseNumber,
): (text: string) => Sighting[] {
  const pattern = patternIn(patterns)
  const mayHold = pattern('may_hold_change')
  const change = everywhere(pattern('change'))
  return text => {
    if (!mayHold.test(text)) return []
    return [...text.matchAll(change)].flatMap((match): Sighting[] => {
      const cut = parseNumber(match[2] ?? '') < parseNumber(match[1] ?? '')
      return cut ? [{ finder: 'reward_cut', start: match.index, end: match.index + match[0].length }] : []
    })
  }
}
