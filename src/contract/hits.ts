import type { Judgement } from './judgement.js'

/** A rule that hit: of a flag, or a shadow rule that would have flagged. */
export interface RuleHit {
  readonly category: string
  /** '' for a flag without evidence in the text, as one for the client's profile has. */
  readonly rule: string
  /** Of the category's flag; 0 when it was none. */
  readonly confidence: number
  readonly source: 'rule' | 'shadow'
}

type Hitting = Pick<Judgement, 'flags' | 'besides' | 'shadows'>

/** Each rule once a flag, however often it points at the text. */
export function hitsOf({ flags, besides = [], shadows = [] }: Hitting): readonly RuleHit[] {
  return [
    ...flags.flatMap(({ category, confidence, evidence }) => {
      const hidden = besides.filter(one => one.category === category)
      const rules =
        evidence.length === 0 ? [''] : [...new Set([...evidence, ...hidden].map(({ rule }) => rule))]
      return rules.map(rule => ({ category, rule, confidence, source: 'rule' as const }))
    }),
    ...shadows.map(({ category, rule }) => ({ category, rule, confidence: 0, source: 'shadow' as const })),
  ]
}

/** One of the things that a judgement counts as. */
export interface Count {
  readonly kind: 'verdict' | 'category' | RuleHit['source']
  readonly name: string
}

/** What a judgement counts as: its verdict, the category of every flag, and every rule that hit. */
export function countsOf(judgement: Hitting & Pick<Judgement, 'verdict'>): readonly Count[] {
  return [
    { kind: 'verdict', name: judgement.verdict },
    ...judgement.flags.map(({ category }) => ({ kind: 'category' as const, name: category })),
    ...hitsOf(judgement)
      .filter(({ rule }) => rule !== '')
      .map(({ source, rule }) => ({ kind: source, name: rule })),
  ]
}
