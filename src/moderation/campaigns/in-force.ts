import type { Flag, Judgement } from '../../contract/judgement.js'
import type { CategoryInfo } from '../../contract/screener.js'
import type { Match } from '../../store/campaigns/match.js'

/** Of pairs that were put together at least so many were copies of one text: docs/quality.md. */
const CONFIDENCE = 0.99

/**
 * The judgement of a message that belongs to a campaign which moderators have decided. What they found harmless passes.
 * What they confirmed is flagged with the campaign as evidence, whatever else was found, and not delivered; where all they
 * confirmed are cautions it is delivered with the advice, as cautions are.
 */
export function underCampaign(
  judgement: Judgement,
  text: string,
  match: Match,
  categories: readonly CategoryInfo[],
): Judgement {
  if (match.status === 'dismissed')
    return { ...judgement, verdict: 'allow', flagged: false, flags: [], decidedBy: null }
  // A dictionary may have lost a category since.
  const confirmed = categories.filter(({ id }) => match.categories.includes(id))
  if (confirmed.length === 0) return judgement
  const flags = confirmed.map(info => flagOf(info, judgement, text, match))
  const others = judgement.flags.filter(({ category }) => confirmed.every(({ id }) => id !== category))
  const violation = confirmed.find(({ severity }) => severity === 'violation')
  const decides = violation ?? (judgement.verdict === 'allow' ? confirmed[0] : undefined)
  return {
    ...judgement,
    verdict: violation ? 'block' : judgement.verdict === 'allow' ? 'warn' : judgement.verdict,
    flagged: true,
    confidence: Math.max(CONFIDENCE, judgement.flagged ? judgement.confidence : 0),
    flags: [...flags, ...others].sort((a, b) => b.confidence - a.confidence),
    ...(decides && { decidedBy: { category: decides.id, by: 'campaign', threshold: CONFIDENCE } }),
    scores: {
      ...judgement.scores,
      ...Object.fromEntries(flags.map(({ category, confidence }) => [category, confidence])),
    },
  }
}

function flagOf(
  { id, label, severity, advice }: CategoryInfo,
  judgement: Judgement,
  text: string,
  match: Match,
): Flag {
  const own = judgement.flags.find(({ category }) => category === id)
  const { start, end } = match.stretch
  const evidence = {
    start,
    end,
    text: text.slice(start, end),
    rule: `${id}.campaign`,
    reason: `違反と確認された一斉送信（${match.id}）と同じ文面です`,
  }
  return {
    ...(own ?? { category: id, label, severity, advice }),
    confidence: Math.max(CONFIDENCE, own?.confidence ?? 0),
    evidence: [...(own?.evidence ?? []), evidence],
  }
}
