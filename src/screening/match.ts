import type { Rule } from '../ruleset/ruleset.js'
import { firstAtOrBehind, lastAtOrBefore } from './order.js'
import type { Hit, Reading } from './read.js'

/** A rule that matched, and the concepts that made it. */
export interface Signal {
  readonly rule: Rule
  /** One hit a group, in the order of the groups. The first is the evidence. */
  readonly hits: readonly Hit[]
}

/** A rule that would have matched if its concepts had not been turned off. */
export interface Suppressed {
  readonly rule: Rule
  readonly by: string
  readonly hits: readonly Hit[]
}

/** A rule that lacks one part only: a group of concepts that stands nowhere in its window, or the order of them all. */
export interface NearMiss {
  readonly rule: Rule
  readonly lacking: readonly string[] | 'order'
  readonly hits: readonly Hit[]
}

export interface Matches {
  readonly signals: readonly Signal[]
  readonly suppressed: readonly Suppressed[]
}

/** Matches every rule within its scope: at most one signal a rule and window. A pure function of its arguments. */
export function match(reading: Reading, rules: readonly Rule[], kind: 'message' | 'job_post'): Matches {
  const signals: Signal[] = []
  const suppressed: Suppressed[] = []
  for (const rule of rules) {
    if (rule.kind !== undefined && rule.kind !== kind) continue
    if (!rule.groups.every(group => group.some(id => reading.byConcept.has(id)))) continue
    for (const window of windowsOf(rule, reading)) {
      const hits = rule.ordered ? findOrdered(rule, window, isLive) : findAll(rule, window, isLive)
      const blocker = rule.none.flatMap(id => within(reading, id, window)).find(isLive)
      if (hits && !blocker) signals.push({ rule, hits })
      else if (hits && blocker) suppressed.push({ rule, by: blocker.concept, hits })
      else {
        const dead = rule.ordered ? findOrdered(rule, window, () => true) : findAll(rule, window, () => true)
        const reason = dead?.find(hit => hit.off !== undefined)?.off
        if (dead && reason) suppressed.push({ rule, by: reason, hits: dead })
      }
    }
  }
  return { signals, suppressed }

  function findAll(rule: Rule, window: Window, counts: (hit: Hit) => boolean): Hit[] | undefined {
    const hits: Hit[] = []
    for (const group of rule.groups) {
      const hit = group
        .flatMap(id => within(reading, id, window))
        .find(hit => counts(hit) && !hits.some(other => coincides(other, hit)))
      if (!hit) return undefined
      hits.push(hit)
    }
    return hits
  }

  function findOrdered(rule: Rule, window: Window, counts: (hit: Hit) => boolean): Hit[] | undefined {
    const candidates = rule.groups.map(group =>
      group
        .flatMap(id => within(reading, id, window))
        .filter(counts)
        .sort((a, b) => a.start - b.start),
    )
    return chain(candidates, rule.gaps)
  }
}

/**
 * Rules that neither matched nor were turned off, and came within one part of matching; at most one window a rule. What
 * was found has to mean something: two parts at least, or a concept that only this category's rules ask for.
 */
export function nearMisses(
  reading: Reading,
  rules: readonly Rule[],
  kind: 'message' | 'job_post',
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

/** The first chain of hits, one a group, each at most its gap behind the one before. */
function chain(candidates: readonly (readonly Hit[])[], gaps: readonly number[]): Hit[] | undefined {
  // Each step keeps only the hits that can be reached; looking back then rebuilds one chain. Linear in the hits' pairs.
  const reached: (readonly Hit[])[] = []
  for (const [step, hits] of candidates.entries()) {
    const before = reached[step - 1]
    const kept = step === 0 ? hits : hits.filter(hit => leadingTo(hit, before ?? [], gaps[step - 1] ?? 0))
    if (kept.length === 0) return undefined
    reached.push(kept)
  }
  const result: Hit[] = []
  for (let step = reached.length - 1; step >= 0; step--) {
    const next = result[0]
    const hit = next ? leadingTo(next, reached[step] ?? [], gaps[step] ?? 0) : reached[step]?.[0]
    if (!hit) return undefined
    result.unshift(hit)
  }
  return result
}

/** The first of the hits before that leads to this one. They are in order, so only those near it are looked at. */
function leadingTo(hit: Hit, before: readonly Hit[], gap: number): Hit | undefined {
  for (let i = firstAtOrBehind(before, hit.start - gap - LONGEST_HIT); i < before.length; i++) {
    const previous = before[i]
    if (previous === undefined || previous.start >= hit.start) return undefined
    if (follows(previous, hit, gap)) return previous
  }
  return undefined
}

/** No pattern of the dictionary reaches further, in UTF-16 units. */
const LONGEST_HIT = 200

const follows = (first: Hit, second: Hit, gap: number): boolean =>
  second.start >= first.end && second.start - first.end <= gap
/** One word cannot be two parts of a rule, unless it is the wider of two that share a place. */
const coincides = (a: Hit, b: Hit): boolean => a.start === b.start && a.end === b.end
const isLive = (hit: Hit): boolean => hit.off === undefined

interface Window {
  readonly start: number
  readonly end: number
}

/**
 * The windows that hold a hit of a group; of the rarest one, unless told otherwise: there alone a rule can match. Looking there only, many hits in many
 * windows cost no more than the hits themselves.
 */
function windowsOf(
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
function within(reading: Reading, concept: string, window: Window): readonly Hit[] {
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
