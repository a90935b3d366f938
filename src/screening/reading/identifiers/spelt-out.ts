import type { IdentifiersLanguage } from '../../../ruleset/language/identifiers.js'
import { type Change, type MappedText, rewrite } from '../../text/mapped-text.js'
import { anyCharacterOf, anyOf } from './words.js'

type Words = IdentifiersLanguage['address']

/** Undoes what is spelt out in a text, which is shown as it was sent too. */
export type UndoSpeltOut = (mapped: MappedText, original: string) => MappedText

/**
 * Addresses whose signs are written as words or replaced by ornaments: 「abcアットマークgmailドットコム」「abc★gmail.com」
 * 「hxxps://」. Each row is written anew where what stands around it is a piece of an address, so that 「ドット柄」 and 「★お願い」
 * stay what they are.
 */
export function buildUndoSpeltOut(words: Words): UndoSpeltOut {
  const mayHold = mayHoldOf(words)
  const rows = rowsOf(words)
  const changes = new RegExp(rows.map(([source], i) => `(?<r${i}>${source})`).join('|'), 'gu')

  // The sign 🆔 is read as the word, which must not melt into the name behind it.
  return (mapped, original) => undoWords(original.includes('🆔') ? partSigns(mapped, original) : mapped)

  function undoWords(mapped: MappedText): MappedText {
    if (!mayHold.test(mapped.text)) return mapped
    const found = [...mapped.text.matchAll(changes)].map((match): Change => {
      const row = rows.findIndex((_, i) => match.groups?.[`r${i}`] !== undefined)
      return { start: match.index, end: match.index + match[0].length, piece: rows[row]?.[1] ?? match[0] }
    })
    return found.length === 0 ? mapped : rewrite(mapped, found).mapped
  }
}

const spelt = ({ hosts }: Words): readonly string[] => Object.values(hosts).flat()

/** Patterns and what is written in their place. Bounded, so that a long text without an address costs one pass. */
function rowsOf(words: Words): readonly (readonly [pattern: string, piece: string])[] {
  const { ends, hosts, signs } = words
  const [at, dot, jp] = [anyOf(words.at), anyOf(words.dot), anyOf(ends.jp)]
  const host = `(?:[a-z0-9]|${anyOf(spelt(words))})`
  const mailHost = anyOf([...Object.keys(hosts), ...spelt(words)])
  const dotted = String.raw`\s{0,3}(?:\.|${dot}|点|[(\[<【]dot[)\]>】])`
  const end = String.raw`(?:com|co\b|jp|net|ne\b|org|info|me|${anyOf(Object.values(ends).flat())})`
  const behindDot = String.raw`(?<=(?:\.|${dot})\s{0,3})`
  const behindAt = String.raw`(?<=(?:@|${at}|at[)\]>】])\s{0,3})`
  return [
    [String.raw`(?<=[a-z0-9_.+-])\s{0,3}${at}、?\s{0,3}(?=${host})`, '@'],
    [String.raw`(?<=[a-z0-9_.+-])\s{0,3}[([<【{〔]\s?(?:at|a|${at}|@)\s?[)\]>】}〕]\s{0,3}(?=${host})`, '@'],
    [String.raw`(?<=[a-z0-9_.+-])\s{0,3}(?:\bat\b|[☆★●○◎■□◆◇△▲※#*→])\s{0,3}(?=${mailHost}${dotted})`, '@'],
    [String.raw`(?<=[a-z0-9_.+-])\s{1,3}@\s{0,3}(?=${mailHost}${dotted})`, '@'],
    [String.raw`(?<=[a-z0-9_.+-])@\s{1,3}(?=${mailHost}${dotted})`, '@'],
    [
      String.raw`(?<=[a-z0-9]|メール|めーる|${anyOf(spelt(words))})\s{0,3}(?:${dot}|[([<【]dot[)\]>】]|\bdot\b|。|点)\s{0,3}(?=${end})`,
      '.',
    ],
    [`(?<=[a-z0-9])${dot}(?=[a-z0-9])`, '.'],
    [String.raw`(?<=@\s{0,3}[a-z0-9-]{1,30})(?:\s{1,3}\.\s{0,3}|\.\s{1,3})(?=${end})`, '.'],
    [`${behindDot}${anyOf(ends.com)}`, 'com'],
    [`${behindDot}${jp}`, 'jp'],
    [String.raw`${behindDot}${anyOf(ends.co)}(?:\.|${dot})?(?:${jp}|jp)`, 'co.jp'],
    [`${behindDot}${anyOf(ends.net)}`, 'net'],
    ...Object.entries(hosts).map(([name, kana]) => [`${behindAt}${anyOf(kana)}`, name] as const),
    ...Object.entries(signs).map(
      ([sign, called]) => [`(?<=[a-z0-9])${anyOf(called)}(?=[a-z0-9])`, sign] as const,
    ),
    [
      String.raw`\bh(?:xx|tt|\*\*)ps?\s?(?::|コロン)\s?(?:\/|スラッシュ)\s?(?:\/|スラッシュ)\s?(?=[a-z0-9])`,
      'https://',
    ],
  ]
}

/**
 * Where some row may apply: a letter of a name, and the beginning of what is written for a sign. It begins with what Japanese
 * text has little of, so that most of a text costs nothing.
 */
function mayHoldOf(words: Words): RegExp {
  const { at, dot, ends, hosts, signs } = words
  const begun = anyOf([
    ...new Set([...at, ...dot, ...Object.values(signs).flat()].map(word => word.slice(0, 2))),
  ])
  const host = anyCharacterOf([...Object.keys(hosts), ...spelt(words)])
  const end = anyCharacterOf(['com', 'jp', 'net', 'org', 'info', 'me', ...Object.values(ends).flat()])
  const bracketed = anyCharacterOf(['at', 'dot', '@', ...at, ...dot])
  return new RegExp(
    String.raw`[a-z0-9_.+-]\s{0,3}(?:${begun}|[([<【{〔]\s?${bracketed}|[☆★●○◎■□◆◇△▲※#*→]\s{0,3}${host}|[。点]\s{0,3}${end})|[a-z0-9_]\s(?:at|dot|@|\.)|[a-z0-9_]@\s|[a-z0-9]\.\s{1,3}[cjnoi]|h(?:xx|\*\*)p|https?\s?:(?:\s|\/\s|\/\/\s|コロン|スラ)`,
    'u',
  )
}

function partSigns(mapped: MappedText, original: string): MappedText {
  const signs = [...mapped.text.matchAll(/id/gu)].filter(({ index }) =>
    original.startsWith('🆔', mapped.starts[index]),
  )
  return rewrite(
    mapped,
    signs.map(({ index }): Change => ({ start: index, end: index + 2, piece: 'id:' })),
  ).mapped
}
