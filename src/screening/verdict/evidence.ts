import type { Evidence } from '../../contract/judgement.js'
import type { CategorySource } from '../../ruleset/schema.js'
import type { FittedCategory } from '../model/score.js'
import type { Vote } from '../model/voice.js'
import type { ReaderOpinion } from '../reader/reader.js'
import type { Conversation } from '../reading/conversation.js'
import type { Signal } from '../rules/match.js'
import type { Span } from '../text/mapped-text.js'

/** The stretches of a message that a category rests on, with the reason that is shown beside each. */

/** More than this nobody reads. */
const MOST_EVIDENCE = 8

/** Evidence in the order of the text, and how many stretches more there are than are shown. */
interface ShownEvidence {
  readonly evidence: readonly Evidence[]
  readonly moreEvidence: number
}

/**
 * One stretch a signal: the first concept that stands in this message. Of stretches that overlap one counts, with the
 * reason of the rule that weighs most; among equals, of the first.
 */
export function evidenceOf(
  signals: readonly Signal[],
  conversation: Conversation,
  weights: FittedCategory['weights'] = {},
): ShownEvidence {
  const kept: Evidence[] = []
  let found = 0
  const covered = new Uint8Array(conversation.original.length)
  const strongestFirst = [...signals].sort((a, b) => (weights[b.rule.id] ?? 0) - (weights[a.rule.id] ?? 0))
  for (const { rule, hits } of strongestFirst) {
    const hit = hits.find(candidate => candidate.end > conversation.ownStart)
    if (!hit) continue
    const { start, end } = withoutBracket(conversation, conversation.originalSpan(hit.start, hit.end))
    if (end <= start || covered.subarray(start, end).includes(1)) continue
    covered.fill(1, start, end)
    found++
    if (kept.length === MOST_EVIDENCE) continue
    const text = conversation.original.slice(start, end)
    kept.push({ start, end, text, rule: rule.id, reason: rule.reason })
  }
  return { evidence: kept.sort((a, b) => a.start - b.start), moreEvidence: found - kept.length }
}

/** A link up to a full-width bracket: normalised, it looks like part of the link. */
const LINK_BEFORE_BRACKET = /^[\x21-\x7e]*\.[\x21-\x7e]*(?=[（［｛])/u

function withoutBracket({ original }: Conversation, { start, end }: Span): Span {
  const link = LINK_BEFORE_BRACKET.exec(original.slice(start, end))
  return link ? { start, end: start + link[0].length } : { start, end }
}

/** The passage that carried the reader's opinion; undefined when it was not asked, or speaks against the category. */
export function readerEvidence(
  category: CategorySource,
  opinion: ReaderOpinion | undefined,
  conversation: Conversation,
): Evidence[] | undefined {
  if (!opinion || (opinion.logOdds.get(category.id) ?? 0) <= 0) return undefined
  const span = opinion.passage(category.id)
  if (!span || span.end <= span.start) return undefined
  const { start, end } = span
  const reason = `文章全体の読解から、この部分が「${category.label}」にあたると判断しました`
  return [
    { start, end, text: conversation.original.slice(start, end), rule: `${category.id}.reader`, reason },
  ]
}

export function voiceEvidence(
  category: CategorySource,
  vote: Vote | undefined,
  conversation: Conversation,
): Evidence[] {
  if (!vote?.window) return []
  const { start, end } = conversation.originalSpan(vote.window.start, vote.window.end)
  if (end <= start) return []
  const reason = `この部分の言い回しが「${category.label}」の事例に似ています（統計モデルの判断。単独では配信を止めません）`
  return [{ start, end, text: conversation.original.slice(start, end), rule: `${category.id}.voice`, reason }]
}
