import type { Concept } from '../../src/ruleset/ruleset.js'

/** A concept of which a test names only what it is about. */
const conceptOf = (parts: Partial<Concept>): Concept => ({
  id: 'X',
  about: '',
  terms: [],
  variants: new Map(),
  verbs: [],
  patterns: [],
  finder: undefined,
  shadows: [],
  notAfter: undefined,
  notBefore: undefined,
  evasion: false,
  negatable: true,
  fact: false,
  circumstance: false,
  heard: false,
  source: '',
  ...parts,
})

export const conceptsOf = (...concepts: readonly Partial<Concept>[]): ReadonlyMap<string, Concept> =>
  new Map(concepts.map(conceptOf).map(concept => [concept.id, concept]))
