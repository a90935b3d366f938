import type { Rule } from '../../src/ruleset/ruleset.js'
import { type Conversation, joinConversation } from '../../src/screening/reading/conversation.js'
import type { Hit, Reading } from '../../src/screening/reading/read.js'
import type { MappedText } from '../../src/screening/text/mapped-text.js'
import { segment } from '../../src/screening/text/segment.js'

/**
 * Readings written down as texts: `A` to `F` are hits of the concepts of these names, `a` to `f` the same turned off where
 * they stand. 「Aですが、b。C」 holds a live A, a dead B in the next clause, and a C in the next sentence.
 */
const LETTERS = Object.fromEntries([...'ABCDEF'].map(letter => [letter, letter]))

export const OFF = '否定'

/** `words`: what each concept is called in the text, when its letter will not do (two concepts on one word). */
export function readingOf(text: string, words: Readonly<Record<string, string>> = LETTERS): Reading {
  const found = Object.entries(words).flatMap(([concept, word]) => [
    ...hitsOf(text, concept, word, undefined),
    ...(words === LETTERS ? hitsOf(text, concept, word.toLowerCase(), OFF) : []),
  ])
  const hits = found.sort((a, b) => a.start - b.start || b.end - a.end)
  return {
    text,
    segments: segment(text),
    hits,
    byConcept: new Map(
      [...new Set(hits.map(({ concept }) => concept))].map(id => [
        id,
        hits.filter(hit => hit.concept === id),
      ]),
    ),
    tokens: [],
    tokenised: new Set(),
  }
}

function hitsOf(text: string, concept: string, word: string, off: string | undefined): Hit[] {
  const hits: Hit[] = []
  for (let start = text.indexOf(word); start >= 0; start = text.indexOf(word, start + 1))
    hits.push({ concept, start, end: start + word.length, off })
  return hits
}

/** Each hit as `concept@start-end`. */
export const places = (hits: readonly Hit[]): string[] =>
  hits.map(({ concept, start, end }) => `${concept}@${start}-${end}`)

interface RuleParts extends Partial<Omit<Rule, 'groups' | 'ordered' | 'gaps'>> {
  /** `A|B` is any of, as in the files. */
  readonly all?: readonly string[]
  readonly seq?: readonly string[]
  readonly gap?: number | readonly number[]
}

export function ruleOf({ all, seq, gap = 24, id = 'x.rule', ...parts }: RuleParts): Rule {
  const groups = (seq ?? all ?? []).map(group => group.split('|'))
  return {
    id,
    category: id.split('.')[0] ?? id,
    reason: `${id} の理由`,
    ordered: seq !== undefined,
    groups,
    gaps: typeof gap === 'number' ? groups.slice(1).map(() => gap) : gap,
    none: [],
    scope: 'sentence',
    kind: undefined,
    split: false,
    cap: undefined,
    status: 'live',
    examples: { match: [], miss: [] },
    source: '',
    ...parts,
  }
}

/** Every unit stands for itself. */
const asWritten = (text: string): MappedText => ({
  text,
  starts: Int32Array.from(text, (_, i) => i),
  ends: Int32Array.from(text, (_, i) => i + 1),
})

/** A message, and what the client wrote before it, with nothing folded. */
export const conversationOf = (text: string, ...earlier: readonly string[]): Conversation =>
  joinConversation(
    text,
    earlier.map(one => ({ from: 'client', text: one })),
    one => ({ mapped: asWritten(one), folds: [] }),
  )
