import type { Ruleset } from '../ruleset/ruleset.js'
import { gramsOf } from '../screening/grams.js'
import { type Matches, match } from '../screening/match.js'
import { buildReader } from '../screening/read.js'
import { buildCleaner } from '../screening/screener.js'
import { splice } from '../screening/splice.js'
import type { Tokenise } from '../screening/tokenise.js'
import type { Case } from './dataset.js'
import { ngramBuckets, type Sample } from './ngram-trainer.js'

/** A labelled message as training sees it: read and matched once. */
export interface Prepared {
  readonly item: Case
  readonly matches: Matches
  /** Ids of the concepts that the text holds. */
  readonly present: ReadonlySet<string>
  readonly sample: Sample
  /** 0 to FOLDS - 1. Texts of one family share a fold. */
  readonly fold: number
}

export const FOLDS = 5

/** Reads and matches every message as the screener would. */
export function prepare(
  cases: readonly Case[],
  categories: readonly string[],
  ruleset: Ruleset,
  tokenise: Tokenise,
  onProgress: (done: number) => void,
): Prepared[] {
  const read = buildReader(ruleset, tokenise)
  const clean = buildCleaner(ruleset)
  return cases.map((item, i) => {
    if (i % 200 === 0) onProgress(i)
    const letter = splice(item.text, item.input.history ?? [], clean)
    const reading = read(letter)
    const matches = letter.ownOnly(match(reading, ruleset.rules, item.input.kind ?? 'message'))
    const windows = gramsOf(reading, letter, ngramBuckets)
    return {
      item,
      matches,
      present: new Set(reading.byConcept.keys()),
      sample: { windows, labels: categories.map(id => item.labels.includes(id)) },
      fold: foldOf(item.family),
    }
  })
}

/** The fold of a family, by a hash of its name: stable when the corpus grows. */
function foldOf(family: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < family.length; i++) hash = Math.imul(hash ^ family.charCodeAt(i), 0x01000193)
  return ((hash ^ (hash >>> 13)) >>> 0) % FOLDS
}
