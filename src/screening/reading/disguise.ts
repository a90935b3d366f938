import { AhoCorasick } from '@monyone/aho-corasick/fast'
import type { Concept } from '../../ruleset/ruleset.js'
import { isHiragana, isKatakana, type Skeletons } from '../text/skeleton.js'
import { type Found, inContext, kanaStandsAlone, standsAlone } from './lexicon.js'

/** Finds known words in disguise: spaced, dotted, broken over lines, in the other kana, with look-alikes, masked. */
export type FindDisguised = (text: string) => Found[]

interface Word {
  readonly concept: Concept
  /** The ordinary spelling. */
  readonly word: string
  /** The spelling that the skeleton was made from. */
  readonly spelling: string
}

/** Shorter disguised words are too likely to be something else. */
const SHORTEST_KANA = 3
const SHORTEST_MASKED = 3
const LONGEST_MASKED = 10

export function buildDisguiseFinder(
  concepts: ReadonlyMap<string, Concept>,
  skeletons: Skeletons,
): FindDisguised {
  const { isMask } = skeletons
  const words = new Map<string, Word[]>()
  /** What stands before the hidden letter, what stands behind it, and the words of which one letter is hidden so. */
  const masked = new Map<string, Map<string, Word[]>>()
  const shadows = new Map<string, Concept[]>()
  for (const concept of concepts.values()) {
    if (!concept.evasion) continue
    for (const shadow of concept.shadows)
      shadows.set(skeletons.ofWord(shadow), [...(shadows.get(skeletons.ofWord(shadow)) ?? []), concept])
    for (const [spelling, word] of [
      ...concept.terms.map(term => [term, term] as const),
      ...concept.variants,
    ]) {
      const folded = skeletons.ofWord(spelling)
      if (folded.length < 2 || (folded.length < SHORTEST_KANA && /^[ァ-ヺーa-z0-9]+$/u.test(folded))) continue
      append(words, folded, { concept, word, spelling })
      if (folded.length < SHORTEST_MASKED || folded.length > LONGEST_MASKED) continue
      for (let i = 0; i < folded.length; i++) {
        const head = folded.slice(0, i)
        const tails = masked.get(head) ?? new Map<string, Word[]>()
        append(tails, folded.slice(i + 1), { concept, word, spelling })
        masked.set(head, tails)
      }
    }
  }
  const automaton = new AhoCorasick([...new Set([...words.keys(), ...shadows.keys()])])

  return text => [...findFolded(text), ...findMasked(text)]

  function findFolded(text: string): Found[] {
    const folded = skeletons.of(text)
    const found: Found[] = []
    const matches = automaton.matchInText(folded.text)
    // A word inside a longer innocent one is no disguise, however both are spelt: お電 話 番号 is no call.
    const shadowed = (concept: Concept, begin: number, end: number): boolean =>
      matches.some(
        other =>
          other.begin <= begin &&
          end <= other.end &&
          (shadows.get(other.keyword)?.includes(concept) ?? false),
      )
    for (const { begin, end, keyword } of matches) {
      const start = folded.at[begin] ?? 0
      const stop = (folded.at[end - 1] ?? 0) + 1
      const seen = text.slice(start, stop)
      for (const { concept, word, spelling } of words.get(keyword) ?? []) {
        // Plain spellings, this word's or another of the concept's, are found by the ordinary pass.
        if (concept.terms.includes(seen) || concept.variants.has(seen)) continue
        if (seen === spelling || shadowed(concept, begin, end)) continue
        if (
          !believable(skeletons, text, start, stop, seen, end - begin) ||
          !inContext(concept, text, start, stop)
        )
          continue
        found.push({ concept: concept.id, start, end: stop, fold: foldName(skeletons, seen, spelling), word })
      }
    }
    return found
  }

  function findMasked(text: string): Found[] {
    const found: Found[] = []
    for (let i = 0; i < text.length; i++) {
      // One letter is hidden, not a row of them: ○○ is a blank to fill in.
      if (!isMask(text.charAt(i)) || isMask(text.charAt(i - 1)) || isMask(text.charAt(i + 1))) continue
      const left = charactersBefore(skeletons, text, i)
      const right = charactersBehind(skeletons, text, i)
      const seenLeft = left.map(letter => letter.seen).join('')
      const seenRight = right.map(letter => letter.seen).join('')
      for (let before = 0; before <= left.length; before++) {
        const tails = masked.get(seenLeft.slice(left.length - before))
        if (!tails) continue
        for (let behind = 0; behind <= right.length; behind++) {
          for (const { concept, word } of tails.get(seenRight.slice(0, behind)) ?? []) {
            const start = left[left.length - before]?.at ?? i
            const end = (right[behind - 1]?.at ?? i) + 1
            if (before === 0 && isBullet(text, i)) continue
            if (!standsAlone(text, start, end) || !kanaStandsAlone(text, start, end)) continue
            if (!inContext(concept, text, start, end)) continue
            found.push({ concept: concept.id, start, end, fold: 'mask', word })
          }
        }
      }
    }
    return found
  }
}

