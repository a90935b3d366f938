import type { Concept, Ruleset } from '../ruleset/ruleset.js'
import { findEntities } from './entities.js'
import { findIncome } from './income.js'
import { buildWordFinder, type Found } from './lexicon.js'
import { readModality } from './modality.js'
import { lastAtOrBefore } from './order.js'
import { findRewardCuts } from './reward-cut.js'
import type { Segments } from './segment.js'
import type { Letter } from './splice.js'
import type { Token, Tokenise } from './tokenise.js'
import { findLowUnitPrices } from './unit-price.js'
import type { Fold } from './unmask.js'

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

/** Reads a letter: its words and figures, where they count and where not. */
export type Read = (letter: Pick<Letter, 'mapped' | 'folds' | 'segments'>) => Reading

export interface ReadOptions {
  /** false: look for every pattern everywhere and tokenise everything. What the tests compare with. */
  readonly prefilter?: boolean
}

/**
 * Tokens are wanted for verbs alone: a clause is tokenised when its sentence holds some concept and it holds the stem of
 * some verb of the dictionary. Nothing else could be found in the others.
 */
export function buildReader(
  ruleset: Ruleset,
  tokenise: Tokenise,
  { prefilter = true }: ReadOptions = {},
): Read {
  const findWords = buildWordFinder(ruleset.concepts, { prefilter })
  const verbs = verbIndex(ruleset.concepts)
  const mayHoldVerb = stemFinder([...verbs.keys()])

  return ({ mapped: { text }, folds, segments }) => {
    const found = [
      ...folds,
      ...without(findWords(text), folds),
      ...findEntities(text),
      ...findLowUnitPrices(text, segments),
      ...findIncome(text),
      ...findRewardCuts(text),
    ]
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
      .map(
        (hit): Hit => ({
          ...hit,
          off: FACTS.has(hit.concept)
            ? undefined
            : modality.offAt(hit.start, hit.end, isNegatable(ruleset.concepts, hit)),
        }),
      )
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

/** Figures are what they are, whatever is denied or forbidden beside them (コピペ禁止, 即日ではなく). */
const FACTS: ReadonlySet<string> = new Set(['LOW_UNIT_PRICE_STATED', 'LOW_UNIT_PRICE_COMPUTED', 'REWARD_CUT'])

const isNegatable = (concepts: ReadonlyMap<string, Concept>, hit: Found): boolean =>
  concepts.get(hit.concept)?.negatable ?? true

function verbIndex(concepts: ReadonlyMap<string, Concept>): ReadonlyMap<string, readonly string[]> {
  const index = new Map<string, string[]>()
  for (const concept of concepts.values()) {
    for (const verb of concept.verbs) index.set(verb, [...(index.get(verb) ?? []), concept.id])
  }
  return index
}

/** Verbs by lemma. Behind お or ご the tokenizer takes the stem for a noun (お教えください): there the stem counts too. */
function findVerbs(tokens: readonly Token[], verbs: ReadonlyMap<string, readonly string[]>): Found[] {
  return tokens.flatMap((token, i): Found[] => {
    const previous = tokens[i - 1]
    const polite = previous && /^[おご御]$/u.test(previous.surface)
    const ids =
      verbs.get(token.lemma) ?? (polite ? stems(token.surface).flatMap(stem => verbs.get(stem) ?? []) : [])
    return ids.map(concept => ({ concept, start: token.start, end: token.end }))
  })
}

/**
 * Whatever its form, a verb keeps its stem: all but the last kana (教える, 教えて). Behind the stem of a five-row verb
 * stands a kana of its row or a sound change of it (書く, 書いて, but not 書類).
 */
function stemFinder(verbs: readonly string[]): RegExp {
  const forms = verbs.map(verb => {
    const last = verb.slice(-1)
    const stem = (/[ぁ-ん]/u.test(last) ? verb.slice(0, -1) : verb).replace(/[^\p{L}]/gu, '\\$&')
    const row = FIVE_ROWS[last]
    return row ? `${stem}[${row}]` : stem
  })
  return new RegExp([...new Set(forms)].join('|'), 'u')
}

/** る is left out: as many verbs of one row end in it. */
const FIVE_ROWS: Readonly<Record<string, string>> = {
  う: 'わいうえおっ',
  く: 'かきくけこいっん',
  ぐ: 'がぎぐげごいん',
  す: 'さしすせそ',
  つ: 'たちつてとっ',
  ぬ: 'なにぬねのん',
  ぶ: 'ばびぶべぼん',
  む: 'まみむめもん',
}

const GODAN: Readonly<Record<string, string>> = {
  い: 'う',
  き: 'く',
  ぎ: 'ぐ',
  し: 'す',
  ち: 'つ',
  に: 'ぬ',
  び: 'ぶ',
  み: 'む',
  り: 'る',
}

/** Dictionary forms that a continuative stem may belong to: 送り → 送る・送りる, 教え → 教える. */
function stems(surface: string): string[] {
  const last = surface.slice(-1)
  const godan = GODAN[last]
  return godan ? [surface.slice(0, -1) + godan, `${surface}る`] : [`${surface}る`]
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
