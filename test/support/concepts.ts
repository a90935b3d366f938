import type { Concept } from '../../src/ruleset/ruleset.js'

/** A concept of which a test names only what it is about. */
export const conceptOf = (parts: Partial<Concept>): Concept => ({
  id: 'X',
  about: '',
  terms: [],
  variants: new Map(),
  verbs: [],
  patterns: [],
  shadows: [],
  notAfter: undefined,
  notBefore: undefined,
  evasion: false,
  negatable: true,
  ...parts,
})

export const conceptsOf = (...concepts: readonly Partial<Concept>[]): ReadonlyMap<string, Concept> =>
  new Map(concepts.map(conceptOf).map(concept => [concept.id, concept]))
