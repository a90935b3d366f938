import { DEFAULT_STAGE } from '../../contract/defaults.js'
import type { DecidedBy, Evidence, Flag } from '../../contract/judgement.js'
import type { Decider, Stage, Verdict } from '../../contract/words.js'
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
  /** The part that makes the flag: the strongest kind of its evidence. */
  readonly by: Decider
  /** Confidence from which it blocks without a rule; undefined: the policy's holds, or it never does. */
  readonly blocksFrom?: number | undefined
}

export interface Decision {
  readonly verdict: Verdict
  readonly confidence: number
  readonly flags: readonly Flag[]
  readonly decidedBy: DecidedBy | null
}

const HARSHNESS: readonly Verdict[] = ['allow', 'warn', 'review', 'block']
export const harsher = (a: Verdict, b: Verdict): Verdict =>
  HARSHNESS.indexOf(a) >= HARSHNESS.indexOf(b) ? a : b

/** Flags what reaches its threshold for the stage; the harshest flag gives the verdict. */
export function decide(
  findings: readonly Finding[],
  policy: Pick<PolicySource, 'thresholds'>,
  stage: Stage = DEFAULT_STAGE,
): Decision {
  const raised = findings.filter(
    ({ category, confidence }) => confidence >= thresholdsOf(policy, category.id, stage).flag,
  )
  const judged = raised
    .map(finding => ({ finding, ...verdictOf(finding, thresholdsOf(policy, finding.category.id, stage)) }))
    .sort((a, b) => b.finding.confidence - a.finding.confidence)
  const verdict = judged.map(one => one.verdict).reduce(harsher, 'allow')
  const decisive = judged.find(one => one.verdict === verdict)
  const flags = judged.map(({ finding }) => toFlag(finding, stage))
  const violations = findings
    .filter(({ category }) => category.severity === 'violation')
    .map(({ confidence }) => confidence)
  return {
    verdict,
    confidence: flags[0]?.confidence ?? Math.max(0, ...violations),
    flags,
    decidedBy: decisive
      ? {
          category: decisive.finding.category.id,
          by: decisive.finding.by,
          threshold: decisive.threshold,
        }
      : null,
  }
}

export function thresholdsOf(
  policy: Pick<PolicySource, 'thresholds'>,
  category: string,
  stage: Stage,
): StagePolicy {
  const byStage = policy.thresholds[category]
  return (
    (stage === 'delivered' ? (byStage?.delivered ?? byStage?.contracted) : byStage?.[stage]) ??
    byStage?.[DEFAULT_STAGE] ?? { flag: 1 }
  )
}

interface Judged {
  readonly verdict: Verdict
  /** The confidence from which it is that. */
  readonly threshold: number
}

function verdictOf(
  { confidence, cap, blocksFrom = 0 }: Finding,
  { flag, review, block }: StagePolicy,
): Judged {
  const isCertain = block !== undefined && confidence >= block
  if (isCertain && cap === 'block') return { verdict: 'block', threshold: Math.max(block, blocksFrom) }
  const holds = review ?? (isCertain ? block : undefined)
  if (holds !== undefined && confidence >= holds && cap !== 'warn' && cap !== 'allow')
    return { verdict: 'review', threshold: holds }
  return { verdict: 'warn', threshold: flag }
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
