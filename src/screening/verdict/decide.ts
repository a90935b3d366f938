import { DEFAULT_STAGE } from '../../contract/defaults.js'
import type { Evidence, Flag } from '../../contract/judgement.js'
import type { Stage, Verdict } from '../../contract/words.js'
import type { CategorySource, PolicySource, StagePolicy } from '../../ruleset/schema.js'

/** What is known of one category when the decision is made. */
export interface Finding {
  readonly category: CategorySource
  readonly confidence: number
  readonly evidence: readonly Evidence[]
  /** Stretches that were found beside those; 0 when absent. */
  readonly moreEvidence?: number
  /** The harshest verdict that its signals allow: a voice without a rule, or a capped rule, does not block. */
  readonly cap: Verdict
}

export interface Decision {
  readonly verdict: Verdict
  readonly confidence: number
  readonly flags: readonly Flag[]
}

const HARSHNESS: readonly Verdict[] = ['allow', 'warn', 'review', 'block']
export const harsher = (a: Verdict, b: Verdict): Verdict =>
  HARSHNESS.indexOf(a) >= HARSHNESS.indexOf(b) ? a : b
export const milder = (a: Verdict, b: Verdict): Verdict =>
  HARSHNESS.indexOf(a) <= HARSHNESS.indexOf(b) ? a : b

/** Flags what reaches its threshold for the stage; the harshest flag gives the verdict. */
export function decide(
  findings: readonly Finding[],
  policy: PolicySource,
  stage: Stage = DEFAULT_STAGE,
): Decision {
  const raised = findings.filter(
    ({ category, confidence }) => confidence >= thresholdsOf(policy, category.id, stage).flag,
  )
  const verdict = raised
    .map(finding => verdictOf(finding, thresholdsOf(policy, finding.category.id, stage)))
    .reduce(harsher, 'allow')
  const flags = raised.map(finding => toFlag(finding, stage)).sort((a, b) => b.confidence - a.confidence)
  const violations = findings
    .filter(({ category }) => category.severity === 'violation')
    .map(({ confidence }) => confidence)
  return { verdict, confidence: flags[0]?.confidence ?? Math.max(0, ...violations), flags }
}

export function thresholdsOf(policy: PolicySource, category: string, stage: Stage): StagePolicy {
  const byStage = policy.thresholds[category]
  return (
    (stage === 'delivered' ? (byStage?.delivered ?? byStage?.contracted) : byStage?.[stage]) ??
    byStage?.[DEFAULT_STAGE] ?? { flag: 1 }
  )
}

function verdictOf({ confidence, cap }: Finding, { review, block }: StagePolicy): Verdict {
  if (block !== undefined && confidence >= block) return milder('block', cap)
  if (review !== undefined && confidence >= review) return milder('review', cap)
  return 'warn'
}

export function toFlag({ category, confidence, evidence, moreEvidence = 0 }: Finding, stage: Stage): Flag {
  const advice = category.advice[stage] ?? category.advice.contracted
  return {
    category: category.id,
    label: category.label,
    severity: category.severity,
    confidence,
    evidence,
    ...(moreEvidence > 0 && { moreEvidence }),
    advice,
  }
}
