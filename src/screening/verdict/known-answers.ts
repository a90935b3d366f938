import { DEFAULT_STAGE } from '../../contract/defaults.js'
import type { Judgement, RulesetId } from '../../contract/judgement.js'
import type { ScreeningInput } from '../../contract/message.js'
import type { Verdict } from '../../contract/words.js'
import type { CategorySource } from '../../ruleset/schema.js'
import { toFlag } from './decide.js'

/**
 * Texts whose answer is known: harmless, and the same with every dictionary, for integrators to test all of their ways
 * with (as GTUBE is for spam filters). Only the whole text counts, blanks around it aside: beside anything else they mean
 * nothing, so that nobody gets a message past by adding one.
 */
export const KNOWN_ANSWERS: Readonly<Record<Verdict, string>> = {
  allow: 'SEKISHO-KNOWN-ANSWER-ALLOW-4T7QX2',
  warn: 'SEKISHO-KNOWN-ANSWER-WARN-9K3ZB6',
  review: 'SEKISHO-KNOWN-ANSWER-REVIEW-2M8VD5',
  block: 'SEKISHO-KNOWN-ANSWER-BLOCK-6H1RC8',
}

const verdicts = new Map(Object.entries(KNOWN_ANSWERS).map(([verdict, text]) => [text, verdict as Verdict]))
const LONGEST = Math.max(...[...verdicts.keys()].map(text => text.length))

/** Longer texts are no known answer, whatever blanks they hold. */
const MOST_BLANKS = 20

/** Judges texts whose answer is known; undefined for all others. */
export function buildKnownAnswers(
  categories: readonly CategorySource[],
  ruleset: RulesetId,
): (input: ScreeningInput) => Judgement | undefined {
  return ({ text, stage = DEFAULT_STAGE }) => {
    if (text.length > LONGEST + MOST_BLANKS) return undefined
    const known = text.trim()
    const verdict = verdicts.get(known)
    if (verdict === undefined) return undefined
    const severity = verdict === 'warn' ? 'caution' : 'violation'
    const category = categories.find(one => one.severity === severity) ?? categories[0]
    const scores = Object.fromEntries(categories.map(({ id }) => [id, 0]))
    if (verdict === 'allow' || !category)
      return {
        verdict: 'allow',
        flagged: false,
        confidence: 0,
        flags: [],
        decidedBy: null,
        scores,
        ruleset,
        identifiers: [],
        test: true,
      }
    const start = text.indexOf(known)
    const evidence = {
      start,
      end: start + known.length,
      text: known,
      rule: `known_answer.${verdict}`,
      reason: '動作確認用の文です。実際の違反ではありません',
    }
    return {
      verdict,
      flagged: true,
      confidence: 1,
      flags: [toFlag({ category, confidence: 1, evidence: [evidence], cap: verdict, by: 'rule' }, stage)],
      decidedBy: { category: category.id, by: 'rule', threshold: 1 },
      scores: { ...scores, [category.id]: 1 },
      ruleset,
      identifiers: [],
      test: true,
    }
  }
}
