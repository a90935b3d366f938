import type { Ruleset } from '../ruleset.js'

/** A word that stands twice in a concept is a slip: it was looked for and not found, or meant for another one. */
export const noDuplicateTerms = ({ concepts }: Pick<Ruleset, 'concepts'>): string[] =>
  [...concepts.values()].flatMap(({ id, source, terms, verbs, shadows, patterns }) =>
    Object.entries({ terms, verbs, shadows, patterns: patterns.map(({ source }) => source) }).flatMap(
      ([list, words]) => repeated(words).map(word => `${source}: ${id}: ${list}: ${word} stands there twice`),
    ),
  )

const repeated = (words: readonly string[]): string[] => [
  ...new Set(words.filter((word, i) => words.indexOf(word) !== i)),
]
