import { createHash } from 'node:crypto'
import type { ModelSource } from './model-schema.js'
import type { Concept, Rule } from './ruleset.js'
import type { CategorySource } from './schema.js'

/** What a model was fitted on, as far as the dictionary goes. */
export type FittedOn = Pick<ModelSource['trainedOn'], 'dictionary' | 'rules' | 'concepts'>

export interface Readings {
  readonly concepts: ReadonlyMap<string, Concept>
  readonly categories: readonly CategorySource[]
  readonly rules: readonly Rule[]
  /** The tables of `language/` as they were parsed. */
  readonly tables: unknown
}

/**
 * The ids, and a hash of all that makes a text's reading: words, patterns, rules, tables. What is written for people only
 * (remarks, reasons, advice, examples, the order of the files) may change without a training.
 */
export function fingerprintOf({ concepts, categories, rules, tables }: Readings): FittedOn {
  const reading = {
    concepts: sorted(concepts.values()).map(({ source, heard, ...rest }) => rest),
    categories: sorted(categories.values()).map(({ id, source }) => ({ id, source })),
    rules: sorted(rules.values()).map(({ source, cap, ...rest }) => rest),
    tables,
  }
  return {
    dictionary: createHash('sha256').update(JSON.stringify(reading, plain)).digest('hex'),
    rules: sorted(rules.values()).map(({ id }) => id),
    concepts: sorted(concepts.values()).map(({ id }) => id),
  }
}

const sorted = <Named extends { readonly id: string }>(all: Iterable<Named>): Named[] =>
  [...all].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))

/** Keys of what is written for people: it makes no reading. */
const FOR_PEOPLE: ReadonlySet<string> = new Set(['about', 'examples', 'reason'])

/** What JSON does not know, as what it does; without what is for people. */
const plain = (key: string, value: unknown): unknown => {
  if (FOR_PEOPLE.has(key)) return undefined
  if (value instanceof RegExp) return String(value)
  if (value instanceof Map) return [...value]
  return value
}
