import { DEFAULT_STAGE } from '../../src/contract/defaults.js'
import type { Ruleset } from '../../src/ruleset/ruleset.js'
import { lengthOf, presentIn, type Seen } from '../../src/screening/model/features.js'
import { gramsOf } from '../../src/screening/model/grams.js'
import { buildReadMessage } from '../../src/screening/rules/read-message.js'
import type { Tokenise } from '../../src/tokeniser/tokenise.js'
import type { Case } from '../quality/dataset.js'
import { ngramBuckets, type Sample } from './ngram-trainer.js'

/** A labelled message as training sees it: read and matched once. */
export interface Prepared {
  readonly item: Case
  /** What its features are counted from, but for the voice: in training that has not heard the message. */
  readonly seen: Omit<Seen, 'vote' | 'opinion'>
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
  const readMessage = buildReadMessage(ruleset, tokenise)
  return cases.map((item, i) => {
    if (i % 200 === 0) onProgress(i)
    const { conversation, reading, matches } = readMessage(item.input)
    const windows = gramsOf(reading, conversation, ngramBuckets)
    return {
      item,
      seen: {
        matches,
        present: presentIn(reading, ruleset.circumstances, conversation.ownStart),
        circumstances: ruleset.circumstances,
        long: lengthOf(conversation.own.text),
        stage: item.input.stage ?? DEFAULT_STAGE,
      },
      sample: { windows, labels: categories.map(id => labelOf(item, id)) },
      fold: foldOf(item.family),
    }
  })
}

/** Whether a message shows a category; undefined where careful readers split. */
export const labelOf = ({ labels, optional }: Case, category: string): boolean | undefined =>
  labels.includes(category) || (optional.includes(category) ? undefined : false)

/** The fold of a family, by a hash of its name: stable when the corpus grows. */
function foldOf(family: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < family.length; i++) hash = Math.imul(hash ^ family.charCodeAt(i), 0x01000193)
  return ((hash ^ (hash >>> 13)) >>> 0) % FOLDS
}
