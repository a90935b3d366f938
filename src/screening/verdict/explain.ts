import { DEFAULT_KIND, DEFAULT_STAGE } from '../../contract/defaults.js'
import type { Explanation } from '../../contract/explanation.js'
import type { ScreeningInput } from '../../contract/message.js'
import type { Rule, Ruleset } from '../../ruleset/ruleset.js'
import type { Matches } from '../rules/match.js'
import { nearMisses } from '../rules/near-miss.js'
import type { MessageReading } from '../rules/read-message.js'
import { thresholdsOf } from './decide.js'
import type { Findings } from './findings.js'

interface Parts {
  readonly ruleset: Ruleset
  readonly message: MessageReading
  readonly findings: Findings
  readonly input: Pick<ScreeningInput, 'stage' | 'kind'>
}

/** A category is close when its confidence is at least this share of what would flag it. */
const CLOSE = 0.5

/** A text that says one thing a thousand times is explained by the first of them. */
const MOST_OF_A_RULE = 20

/** Shows the work: what was read, folded, matched, turned off, and what each part weighed. Offsets are original ones. */
export function explain({ ruleset, message, findings, input }: Parts): Explanation {
  const { conversation, reading, matches } = message
  const { stage = DEFAULT_STAGE, kind = DEFAULT_KIND } = input
  const place = (start: number, end: number) => conversation.originalSpan(start, end)
  const whole = (hits: Matches['signals'][number]['hits']) => {
    const { start, end } = place(
      Math.min(...hits.map(hit => hit.start)),
      Math.max(...hits.map(hit => hit.end)),
    )
    return { start, end, text: conversation.original.slice(start, end) }
  }
  const signals = firstOfEachRule(matches.signals)
  const suppressed = firstOfEachRule(matches.suppressed)
  return {
    normalised: conversation.own.text,
    transforms: conversation.folds
      .filter(({ end }) => end > conversation.ownStart)
      .map(hit => {
        const { start, end } = place(hit.start, hit.end)
        return {
          step: hit.fold,
          start,
          end,
          from: conversation.original.slice(start, end),
          to: hit.word,
        }
      }),
    clauses: reading.segments.clauses.flatMap((clause, i) => {
      if (clause.end <= conversation.ownStart) return []
      const { start, end } = place(clause.start, clause.end)
      return [
        {
          start,
          end,
          text: reading.text.slice(Math.max(clause.start, conversation.ownStart), clause.end),
          tokenised: reading.tokenised.has(i),
        },
      ]
    }),
    tokens: reading.tokens
      .filter(token => token.end > conversation.ownStart)
      .map(({ surface, lemma, reading, pos, start, end }) => ({
        surface,
        lemma,
        reading,
        pos,
        ...place(start, end),
      })),
    signals: signals.shown.map(({ rule, hits }) => ({
      category: rule.category,
      rule: rule.id,
      status: rule.status,
      weight: ruleset.model?.logistic[rule.category]?.weights[rule.id] ?? 0,
      ...whole(hits),
    })),
    suppressed: suppressed.shown.map(({ rule, by, hits }) => ({
      category: rule.category,
      rule: rule.id,
      by: by.kind === 'modality' ? by.reason : by.id,
      ...whole(hits),
    })),
    nearMisses: nearMisses(reading, ruleset.rules, kind, matches)
      .filter(({ hits }) => hits.some(hit => hit.end > conversation.ownStart))
      .map(({ rule, lacking, hits }) => ({
        category: rule.category,
        rule: rule.id,
        lacking: lacking === 'order' ? ['order'] : lacking,
        ...whole(hits),
      })),
    omitted: [
      ...signals.omitted.map(one => ({ list: 'signals' as const, ...one })),
      ...suppressed.omitted.map(one => ({ list: 'suppressed' as const, ...one })),
    ],
    belowThreshold: findings.list.flatMap(({ category, confidence }) => {
      const { flag } = thresholdsOf(ruleset.policy, category.id, stage)
      return confidence < flag && confidence >= CLOSE * flag
        ? [{ category: category.id, confidence, threshold: flag }]
        : []
    }),
    logOdds: Object.fromEntries(
      [...findings.details].map(([category, { confidence: _, ...terms }]) => [category, terms]),
    ),
  }
}

/** What is shown of each rule, and how much of it is not. */
function firstOfEachRule<Item extends { readonly rule: Rule }>(items: readonly Item[]) {
  const seen = new Map<string, number>()
  const shown = items.filter(({ rule }) => {
    const before = seen.get(rule.id) ?? 0
    seen.set(rule.id, before + 1)
    return before < MOST_OF_A_RULE
  })
  const omitted = [...seen].flatMap(([rule, count]) =>
    count > MOST_OF_A_RULE ? [{ rule, count: count - MOST_OF_A_RULE }] : [],
  )
  return { shown, omitted }
}