function append(map: Map<string, Word[]>, key: string, value: Word): void {
  const known = map.get(key)
  if (!known) map.set(key, [value])
  else if (!known.some(word => word.concept === value.concept && word.word === value.word)) known.push(value)
}

/** Whether a reader would take the stretch for the word, rather than for pieces of other words. */
function believable(
  skeletons: Skeletons,
  text: string,
  start: number,
  end: number,
  seen: string,
  characters: number,
): boolean {
  if (!standsAlone(text, start, end) || !kanaStandsAlone(text, start, end)) return false
  if (/[。、]/u.test(seen)) return false
  const gaps = seen.length - characters
  if (gaps > 0) {
    // Broken over lines, or with several kinds of gaps: only when every letter stands by itself.
    if (/[\n()[\]「」『』【】:;]/u.test(seen) && gaps < characters - 1) return false
    if (gaps > (characters - 1) * 3) return false
  }
  // A look-alike at the edge must not be a piece of ordinary kanji text: 入口コミ, 人工エリア.
  return !kanjiRunsOn(skeletons, text, start, end)
}

const isKanji = (char: string): boolean => /^[一-龠々]$/u.test(char)

function kanjiRunsOn(skeletons: Skeletons, text: string, start: number, end: number): boolean {
  const first = text.charAt(start)
  const last = text.charAt(end - 1)
  const disguisedFirst = isKanji(first) && isKatakana(skeletons.ofCharacter(first))
  const disguisedLast = isKanji(last) && isKatakana(skeletons.ofCharacter(last))
  return (disguisedFirst && isKanji(text.charAt(start - 1))) || (disguisedLast && isKanji(text.charAt(end)))
}

function foldName(skeletons: Skeletons, seen: string, word: string): string {
  if ([...seen].some(skeletons.isSeparator)) return 'spacing'
  const sameSound = [...seen].every(
    (char, i) => char === word[i] || toKatakana(char) === toKatakana(word.charAt(i)),
  )
  return sameSound ? 'kana' : 'look_alike'
}

const toKatakana = (char: string): string =>
  isHiragana(char) ? String.fromCharCode(char.charCodeAt(0) + 0x60) : char

const isBullet = (text: string, at: number): boolean =>
  at === 0 || text.charAt(at - 1) === '\n' || text.charAt(at - 1) === ' '

interface Character {
  /** As a reader takes it: its skeleton. */
  readonly seen: string
  readonly at: number
}

function charactersBefore(skeletons: Skeletons, text: string, from: number): Character[] {
  const characters: Character[] = []
  for (let i = from - 1; i >= 0 && characters.length < LONGEST_MASKED && from - i < 2 * LONGEST_MASKED; i--) {
    const char = text.charAt(i)
    if (/[\n。、「」]/u.test(char)) break
    if (!skeletons.isSeparator(char)) characters.unshift({ seen: skeletons.ofCharacter(char), at: i })
  }
  return characters
}

function charactersBehind(skeletons: Skeletons, text: string, from: number): Character[] {
  const characters: Character[] = []
  for (
    let i = from + 1;
    i < text.length && characters.length < LONGEST_MASKED && i - from < 2 * LONGEST_MASKED;
    i++
  ) {
    const char = text.charAt(i)
    if (/[\n。、「」]/u.test(char)) break
    if (!skeletons.isSeparator(char)) characters.push({ seen: skeletons.ofCharacter(char), at: i })
  }
  return characters
}
