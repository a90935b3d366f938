import type { IdentifiersLanguage } from '../../../ruleset/language/identifiers.js'
import { anyOf } from './words.js'

/** How names of accounts are written: in a row, apart, in quotes, spelt out in kana. Shared by what finds them. */

/** Together, and apart. */
export const NAME = '@?[a-z0-9][a-z0-9._-]{2,29}(?![a-z0-9@])'
export const APART = String.raw`(?:[a-z0-9_.@-][\s・,、]){3,24}[a-z0-9_.-](?![a-z0-9])`

export interface Names {
  /** The pattern of a name that is spelt out letter by letter. */
  readonly inKana: string
  /** A name as its service knows it; undefined when it is a word of the sentence and no name. */
  readonly nameOf: (seen: string) => string | undefined
}

export function buildNames({ letters, not_names }: IdentifiersLanguage['names']): Names {
  const signOf = new Map(Object.entries(letters).flatMap(([sign, words]) => words.map(word => [word, sign])))
  const words = [...signOf.keys()]
  const spelt = anyOf(words)
  const letter = new RegExp(`${spelt}|[a-z0-9_.-]`, 'gu')
  const inKatakana = new RegExp(spelt, 'u')
  const isWord = new Set(not_names)

  return {
    inKana: String.raw`(?:(?:${anyOf([...words, ...words.map(hiragana)])}|[a-z0-9_.-])[\s・、,]{0,2}){4,24}`,
    nameOf: seen => {
      const katakana = seen.replace(/[ぁ-ゖ]/gu, char => String.fromCharCode(char.charCodeAt(0) + 0x60))
      // Words of a sentence in Latin letters are no spelling out.
      if (!inKatakana.test(katakana) && /[^\s]{2}[\s・,、]+\S/u.test(seen)) return undefined
      const at = katakana.startsWith('@') ? '@' : ''
      const plain = inKatakana.test(katakana)
        ? [...katakana.matchAll(letter)].map(([part]) => signOf.get(part) ?? part).join('')
        : katakana.replace(/[\s・,、@]/gu, '')
      const name = plain.replace(/[._-]+$/u, '')
      const isName = name.length >= 3 && name.length <= 30 && !isWord.has(name) && !/^(.)\1+$/u.test(name)
      return isName ? at + name : undefined
    },
  }
}

const hiragana = (word: string): string =>
  word.replace(/[ァ-ヶ]/gu, char => String.fromCharCode(char.charCodeAt(0) - 0x60))

/** Whether a name is more than a word: it holds a figure or a sign, or is marked as a name. */
export const looksMade = (name: string): boolean => /[\d_@.-]/u.test(name)
