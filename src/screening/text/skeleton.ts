import type { LookAlikes } from '../../ruleset/language/look-alikes.js'

/**
 * The text as a reader's eye takes it in when letters are disguised: separators dropped, kana of one kind, look-alikes
 * folded. Only ever compared with the skeleton of a known word, so that ordinary text keeps its meaning:
 * 口 is a ロ only where that makes a word.
 */
export interface Skeleton {
  readonly text: string
  /** Position in the normalised text of each unit of the skeleton. */
  readonly at: Int32Array
}

/** The folds of disguised words, by the tables of `dict/language/look-alikes.yaml`. */
export interface Skeletons {
  /** Of a text. */
  readonly of: (text: string) => Skeleton
  /** Of a known word. */
  readonly ofWord: (word: string) => string
  /** Of one character; one UTF-16 unit in, one out. */
  readonly ofCharacter: (char: string) => string
  /** Whether a character may stand between the letters of a disguised word. */
  readonly isSeparator: (char: string) => boolean
  /** Whether a character hides one letter: ラ○ン, L*NE, メ〇ル. */
  readonly isMask: (char: string) => boolean
}

/** Most characters that are remembered: all there are of one unit. */
const MOST_REMEMBERED = 70_000

export function buildSkeletons({
  skeleton: lookAlikes,
  small_kana,
  separators,
  masks,
}: Pick<LookAlikes, 'skeleton' | 'small_kana' | 'separators' | 'masks'>): Skeletons {
  const isMask = among(char => masks.includes(char))
  const isSeparator = among(char => separators.includes(char) || /\s/u.test(char))
  const folded = new Map<string, string>()

  return {
    isMask,
    isSeparator,
    ofCharacter,
    ofWord: word =>
      [...word]
        .filter(char => !isSeparator(char))
        .map(ofCharacter)
        .join(''),
    of: text => {
      const at = new Int32Array(text.length)
      let out = ''
      for (let i = 0; i < text.length; i++) {
        const char = text.charAt(i)
        if (isSeparator(char) && !(char === '-' && isKatakana(text.charAt(i - 1)))) continue
        at[out.length] = i
        out += ofCharacter(char)
      }
      return { text: out, at: at.subarray(0, out.length) }
    },
  }

  function ofCharacter(char: string): string {
    const known = folded.get(char)
    if (known !== undefined) return known
    const code = char.charCodeAt(0)
    const katakana = code >= 0x3041 && code <= 0x3096 ? String.fromCharCode(code + 0x60) : char
    const result = lookAlikes.get(char) ?? small_kana.get(katakana) ?? katakana
    if (folded.size < MOST_REMEMBERED) folded.set(char, result)
    return result
  }
}

/** A question about single UTF-16 units, with its answers worked out once. */
function among(holds: (char: string) => boolean): (char: string) => boolean {
  const answers = new Uint8Array(65_536)
  for (let code = 0; code < answers.length; code++) answers[code] = holds(String.fromCharCode(code)) ? 1 : 0
  return char => char !== '' && answers[char.charCodeAt(0)] === 1
}

export const isKatakana = (char: string): boolean =>
  char.length === 1 && ((char >= 'ァ' && char <= 'ヺ') || char === 'ー' || char === 'ｰ')
export const isHiragana = (char: string): boolean => char.length === 1 && char >= 'ぁ' && char <= 'ゖ'
export const isLatin = (char: string): boolean => char.length === 1 && char >= 'a' && char <= 'z'
export const isDigit = (char: string): boolean => char.length === 1 && char >= '0' && char <= '9'
