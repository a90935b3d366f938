import { atOnce, type Steps } from '../../contract/steps.js'
import type { Concept } from '../../ruleset/ruleset.js'
import { type Change, type MappedText, rewrite } from '../text/mapped-text.js'
import type { Skeletons } from '../text/skeleton.js'
import { buildDisguiseFinder } from './disguise.js'
import { type Found, wordFinderSteps } from './lexicon.js'

/** A stretch that was written in disguise, in the text that holds the plain word in its place. */
export interface Fold extends Found {
  readonly fold: string
  readonly word: string
}

export interface Unmasked {
  readonly mapped: MappedText
  /** One a concept and stretch. */
  readonly folds: readonly Fold[]
}

/** Writes the plain word where a known one stands in disguise, so that all that follows reads what a reader reads. */
export type Unmask = (mapped: MappedText) => Unmasked

export const buildUnmask = (concepts: ReadonlyMap<string, Concept>, skeletons: Skeletons): Unmask =>
  atOnce(unmaskSteps(concepts, skeletons))

export function* unmaskSteps(concepts: ReadonlyMap<string, Concept>, skeletons: Skeletons): Steps<Unmask> {
  const findDisguised = buildDisguiseFinder(concepts, skeletons)
  yield
  // Of the ordinary pass only the kana spellings: plain words are found when the text is read.
  const spellings = [...concepts].map(
    ([id, concept]) => [id, { ...concept, terms: [], patterns: [] }] as const,
  )
  const findSpellings = yield* wordFinderSteps(new Map(spellings))
  return mapped => {
    const disguised = [...findDisguised(mapped.text), ...findSpellings(mapped.text)].filter(isFold)
    return disguised.length === 0 ? { mapped, folds: [] } : writePlain(mapped, widest(disguised))
  }
}

const isFold = (found: Found): found is Fold => found.fold !== undefined && found.word !== undefined

/** The widest disguises that do not overlap, in the order of the text; several concepts may share a stretch. */
function widest(found: readonly Fold[]): Fold[] {
  const chosen: Fold[] = []
  const covers = new Map<number, Fold>()
  const known = new Set<string>()
  for (const fold of [...found].sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start)) {
    const key = `${fold.start}:${fold.concept}`
    if (known.has(key) || clashes(fold, covers)) continue
    known.add(key)
    chosen.push(fold)
    for (let at = fold.start; at < fold.end; at++) covers.set(at, fold)
  }
  return chosen.sort((a, b) => a.start - b.start)
}

function clashes(fold: Fold, covers: ReadonlyMap<number, Fold>): boolean {
  for (let at = fold.start; at < fold.end; at++) {
    const other = covers.get(at)
    if (other && (other.start !== fold.start || other.end !== fold.end || other.word !== fold.word))
      return true
  }
  return false
}

/** Writes each word once, however many concepts share its stretch, and moves the folds to where it stands now. */
function writePlain(mapped: MappedText, folds: readonly Fold[]): Unmasked {
  const changes: Change[] = []
  const changeOf = folds.map(({ start, end, word }) => {
    if (start >= (changes.at(-1)?.end ?? 0)) changes.push({ start, end, piece: word.toLowerCase() })
    return changes.length - 1
  })
  const { mapped: plain, places } = rewrite(mapped, changes)
  return { mapped: plain, folds: folds.map((fold, i) => ({ ...fold, ...places[changeOf[i] ?? 0] })) }
}
