import type { ModelSource } from '../../ruleset/model-schema.js'
import type { Matches } from '../rules/match.js'
import type { Vote } from './voice.js'

/** Whether reading may change what rules and voice say of a message. */
export type Gate = (votes: ReadonlyMap<string, Vote>, matches: Matches) => boolean

/** Votes beyond this, log-odds, make no difference. */
const LOUDEST = 8
/** Stands beside the categories among the gate's weights: a live rule matched, or was turned off. */
export const ANY_RULE = 'any_rule'

/** Fitted by `npm run train` on messages of families that neither part had seen. Without a model everything is read. */
export function buildGate(model: ModelSource | undefined): Gate {
  if (!model?.reader) return () => true
  const { bias, weights, threshold } = model.reader.gate
  const names = Object.keys(weights)
  return (votes, matches) => {
    const terms = gateTerms(names, category => votes.get(category)?.logOdds ?? -LOUDEST, matches)
    return names.reduce((sum, name, at) => sum + (weights[name] ?? 0) * (terms[at] ?? 0), bias) >= threshold
  }
}

/** What the gate weighs, in the order of the names: the voice's log-odds of each category, and whether a rule stirred. */
export function gateTerms(
  names: readonly string[],
  voteOf: (category: string) => number,
  { signals, suppressed }: Matches,
): readonly number[] {
  const stirred = [...signals, ...suppressed].some(({ rule }) => rule.status === 'live')
  return names.map(name =>
    name === ANY_RULE ? Number(stirred) : Math.max(-LOUDEST, Math.min(LOUDEST, voteOf(name))),
  )
}
