import type { AmountsLanguage } from '../../../ruleset/language/amounts.js'
import { everywhere } from '../../../ruleset/language/named-pattern.js'
import type { Found } from '../lexicon.js'
import type { ParseNumber } from './numbers.js'

/** An amount that is changed to a lower one. A rise is no cut, however it is worded. */
export function buildFindRewardCuts(
  { pattern }: AmountsLanguage,
  parseNumber: ParseNumber,
): (text: string) => Found[] {
  const mayHold = pattern('may_hold_change')
  const change = everywhere(pattern('change'))
  return text => {
    if (!mayHold.test(text)) return []
    return [...text.matchAll(change)].flatMap((match): Found[] => {
      const cut = parseNumber(match[2] ?? '') < parseNumber(match[1] ?? '')
      return cut ? [{ concept: 'REWARD_CUT', start: match.index, end: match.index + match[0].length }] : []
    })
  }
}
