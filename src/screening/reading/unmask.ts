import type { Concept } from '../../ruleset/ruleset.js'
import { type MappedText, MappedTextBuilder } from '../text/mapped-text.js'
import { buildDisguiseFinder } from './disguise.js'
import { buildWordFinder, type Found } from './lexicon.js'

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

export function buildUnmask(concepts: ReadonlyMap<string, Concept>): Unmask {
  const findDisguised = buildDisguiseFinder(concepts)
  // Of the ordinary pass only the kana spellings: plain words are found when the text is read.
  const spellings = [...concepts].map(
    ([id, concept]) => [id, { ...concept, terms: [], patterns: [] }] as const,
  )
  const findSpellings = buildWordFinder(new Map(spellings))
  return mapped => {
    const disguised = [...findDisguised(mapped.text), ...findSpellings(mapped.text)].filter(isFold)
    return disguised.length === 0 ? { mapped, folds: [] } : rewrite(mapped, widest(disguised))
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

function rewrite(mapped: MappedText, folds: readonly Fold[]): Unmasked {
  const builder = new MappedTextBuilder(mapped.text.length)
  const moved: Fold[] = []
  let at = 0
  let written = 0
  for (const fold of folds) {
    const twin = moved[moved.length - 1]
    if (twin && fold.start < at) {
      moved.push({ ...fold, start: twin.start, end: twin.end })
      continue
    }
    copy(at, fold.start)
    const word = fold.word.toLowerCase()
    builder.push(word, mapped.starts[fold.start] ?? 0, mapped.ends[fold.end - 1] ?? 0)
    moved.push({ ...fold, start: written, end: written + word.length })
    written += word.length
    at = fold.end
  }
  copy(at, mapped.text.length)
  return { mapped: builder.build(), folds: moved }

  function copy(from: number, to: number): void {
    for (let i = from; i < to; i++)
      builder.push(mapped.text.charAt(i), mapped.starts[i] ?? 0, mapped.ends[i] ?? 0)
    written += to - from
  }
}
