import type { Rule } from '../../ruleset/ruleset.js'
import type { Hit, Reading } from '../reading/read.js'
import { firstAtOrBehind, lastAtOrBefore } from '../text/sorted-search.js'

/** The stretches of a text within which the concepts of a rule have to lie: its scope. */

export interface Window {
  readonly start: number
  readonly end: number
}

/**
 * The windows that hold a hit of a group; of the rarest one, unless told otherwise: there alone a rule can match. Looking
 * there only, many hits in many windows cost no more than the hits themselves.
 */
export function windowsOf(
  rule: Rule,
  reading: Reading,
  group: readonly string[] = rarestGroup(rule, reading),
): readonly Window[] {
  const { clauses, starts, ends } = reading.segments
  if (rule.scope === 'message') return [{ start: 0, end: reading.text.length }]
  const anchors = group.flatMap(id => reading.byConcept.get(id) ?? [])
  const byClause = rule.scope === 'clause'
  const reach = rule.scope === 'near' ? 1 : 0
  const numbers = new Set<number>()
  for (const { start } of anchors) {
    const number = byClause
      ? lastAtOrBefore(clauses.length, i => clauses[i]?.start ?? 0, start)
      : lastAtOrBefore(starts.length, i => starts[i] ?? 0, start)
    for (let one = Math.max(0, number - reach); one <= number; one++) numbers.add(one)
  }
  return [...numbers]
    .sort((a, b) => a - b)
    .flatMap((number): Window[] => {
      if (byClause) return clauses.slice(number, number + 1)
      const start = starts[number]
      const end = ends[Math.min(number + reach, ends.length - 1)]
      return start === undefined || end === undefined ? [] : [{ start, end }]
    })
}

function rarestGroup(rule: Rule, { byConcept }: Reading): readonly string[] {
  let rarest: readonly string[] = []
  let fewest = Number.POSITIVE_INFINITY
  for (const group of rule.groups) {
    const count = group.reduce((sum, id) => sum + (byConcept.get(id)?.length ?? 0), 0)
    if (count < fewest) {
      fewest = count
      rarest = group
    }
  }
  return rarest
}

/** Hits of a concept in a window; they are in the order of the text. */
export function within(reading: Reading, concept: string, window: Window): readonly Hit[] {
  const hits = reading.byConcept.get(concept)
  if (hits === undefined) return []
  const found: Hit[] = []
  for (let i = firstAtOrBehind(hits, window.start); i < hits.length; i++) {
    const hit = hits[i]
    if (hit === undefined || hit.start >= window.end) break
    if (hit.end <= window.end) found.push(hit)
  }
  return found
}

/** Not denied, forbidden, quoted or otherwise turned off where it stands. */
export const isLive = (hit: Hit): boolean => hit.off === undefined
