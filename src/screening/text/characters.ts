import type { LookAlikes } from '../../ruleset/language/look-alikes.js'

/**
 * What single characters become, whatever stands around them. Folds that depend on the word they are part of live in
 * `skeleton.ts`. The tables are those of `dict/language/look-alikes.yaml`.
 */
type CharacterTables = Pick<LookAlikes, 'latin' | 'punctuation' | 'emoji' | 'letter_rows'>

/** Stands for one character that the tokenizer cannot digest: emoji, lone surrogates, controls (kuromoji loses text after two characters beyond the BMP, and throws on NUL). */
export const PLACEHOLDER = '〓'

const INVISIBLE = /^(?:\p{Cf}|\p{Mn}|\p{Me}|\u115F|\u1160|\u3164|\uFFA0|\u2800|\u180E)+$/u
const UNSEEN = /\p{Cf}|\u20E3|[\uFE00-\uFE0F]/gu
const SPACE = /^[\s\u00A0\u2000-\u200A\u3000]$/u
const CONTROL = /^[\p{Cc}\p{Co}\p{Cn}]$/u

/** True for characters that a reader does not see and that may stand between any two others. */
export const isInvisible = (char: string): boolean => INVISIBLE.test(char)

/** What one cluster (a character with the marks behind it) becomes: '' when it vanishes, else one or more BMP characters. */
export type FoldCluster = (cluster: string) => string

/** Most clusters that are remembered. */
const MOST_REMEMBERED = 20_000

export function buildFoldCluster(tables: CharacterTables): FoldCluster {
  const memo = new Map<string, string>()
  return cluster => {
    const known = memo.get(cluster)
    if (known !== undefined) return known
    const folded = fold(cluster, tables)
    if (cluster.length <= 2 && memo.size < MOST_REMEMBERED) memo.set(cluster, folded)
    return folded
  }
}

function fold(cluster: string, { latin, punctuation, emoji, letter_rows }: CharacterTables): string {
  // What nobody sees goes first, so that a kana still meets the voicing mark behind it.
  const bare = cluster.replace(UNSEEN, '')
  if (
    bare === '\n' ||
    bare === '\r\n' ||
    bare === '\r' ||
    bare === '\u2028' ||
    bare === '\u2029' ||
    bare === '\u0085'
  )
    return '\n'
  if (isInvisible(bare)) return ''
  if (SPACE.test(bare)) return ' '
  const first = bare.codePointAt(0) ?? 0
  for (const [low, high, letter] of letter_rows) {
    if (first >= low && first <= high) return String.fromCharCode(letter.charCodeAt(0) + first - low)
  }
  // A bullet number must not melt into the number behind it: ①3000 is not 13000.
  if (first >= 0x2460 && first <= 0x2473) return `(${first - 0x245f})`
  const read = emoji.get(bare)
  if (read !== undefined) return read
  let out = ''
  for (const char of punctuation.get(bare) ?? bare.normalize('NFKC')) {
    if (isInvisible(char)) continue
    if (SPACE.test(char)) out += ' '
    else if (char.length > 1 || (char >= '\uD800' && char <= '\uDFFF') || CONTROL.test(char))
      out += PLACEHOLDER
    else {
      const lower = char.toLowerCase()
      out +=
        latin.get(char) ?? latin.get(lower) ?? punctuation.get(lower) ?? (lower.length === 1 ? lower : char)
    }
  }
  return out
}
