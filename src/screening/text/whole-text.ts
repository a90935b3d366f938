import { type MappedText, MappedTextBuilder } from './mapped-text.js'

/**
 * Disguises that a whole stretch wears rather than one word: every conversation spaced (お 仕 事 は L I N E で), or every
 * hiragana written in katakana (オ仕事ハLINEデ). Seen as a whole they are plain, so they are undone as a whole.
 */
export function foldWholeText(mapped: MappedText): MappedText {
  return hiraganaAgain(closeUp(mapped))
}

/** At least seven letters, each followed by a blank, or each by the same other separator. */
const SPACED_OUT =
  /(?<!\S)(?:\S ){6,}\S(?!\S)|(?:[^\s.・_*|/,-]([.・_*|/,-])(?=[^\s.・_*|/,-]\1|[^\s.・_*|/,-])){6,}/gu

function closeUp(mapped: MappedText): MappedText {
  // A row of single digits may be a table or a telephone number; that is read elsewhere.
  const runs = [...mapped.text.matchAll(SPACED_OUT)].filter(
    run => isUniform(run[0]) && !/^[\d\s]+$/u.test(run[0]),
  )
  if (runs.length === 0) return mapped
  const dropped = new Set(runs.flatMap(run => separatorsOf(run[0]).map(at => run.index + at)))
  return rewrite(mapped, (char, at) => (dropped.has(at) ? '' : char))
}

const separatorsOf = (run: string): number[] => [...run].flatMap((_, i) => (i % 2 === 1 ? [i] : []))
const isUniform = (run: string): boolean => separatorsOf(run).every(at => run[at] === run[1])

/** Fewer letters tell nothing about how the sender writes. */
const ENOUGH_KATAKANA = 8

function hiraganaAgain(mapped: MappedText): MappedText {
  const katakana = count(mapped.text, 'ァ', 'ヶ')
  const hiragana = count(mapped.text, 'ぁ', 'ゖ')
  if (katakana < ENOUGH_KATAKANA || hiragana * 10 > katakana || !PARTICLES_IN_KATAKANA.test(mapped.text))
    return mapped
  return rewrite(mapped, char =>
    char >= 'ァ' && char <= 'ヶ' ? String.fromCharCode(char.charCodeAt(0) - 0x60) : char,
  )
}

function count(text: string, first: string, last: string): number {
  let found = 0
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at)
    if (char >= first && char <= last) found++
  }
  return found
}

/** Names and terms may fill a text with katakana; endings and particles between kanji do not. */
const PARTICLES_IN_KATAKANA =
  /[一-龠a-z](?:ヲ|ハ|ニ|デ|ノ|ガ|ト)[一-龠a-z]|(?:シマス|デス|マス|クダサイ|マセンカ|シテ|イタダ)(?![ァ-ヶー])/u

function rewrite(mapped: MappedText, change: (char: string, at: number) => string): MappedText {
  const builder = new MappedTextBuilder(mapped.text.length)
  for (let at = 0; at < mapped.text.length; at++) {
    builder.push(change(mapped.text.charAt(at), at), mapped.starts[at] ?? 0, mapped.ends[at] ?? 0)
  }
  return builder.build()
}
