import type { Kind } from '../../contract/words.js'
import type { Rule } from '../../ruleset/ruleset.js'
import type { Hit, Reading } from '../reading/read.js'
import { firstAtOrBehind } from '../text/sorted-search.js'
import { isLive, type Window, windowsOf, within } from './windows.js'

/** A rule that matched, and the concepts that made it. */
export interface Signal {
  readonly rule: Rule
  /** One hit a group, in the order of the groups. The first is the evidence. */
  readonly hits: readonly Hit[]
}

/** What turns a rule off: how a concept is said there (denied, forbidden, quoted), or another concept beside it. */
type Suppressor =
  | { readonly kind: 'modality'; readonly reason: string }
  | { readonly kind: 'concept'; readonly id: string }

/** A rule that would have matched if its concepts had not been turned off. */
interface Suppressed {
  readonly rule: Rule
  readonly by: Suppressor
  readonly hits: readonly Hit[]
}

export interface Matches {
  readonly signals: readonly Signal[]
  readonly suppressed: readonly Suppressed[]
}

/**
 * Matches every rule within its scope: at most one signal a rule and window. Of these it keeps what rests, at least in
 * part, on text from `ownStart` on: earlier messages alone flag nothing again. A rule for what is split over messages needs
 * a part of both. A pure function of its arguments.
 */
export function match(reading: Reading, rules: readonly Rule[], kind: Kind, ownStart = 0): Matches {
  const isOwn = ({ hits }: { readonly hits: readonly Hit[] }): boolean => hits.some(hit => hit.end > ownStart)
  const signals: Signal[] = []
  const suppressed: Suppressed[] = []
  for (const rule of rules) {
    if (rule.kind !== undefined && rule.kind !== kind) continue
    if (!rule.groups.every(group => group.some(id => reading.byConcept.has(id)))) continue
    for (const window of windowsOf(rule, reading)) {
      if (rule.split && !beginsEarlier(rule, window)) continue
      const hits = rule.ordered ? findOrdered(rule, window, isLive) : findAll(rule, window, isLive)
      const blocker = rule.none.flatMap(id => within(reading, id, window)).find(isLive)
      if (hits && !blocker) signals.push({ rule, hits })
      else if (hits && blocker) suppressed.push({ rule, by: { kind: 'concept', id: blocker.concept }, hits })
      else {
        const dead = rule.ordered ? findOrdered(rule, window, () => true) : findAll(rule, window, () => true)
        const reason = dead?.find(hit => hit.off !== undefined)?.off
        if (dead && reason) suppressed.push({ rule, by: { kind: 'modality', reason }, hits: dead })
      }
    }
  }
  return { signals: signals.filter(isOwn), suppressed: suppressed.filter(isOwn) }

  /** Whether some of what the rule looks for stands, or begins, in an earlier message. */
  function beginsEarlier(rule: Rule, window: Window): boolean {
    return rule.groups.flat().some(id => within(reading, id, window).some(({ start }) => start < ownStart))
  }

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
