import type { Folded } from '../../contract/judgement.js'

/** A folded text without its blanks, so that a phrase is found however it is spaced; the places lead to the original. */
export interface Squeezed {
  readonly text: string
  /** The unit of the folded text that each unit is. */
  readonly at: Int32Array
}

export function squeeze({ text }: Pick<Folded, 'text'>): Squeezed {
  const at = new Int32Array(text.length)
  let out = ''
  for (let i = 0; i < text.length; i++) {
    if (isBlank(text.charCodeAt(i))) continue
    at[out.length] = i
    out += text.charAt(i)
  }
  return { text: out, at: at.subarray(0, out.length) }
}

/** Blanks as a folded text has them; asked of every character, so without a pattern. */
const isBlank = (code: number): boolean =>
  code === 0x20 || (code >= 0x09 && code <= 0x0d) || code === 0xa0 || code === 0x3000

/** Shorter phrases are pieces of too many words. */
export const SHORTEST_PHRASE = 2

/** Phrases that are looked for all at once, and may come and go one by one. */
export interface PhraseIndex {
  readonly add: (phrase: string) => void
  readonly remove: (phrase: string) => void
  /** Every phrase of the index with its places in a text, which is squeezed as they are. */
  readonly find: (text: string, found: (phrase: string, start: number) => void) => void
}

/**
 * By their first two units and their length: at a place of the text only the lengths that phrases with that beginning have
 * are tried, and of those only what a filter over rolling hashes lets through is cut out and looked up. An automaton would
 * have to be built anew with every change.
 */
export function buildPhraseIndex(): PhraseIndex {
  const phrases = new Set<string>()
  /** How many phrases of each length begin with two units. */
  const lengths = new Map<number, Map<number, number>>()
  /** Which hashes phrases have. What is taken away stays marked: it costs a look-up that finds nothing. */
  let filter = new Uint8Array(0)
  const mayBe = (hash: number): boolean => ((filter[hash >>> 3] ?? 0) & (1 << (hash & 7))) !== 0

  return {
    add: phrase => {
      if (phrase.length < SHORTEST_PHRASE || phrases.has(phrase)) return
      phrases.add(phrase)
      // Half a megabyte, for tenants that list phrases only.
      if (filter.length === 0) filter = new Uint8Array(FILTER_BITS >>> 3)
      const hash = hashOf(prefixHashes(phrase), 0, phrase.length)
      filter[hash >>> 3] = (filter[hash >>> 3] ?? 0) | (1 << (hash & 7))
      const own = lengths.get(beginning(phrase, 0)) ?? new Map<number, number>()
      own.set(phrase.length, (own.get(phrase.length) ?? 0) + 1)
      lengths.set(beginning(phrase, 0), own)
    },
    remove: phrase => {
      if (!phrases.delete(phrase)) return
      const own = lengths.get(beginning(phrase, 0))
      const left = (own?.get(phrase.length) ?? 0) - 1
      if (left > 0) own?.set(phrase.length, left)
      else own?.delete(phrase.length)
      if (own?.size === 0) lengths.delete(beginning(phrase, 0))
    },
    find: (text, found) => {
      if (phrases.size === 0) return
      const hashes = prefixHashes(text)
      for (let start = 0; start + SHORTEST_PHRASE <= text.length; start++) {
        const own = lengths.get(beginning(text, start))
        if (own === undefined) continue
        for (const length of own.keys()) {
          if (start + length > text.length || !mayBe(hashOf(hashes, start, length))) continue
          const phrase = text.slice(start, start + length)
          if (phrases.has(phrase)) found(phrase, start)
        }
      }
    },
  }
}

/** Of a hundred thousand phrases one look-up in forty is in vain. */
const FILTER_BITS = 1 << 22
const BASE = 0x01000193

/** The hash of every beginning of a text; that of a stretch comes out of two of them. */
function prefixHashes(text: string): Int32Array {
  const hashes = new Int32Array(text.length + 1)
  for (let at = 0; at < text.length; at++)
    hashes[at + 1] = (Math.imul(hashes[at] ?? 0, BASE) + text.charCodeAt(at)) | 0
  return hashes
}

function hashOf(hashes: Int32Array, start: number, length: number): number {
  const hash = (hashes[start + length] ?? 0) - Math.imul(hashes[start] ?? 0, powerOf(length))
  // The high bits have seen all units, the low ones of a multiplication only the low ones.
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 10
}

const powers: number[] = [1]
function powerOf(length: number): number {
  for (let at = powers.length; at <= length; at++) powers.push(Math.imul(powers[at - 1] ?? 1, BASE))
  return powers[length] ?? 1
}

const beginning = (text: string, at: number): number => text.charCodeAt(at) * 65_536 + text.charCodeAt(at + 1)

/** Whether a phrase is not a piece of a longer Latin word or number where it stands. */
export function standsAlone({ text, at }: Squeezed, folded: string, start: number, length: number): boolean {
  const first = at[start] ?? 0
  const last = at[start + length - 1] ?? 0
  return (
    !(LATIN.test(text.charAt(start)) && LATIN.test(folded.charAt(first - 1))) &&
    !(LATIN.test(text.charAt(start + length - 1)) && LATIN.test(folded.charAt(last + 1)))
  )
}

const LATIN = /[a-z0-9]/
