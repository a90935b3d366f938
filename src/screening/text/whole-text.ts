import type { LookAlikes } from '../../ruleset/language/look-alikes.js'
import { patternIn } from '../../ruleset/language/named-pattern.js'
import { type Change, type MappedText, rewrite } from './mapped-text.js'

/**
 * Disguises of a whole stretch rather than of one word: every letter spaced (お 仕 事 は L I N E で), or every hiragana
 * written in katakana (オ仕事ハLINEデ). Seen as a whole they are plain, so they are undone as a whole.
 */
export function buildFoldWholeText({
  spacers,
  patterns,
}: Pick<LookAlikes, 'spacers' | 'patterns'>): (mapped: MappedText) => MappedText {
  const spacedOut = spacedOutPattern(spacers)
  const pattern = patternIn(patterns)
  const endings = pattern('endings_in_katakana')
  return mapped => hiraganaAgain(closeUp(mapped, spacedOut), endings)
}

/** At least seven letters, each followed by a blank, or each by the same other separator. */
function spacedOutPattern(spacers: string): RegExp {
  const among = spacers.replace(/[\\\]^-]/gu, '\\$&')
  return new RegExp(
    String.raw`(?<!\S)(?:\S ){6,}\S(?!\S)|(?:[^\s${among}]([${among}])(?=[^\s${among}]\1|[^\s${among}])){6,}`,
    'gu',
  )
}

function closeUp(mapped: MappedText, spacedOut: RegExp): MappedText {
  // A row of single digits may be a table or a telephone number; that is read elsewhere.
  const runs = [...mapped.text.matchAll(spacedOut)].filter(
    run => isUniform(run[0]) && !/^[\d\s]+$/u.test(run[0]),
  )
  if (runs.length === 0) return mapped
  const separators = runs.flatMap(run => separatorsOf(run[0]).map(at => run.index + at))
  return rewrite(
    mapped,
    separators.map((at): Change => ({ start: at, end: at + 1, piece: '' })),
  ).mapped
}

const separatorsOf = (run: string): number[] => [...run].flatMap((_, i) => (i % 2 === 1 ? [i] : []))
const isUniform = (run: string): boolean => separatorsOf(run).every(at => run[at] === run[1])

/** Fewer letters tell nothing about how the sender writes. */
const ENOUGH_KATAKANA = 8
/** With one hiragana to ten katakana, or more, the sender writes both. */
const KATAKANA_TO_A_HIRAGANA = 10

/** So many katakana without a break, an ending among them, are no name and no term: written so is what stands there. */
const KATAKANA_IN_A_ROW = /[ァ-ヶー]{10,}/gu

function hiraganaAgain(mapped: MappedText, endings: RegExp): MappedText {
  const runs = isInKatakana(mapped.text, endings)
    ? [{ index: 0, text: mapped.text }]
    : [...mapped.text.matchAll(KATAKANA_IN_A_ROW)]
        .map(({ index, 0: text }) => ({ index, text }))
        .filter(({ text }) => endings.test(text))
  if (runs.length === 0) return mapped
  const changes = runs.flatMap(({ index, text }) =>
    text.split('').flatMap((char, at): Change[] =>
      char >= 'ァ' && char <= 'ヶ'
        ? [
            {
              start: index + at,
              end: index + at + 1,
              piece: String.fromCharCode(char.charCodeAt(0) - 0x60),
            },
          ]
        : [],
    ),
  )
  return rewrite(mapped, changes).mapped
}

function isInKatakana(text: string, endings: RegExp): boolean {
  const katakana = count(text, 'ァ', 'ヶ')
  const hiragana = count(text, 'ぁ', 'ゖ')
  return katakana >= ENOUGH_KATAKANA && hiragana * KATAKANA_TO_A_HIRAGANA <= katakana && endings.test(text)
}

function count(text: string, first: string, last: string): number {
  let found = 0
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at)
    if (char >= first && char <= last) found++
  }
  return found
}
