import type { TextKept } from '../contract/words.js'
import type { StoredFlag } from './stored-text.js'

/** Stands between two stretches, and behind the last: what is looked for never holds it. */
const BETWEEN = '\u001f'

/** Every place of a text begins a group of three characters then, the last ones too. */
const END = BETWEEN.repeat(2)

/**
 * What no store takes, or takes as another: control characters but white space, unpaired surrogates, the last character of
 * all (it bounds a search for what begins with something).
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is replaced.
const UNSTORABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]|\p{Cs}|\u{10ffff}/gu

/** Upper and lower case, full and half width are the same to a search. Done here, so that both stores find the same. */
export function foldForSearch(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(UNSTORABLE, '\ufffd')
}

/** What a screening is found by: as much of its text as was kept. Undefined: nothing was. */
export function searchable(
  textKept: TextKept,
  text: string,
  flags: readonly Pick<StoredFlag, 'evidence'>[],
): string | undefined {
  if (textKept === 'none') return undefined
  if (textKept === 'full') return foldForSearch(text) + END
  const stretches = flags.flatMap(({ evidence }) => evidence.map(({ start, end }) => text.slice(start, end)))
  if (stretches.length === 0) return undefined
  return [...new Set(stretches)].map(foldForSearch).join(BETWEEN) + END
}
