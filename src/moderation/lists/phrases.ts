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
 * are tried. Hundreds of thousands cost no more than one, unless they all begin alike; an automaton would have to be built
 * anew with every change.
 */
export function buildPhraseIndex(): PhraseIndex {
  const phrases = new Set<string>()
  /** How many phrases of each length begin with two units. */
  const lengths = new Map<number, Map<number, number>>()

  return {
    add: phrase => {
      if (phrase.length < SHORTEST_PHRASE || phrases.has(phrase)) return
      phrases.add(phrase)
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
      for (let start = 0; start + SHORTEST_PHRASE <= text.length; start++) {
        const own = lengths.get(beginning(text, start))
        if (own === undefined) continue
        for (const length of own.keys()) {
          if (start + length > text.length) continue
          const phrase = text.slice(start, start + length)
          if (phrases.has(phrase)) found(phrase, start)
        }
      }
    },
  }
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
