import type { Ruleset } from '../ruleset.js'

/** A concept that no rule names and that is no circumstance: a slip, unless it says that the voice alone hears it. */
export function noUnusedConcepts({ concepts, rules }: Pick<Ruleset, 'concepts' | 'rules'>): string[] {
  const named = new Set(rules.flatMap(({ groups, none }) => [...groups.flat(), ...none]))
  return [...concepts.values()].flatMap(({ id, source, circumstance, heard }) => {
    const used = named.has(id) || circumstance !== false
    if (used && heard)
      return [`${source}: ${id}: used by a rule or as a circumstance, and said to be heard only`]
    if (!used && !heard)
      return [`${source}: ${id}: no rule names it: say "heard: true" if it is for the voice alone`]
    return []
  })
}
