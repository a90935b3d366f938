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
  const categoriesOf = askedFor(rules)
  const own = ({ concept }: Hit): boolean => categoriesOf.get(concept)?.size === 1
  return rules.flatMap((rule): NearMiss[] => {
    if (settled.has(rule.id) || rule.groups.length < 2) return []
    if (rule.kind !== undefined && rule.kind !== kind) return []
    for (const window of windowsOf(rule, reading, rule.groups.flat())) {
      const found = rule.groups.map(group => group.flatMap(id => within(reading, id, window)).find(isLive))
      const hits = found.filter(hit => hit !== undefined)
      const lacking = rule.groups.filter((_, i) => found[i] === undefined)
      if (new Set(hits.map(hit => hit.start)).size < 2 && !hits.some(own)) continue
      if (lacking.length === 0) return [{ rule, lacking: 'order', hits }]
      if (lacking.length === 1) return [{ rule, lacking: lacking[0] ?? [], hits }]
    }
    return []
  })
}

/** The categories whose rules ask for a concept. */
function askedFor(rules: readonly Rule[]): ReadonlyMap<string, ReadonlySet<string>> {
  const categories = new Map<string, Set<string>>()
  for (const { category, groups } of rules) {
    for (const concept of groups.flat()) {
      const known = categories.get(concept)
      if (known) known.add(category)
      else categories.set(concept, new Set([category]))
    }
  }
  return categories
}
