import { DEFAULT_STAGE } from '../../contract/defaults.js'
import type { Evidence, Flag, Judgement } from '../../contract/judgement.js'
import type { KnownIdentifier, KnownOf } from '../../contract/known-identifier.js'
import type { ScreeningInput } from '../../contract/message.js'
import type { Verdict } from '../../contract/words.js'
import type { Ruleset } from '../../ruleset/ruleset.js'
import type { CategorySource } from '../../ruleset/schema.js'
import { logOdds, sigmoid } from '../model/score.js'
import { decide, type Finding, harsher } from './decide.js'

/** A judgement in the light of what is known of its identifiers. */
export type Recall = (judgement: Judgement, input: ScreeningInput, known: KnownOf) => Judgement

/**
 * Log-odds that the record of an identifier adds: how much likelier its messages were confirmed than dismissed, by the
 * estimator of Krichevsky and Trofimov (half a message more on each side), so that one decision weighs 1.1, three 1.9 and ten
 * 3.0. Never more than 3, and never against a message. Measured in docs/quality.md.
 */
export const weightOf = ({ confirmed, dismissed }: KnownIdentifier): number =>
  Math.max(0, Math.min(MOST, Math.log((confirmed + 0.5) / (dismissed + 0.5))))
const MOST = 3

/** Confidences are kept to four places: 0 and 1 stand for less and more than can be told. */
const LEAST = 0.0005

const REASON = '以前に違反と確認された連絡先です'

/**
 * A second look at what was judged, without reading it again: each category that was confirmed of messages with the same
 * identifier gains confidence. What is known holds a message at most; it blocks none.
 */
export function buildRecall({ categories, policy }: Pick<Ruleset, 'categories' | 'policy'>): Recall {
  return (judgement, input, knownOf) => {
    if (judgement.test) return judgement
    const found = judgement.identifiers.flatMap(identifier => {
      const known = knownOf(identifier)
      return known !== undefined && weightOf(known) > 0 ? [{ identifier, known }] : []
    })
    if (found.length === 0) return judgement
    const raised = categories.flatMap((category): Finding[] => {
      const own = found.filter(({ known }) => known.categories.includes(category.id))
      const before = judgement.scores[category.id] ?? 0
      if (own.length === 0 || isOut(category, input)) return []
      const weight = Math.max(...own.map(({ known }) => weightOf(known)))
      const confidence = Math.max(before, raise(before, weight))
      const shown = judgement.flags.find(flag => flag.category === category.id)
      const evidence = own.map(({ identifier: { start, end } }): Evidence => {
        const text = input.text.slice(start, end)
        return { start, end, text, rule: `${category.id}.known_identifier`, reason: REASON }
      })
      return [{ category, confidence, ...together(shown, evidence), cap: capOf(category), by: 'rule' }]
    })
    return raised.length === 0 ? judgement : decidedAnew(judgement, raised, input)
  }

  function decidedAnew(judgement: Judgement, raised: readonly Finding[], input: ScreeningInput): Judgement {
    const decision = decide(raised, policy, input.stage ?? DEFAULT_STAGE)
    const anew = new Set(decision.flags.map(({ category }) => category))
    const flags = [...decision.flags, ...judgement.flags.filter(({ category }) => !anew.has(category))].sort(
      (a, b) => b.confidence - a.confidence,
    )
    const scores = {
      ...judgement.scores,
      ...Object.fromEntries(raised.map(({ category, confidence }) => [category.id, confidence])),
    }
    const verdict = harsher(judgement.verdict, decision.verdict)
    return {
      ...judgement,
      verdict,
      flagged: verdict !== 'allow',
      confidence: flags[0]?.confidence ?? Math.max(judgement.confidence, decision.confidence),
      flags,
      // What makes the verdict harsher decides, else what did before.
      decidedBy: verdict === judgement.verdict ? judgement.decidedBy : decision.decidedBy,
      scores,
    }
  }
}

/** What the client's profile says, and what the platform has approved, is no matter of the text. */
const isOut = ({ source, unless }: CategorySource, input: ScreeningInput): boolean =>
  source === 'client' || (unless !== undefined && input[unless] === true)

const capOf = ({ severity }: CategorySource): Verdict => (severity === 'caution' ? 'warn' : 'review')

const raise = (confidence: number, weight: number): number => {
  const within = Math.min(1 - LEAST, Math.max(LEAST, confidence))
  return Math.round(sigmoid(logOdds(within) + weight) * 10_000) / 10_000
}

/** As many stretches as are shown of a flag. */
const MOST_EVIDENCE = 8

/** What was known first, and of what the message itself shows the rest. A stretch that both point at is shown once. */
function together(
  flag: Flag | undefined,
  known: readonly Evidence[],
): Pick<Finding, 'evidence' | 'moreEvidence'> {
  const overlaps = (one: Evidence): boolean =>
    known.some(other => one.start < other.end && other.start < one.end)
  const all = [...known, ...(flag?.evidence ?? []).filter(one => !overlaps(one))]
  const more = (flag?.moreEvidence ?? 0) + Math.max(0, all.length - MOST_EVIDENCE)
  return { evidence: all.slice(0, MOST_EVIDENCE).sort((a, b) => a.start - b.start), moreEvidence: more }
}
