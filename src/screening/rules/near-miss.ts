import type { Kind } from '../../contract/words.js'
import type { Rule } from '../../ruleset/ruleset.js'
import type { Hit, Reading } from '../reading/read.js'
import type { Matches } from './match.js'
import { isLive, windowsOf, within } from './windows.js'

/** A rule that lacks one part only: a group of concepts that stands nowhere in its window, or the order of them all. */
export interface NearMiss {
  readonly rule: Rule
  readonly lacking: readonly string[] | 'order'
  readonly hits: readonly Hit[]
}

/**
 * Rules that neither matched nor were turned off, and came within one part of matching; at most one window a rule. What
 * was found has to mean something: two parts at least, or a concept that only this category's rules ask for.
 */
export function nearMisses(
  reading: Reading,
  rules: readonly Rule[],
  kind: Kind,
  { signals, suppressed }: Matches,
): NearMiss[] {
  const settled = new Set([...signals, ...suppressed].map(({ rule }) => rule.id))
  const own = (rule: Rule, { concept }: Hit): boolean =>
    rules.every(({ category, groups }) => category === rule.category || !groups.flat().includes(concept))
  return rules.flatMap((rule): NearMiss[] => {
    if (settled.has(rule.id) || rule.groups.length < 2) return []
    if (rule.kind !== undefined && rule.kind !== kind) return []
    for (const window of windowsOf(rule, reading, rule.groups.flat())) {
      const found = rule.groups.map(group => group.flatMap(id => within(reading, id, window)).find(isLive))
      const hits = found.filter(hit => hit !== undefined)
      const lacking = rule.groups.filter((_, i) => found[i] === undefined)
      if (new Set(hits.map(hit => hit.start)).size < 2 && !hits.some(hit => own(rule, hit))) continue
      if (lacking.length === 0) return [{ rule, lacking: 'order', hits }]
      if (lacking.length === 1) return [{ rule, lacking: lacking[0] ?? [], hits }]
    }
    return []
  })
}
