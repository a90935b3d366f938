import type { LookAlikes } from '../../ruleset/language/look-alikes.js'
import { buildFoldCluster, isInvisible } from './characters.js'
import { type MappedText, MappedTextBuilder } from './mapped-text.js'
import { buildFoldWholeText } from './whole-text.js'

/**
 * The folds that need no dictionary: width, compatibility forms, case, invisible characters, combining marks, circled and
 * squared letters, Latin look-alikes, punctuation. Never throws, for any string. Length may change; each unit
 * keeps the original stretch it came from.
 */
export type Normalise = (text: string) => MappedText

export function buildNormalise(lookAlikes: LookAlikes): Normalise {
  const foldCluster = buildFoldCluster(lookAlikes)
  const foldWholeText = buildFoldWholeText(lookAlikes)
  return text => {
    const builder = new MappedTextBuilder(text.length)
    let at = 0
    while (at < text.length) {
      const end = clusterEnd(text, at)
      const isPlain = end === at + 1 && staysAsItIs(text.charCodeAt(at))
      builder.push(isPlain ? text.charAt(at) : foldCluster(text.slice(at, end)), at, end)
      at = end
    }
    return foldWholeText(builder.build())
  }
}

/** Kana and the common kanji: what most of a text is made of, and no fold changes (a test holds them against the folds). */
export const staysAsItIs = (code: number): boolean =>
  (code >= 0x3041 && code <= 0x3096) ||
  (code >= 0x30a1 && code <= 0x30fa) ||
  (code >= 0x4e00 && code <= 0x9fa0)

/** Longest cluster that is folded as one; a longer pile of marks is cut, which changes nothing a reader sees. */
const LONGEST_CLUSTER = 12

/** End of the character at `at`, in UTF-16 units, with the combining marks and voicing signs that belong to it. */
export function clusterEnd(text: string, at: number): number {
  let end = at + unitsAt(text, at)
  if (text[at] === '\r' && text[end] === '\n') return end + 1
  while (end < text.length && end - at < LONGEST_CLUSTER && joins(text, end)) end += unitsAt(text, end)
  return end
}

function unitsAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
}

function joins(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  if (code === 0xff9e || code === 0xff9f || code === 0x3099 || code === 0x309a) return true
  // Everything a Japanese text is made of is decided here, without a regular expression.
  if (code < 0x300 || (code >= 0x3000 && code <= 0xd7ff)) return false
  if (
    code === 0x200d ||
    code === 0x20e3 ||
    (code >= 0x300 && code <= 0x36f) ||
    (code >= 0xfe00 && code <= 0xfe0f)
  )
    return true
  return code < 0xd800 && isInvisible(text.slice(at, at + 1))
}
