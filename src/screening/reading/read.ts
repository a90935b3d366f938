import { atOnce, type Steps } from '../../contract/steps.js'
import type { Ruleset } from '../../ruleset/ruleset.js'
import type { Token, Tokenise } from '../../tokeniser/tokenise.js'
import type { Segments } from '../text/segment.js'
import { lastAtOrBefore } from '../text/sorted-search.js'
import type { Conversation } from './conversation.js'
import { buildFinders } from './finders.js'
import { type Found, wordFinderSteps } from './lexicon.js'
import { buildReadModality } from './modality.js'
import type { Fold } from './unmask.js'
import { findVerbs, stemFinder, verbIndex } from './verbs.js'

/** A concept where it stands, and why it does not count there if it does not. */
export interface Hit extends Found {
  readonly off: string | undefined
}

/** All that the rules look at. */
export interface Reading {
  readonly text: string
  readonly segments: Segments
  readonly hits: readonly Hit[]
  readonly byConcept: ReadonlyMap<string, readonly Hit[]>
  readonly tokens: readonly Token[]
  /** Numbers of the clauses that were tokenised. */
  readonly tokenised: ReadonlySet<number>
}

/** Reads a text: its words and figures, where they count and where not. */
export type ReadText = (conversation: Pick<Conversation, 'mapped' | 'folds' | 'segments'>) => Reading

export interface ReadOptions {
  /** false: look for every pattern everywhere and tokenise everything. What the tests compare with. */
  readonly prefilter?: boolean
}

/**
 * Tokens are wanted for verbs alone: a clause is tokenised when its sentence holds some concept and it holds the stem of
 * some verb of the dictionary. Nothing else could be found in the others.
 */
export const buildReadText = (ruleset: Ruleset, tokenise: Tokenise, options?: ReadOptions): ReadText =>
  atOnce(readTextSteps(ruleset, tokenise, options))

export function* readTextSteps(
  ruleset: Ruleset,
  tokenise: Tokenise,
  { prefilter = true }: ReadOptions = {},
): Steps<ReadText> {
  const findWords = yield* wordFinderSteps(ruleset.concepts, { prefilter })
  yield
  const verbs = verbIndex(ruleset.concepts)
  const findFigures = buildFinders(ruleset)
  const readModality = buildReadModality(ruleset.language.modality)
  const mayHoldVerb = stemFinder([...verbs.keys()])

  return ({ mapped: { text }, folds, segments }) => {
    const found = [...folds, ...without(findWords(text), folds), ...findFigures(text, segments)]
    const tokens: Token[] = []
    const tokenised = new Set<number>()
    const triggered = sentencesOf(found, segments)
    for (const [i, clause] of segments.clauses.entries()) {
      if (!triggered.has(clause.sentence)) continue
      const words = text.slice(clause.start, clause.end)
      if (prefilter && !mayHoldVerb.test(words)) continue
      tokenised.add(i)
      tokens.push(...tokenise(words, clause.start))
    }
    found.push(...findVerbs(tokens, verbs))
    const modality = readModality(text, segments)
    const hits = found
      .map((hit): Hit => {
        const { fact = false, negatable = true } = ruleset.concepts.get(hit.concept) ?? {}
        return { ...hit, off: fact ? undefined : modality.offAt(hit.start, hit.end, negatable) }
      })
      .sort((a, b) => a.start - b.start || b.end - a.end)
    return { text, segments, hits, byConcept: groupByConcept(hits), tokens, tokenised }
  }
}

/** Numbers of the sentences that hold some of what was found. */
function sentencesOf(found: readonly Found[], { clauses }: Segments): ReadonlySet<number> {
  const sentences = new Set<number>()
  for (const { start, end } of found) {
    for (
      let i = lastAtOrBefore(clauses.length, one => clauses[one]?.start ?? 0, start);
      i < clauses.length;
      i++
    ) {
      const clause = clauses[i]
      if (clause === undefined || clause.start >= end) break
      if (start < clause.end) sentences.add(clause.sentence)
    }
  }
  return sentences
}

/** What is known to have stood in disguise is not found again as a plain word. */
function without(found: readonly Found[], folds: readonly Fold[]): readonly Found[] {
  if (folds.length === 0) return found
  const keyOf = ({ concept, start, end }: Found): string => `${concept}:${start}:${end}`
  const known = new Set(folds.map(keyOf))
  return found.filter(hit => !known.has(keyOf(hit)))
}

function groupByConcept(hits: readonly Hit[]): ReadonlyMap<string, readonly Hit[]> {
  const groups = new Map<string, Hit[]>()
  for (const hit of hits) {
    const group = groups.get(hit.concept)
    if (group) group.push(hit)
    else groups.set(hit.concept, [hit])
  }
  return groups
}
