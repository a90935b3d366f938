import type { Sighting } from '../lexicon.js'
import { NUMBER, parseNumber } from './numbers.js'

/** From the old amount to the new one: 「5万円を3万円に」「20,000円→12,000円」. */
const CHANGE = new RegExp(
  `(${NUMBER})\\s?円(?:の)?(?:から|を|だった(?:の|もの)を|のところ(?:を)?|→|⇒|の予定でしたが|の約束でしたが)[^。\\n\\d]{0,12}?(${NUMBER})\\s?円(?=\\s*(?:に|へ|で|と|まで|$|[。、)]))`,
  'gu',
)

/** An amount that is changed to a lower one. A rise is no cut, however it is worded. */
export function findRewardCuts(text: string): Sighting[] {
  if (!text.includes('円')) return []
  return [...text.matchAll(CHANGE)].flatMap((match): Sighting[] => {
    const cut = parseNumber(match[2] ?? '') < parseNumber(match[1] ?? '')
    return cut ? [{ finder: 'reward_cut', start: match.index, end: match.index + match[0].length }] : []
  })
}
