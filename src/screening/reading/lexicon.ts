import { AhoCorasick } from '@monyone/aho-corasick/fast'
import { atOnce, type Steps } from '../../contract/steps.js'
import type { FinderName } from '../../ruleset/concept-schema.js'
import type { Concept } from '../../ruleset/ruleset.js'
import { isDigit, isHiragana, isKatakana, isLatin } from '../text/skeleton.js'
import { firstAtOrBehind } from '../text/sorted-search.js'
import { triggersOf } from './triggers.js'

/** A concept found in the normalised text. Offsets in UTF-16 units of that text. */
export interface Found {
  readonly concept: string
  readonly start: number
  readonly end: number
  /** The fold that turned a disguised spelling into the word, if one was needed. */
  readonly fold?: string | undefined
  /** The word that the disguise stands for. */
  readonly word?: string | undefined
}

/** What a finder made of code sees, by the name under which a concept asks for it. */
export interface Sighting extends Omit<Found, 'concept'> {
  readonly finder: FinderName
}

/** Finds the plain words of all concepts in one pass, and their patterns. */
export type FindWords = (text: string) => Found[]

interface Entry {
  readonly concept: Concept
  readonly role: 'term' | 'variant' | 'shadow'
}

interface Pattern {
  readonly concept: Concept
  readonly pattern: RegExp
  /** Number of the text for which it is due. */
  dueIn: number
}

/** `prefilter: false` searches every text for every pattern: what the tests compare with. */
export const buildWordFinder = (
  concepts: ReadonlyMap<string, Concept>,
  options?: { readonly prefilter?: boolean },
): FindWords => atOnce(wordFinderSteps(concepts, options))

export function* wordFinderSteps(
  concepts: ReadonlyMap<string, Concept>,
  { prefilter = true }: { readonly prefilter?: boolean } = {},
): Steps<FindWords> {
  const entries = entriesOf(concepts)
  const patterns = [...concepts.values()].flatMap(concept =>
    concept.patterns.map((pattern): Pattern => ({ concept, pattern, dueIn: 0 })),
  )
  const triggered = new Map<string, Pattern[]>()
  const untriggered: Pattern[] = []
  for (const pattern of patterns) {
    const triggers = prefilter ? triggersOf(pattern.pattern) : undefined
    // One hiragana stands in nearly every text: looking for it costs more than looking for the pattern.
    if (triggers === undefined || triggers.some(isHiragana)) untriggered.push(pattern)
    else for (const trigger of triggers) triggered.set(trigger, [...(triggered.get(trigger) ?? []), pattern])
  }
  yield
  const automaton = new AhoCorasick([...new Set([...entries.keys(), ...triggered.keys()])])

  let texts = 0

  return text => {
    texts++
    const found: Found[] = []
    const shadows = new Map<string, Found[]>()
    for (const pattern of untriggered) pattern.dueIn = texts
    for (const { begin, end, keyword } of automaton.matchInText(text)) {
      for (const pattern of triggered.get(keyword) ?? []) pattern.dueIn = texts
      for (const { concept, role } of entries.get(keyword) ?? []) {
        if (role === 'shadow') {
          const those = shadows.get(concept.id)
          const shadow = { concept: concept.id, start: begin, end }
          if (those) those.push(shadow)
          else shadows.set(concept.id, [shadow])
          continue
        }
        if (!standsAlone(text, begin, end) || !inContext(concept, text, begin, end)) continue
        if (role === 'term') found.push({ concept: concept.id, start: begin, end })
        else if (kanaStandsAlone(text, begin, end)) {
          found.push({
            concept: concept.id,
            start: begin,
            end,
            fold: 'kana',
            word: concept.variants.get(keyword) ?? keyword,
          })
        }
      }
    }
    for (const { concept, pattern, dueIn } of patterns) {
      if (dueIn !== texts) continue
      pattern.lastIndex = 0
      for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
        const start = match.index
        const end = start + match[0].length
        if (end === start) pattern.lastIndex += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1
        else if (inContext(concept, text, start, end)) found.push({ concept: concept.id, start, end })
      }
    }
    for (const those of shadows.values()) those.sort((a, b) => a.start - b.start)
    return shadows.size === 0 ? found : found.filter(hit => !isShadowed(hit, shadows.get(hit.concept) ?? []))
  }
}

function entriesOf(concepts: ReadonlyMap<string, Concept>): ReadonlyMap<string, readonly Entry[]> {
  const entries = new Map<string, Entry[]>()
  const add = (word: string, entry: Entry): void => {
    const known = entries.get(word)
    if (known) known.push(entry)
    else entries.set(word, [entry])
  }
  for (const concept of concepts.values()) {
    for (const word of concept.terms) add(word, { concept, role: 'term' })
    for (const word of concept.variants.keys()) add(word, { concept, role: 'variant' })
    for (const word of concept.shadows) add(word, { concept, role: 'shadow' })
  }
  return entries
}

/** Whether an innocent longer word covers the hit. The words are in order, so only those near it are looked at. */
function isShadowed(hit: Found, shadows: readonly Found[]): boolean {
  for (let i = firstAtOrBehind(shadows, hit.end - LONGEST_SHADOW); i < shadows.length; i++) {
    const shadow = shadows[i]
    if (shadow === undefined || shadow.start > hit.start) return false
    if (hit.end <= shadow.end) return true
  }
  return false
}

/** Longer than any shadow of the dictionary, in UTF-16 units. */
const LONGEST_SHADOW = 60

/** How far before and behind a word its context is looked at, in units. */
const CONTEXT = 24

export function inContext(concept: Concept, text: string, start: number, end: number): boolean {
  if (concept.notAfter?.test(text.slice(Math.max(0, start - CONTEXT), start))) return false
  return !concept.notBefore?.test(text.slice(end, end + CONTEXT))
}

/** A word of katakana, Latin letters or digits is not part of a longer one: ガイドライン holds no ライン. */
export function standsAlone(text: string, start: number, end: number): boolean {
  return (
    !sameScript(text.charAt(start - 1), text.charAt(start)) &&
    !sameScript(text.charAt(end - 1), text.charAt(end))
  )
}

function sameScript(left: string, right: string): boolean {
  if (left === '' || right === '') return false
  if (isKatakana(left)) return isKatakana(right)
  if (isLatin(left)) return isLatin(right)
  return isDigit(left) && isDigit(right)
}

const PARTICLE_BEFORE = /[はがをでにとのもへやかおごよ]/u
const PARTICLE_BEHIND = /[はがをでにとのもへやかしさだくじまよねっ]/u

/** A word spelt in hiragana is believed only between other scripts, particles or the edges of the text. */
export function kanaStandsAlone(text: string, start: number, end: number): boolean {
  const before = text.charAt(start - 1)
  const behind = text.charAt(end)
  const first = text.charAt(start)
  const last = text.charAt(end - 1)
  if (isHiragana(first) && isHiragana(before) && !PARTICLE_BEFORE.test(before)) return false
  return !(isHiragana(last) && isHiragana(behind) && !PARTICLE_BEHIND.test(behind))
}
