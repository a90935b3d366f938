import type { MatchRules } from '../../ruleset/self-test.js'
import type { ReadMessage } from './read-message.js'

/** Ids of the rules that match a text: what the examples are proven with. */
export function ruleMatcher(readMessage: ReadMessage): MatchRules {
  return (text, history, kind) => {
    const earlier = history.map(one => ({ from: 'client' as const, text: one }))
    const { matches } = readMessage({ text, history: earlier, kind })
    return new Set(matches.signals.map(({ rule }) => rule.id))
  }
}
