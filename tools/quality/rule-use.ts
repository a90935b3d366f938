import type { Rule } from '../../src/ruleset/ruleset.js'

/** A labelled text and the ids of the rules that matched it. */
export interface Matched {
  readonly labels: readonly string[]
  readonly rules: ReadonlySet<string>
}

export interface RuleUse {
  /** Rules that no labelled text needs: on each they match with their label, another rule of the category matches too. */
  readonly unneeded: readonly string[]
  /** Pairs of one category that match exactly the same texts, three at least. */
  readonly together: readonly (readonly [string, string])[]
}

/** Fewer texts than this say nothing of a pair. */
const FEWEST = 3

/** What a corpus says of the rules: which of them could go, or be one. Shadow rules are left out. */
export function ruleUse(rules: readonly Rule[], texts: readonly Matched[]): RuleUse {
  const live = rules.filter(({ status }) => status === 'live')
  const categoryOf = new Map(live.map(({ id, category }) => [id, category]))
  const needed = new Set(
    texts.flatMap(({ labels, rules }) =>
      labels.flatMap(label => {
        const own = [...rules].filter(id => categoryOf.get(id) === label)
        return own.length === 1 ? own : []
      }),
    ),
  )
  const where = new Map(
    live.map(({ id }) => [id, texts.flatMap(({ rules }, i) => (rules.has(id) ? [i] : [])).join()]),
  )
  const often = live.filter(({ id }) => texts.filter(({ rules }) => rules.has(id)).length >= FEWEST)
  return {
    unneeded: live.map(({ id }) => id).filter(id => !needed.has(id)),
    together: often.flatMap(({ id, category }, i) =>
      often
        .slice(i + 1)
        .filter(other => other.category === category && where.get(other.id) === where.get(id))
        .map(other => [id, other.id] as const),
    ),
  }
}
