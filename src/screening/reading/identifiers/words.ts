/** Words of `dict/language/identifiers.yaml` as parts of patterns. */

/** A hyphen is escaped by its number: within a class and outside of it alike. */
const escaped = (word: string): string =>
  word.replace(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`).replaceAll('-', String.raw`\x2d`)

/** The longest first, so that none is cut short by a shorter one. */
const longestFirst = (words: readonly string[]): readonly string[] =>
  [...words].sort((a, b) => b.length - a.length)

/** Any of the words, wherever it stands; of no words nothing. */
export const anyOf = (words: readonly string[]): string =>
  words.length === 0 ? '(?!)' : `(?:${longestFirst(words).map(escaped).join('|')})`

/** The same; a Latin word only as a whole, one letter not beside a digit either. */
export const wholeAnyOf = (words: readonly string[]): string =>
  `(?:${longestFirst(words).map(whole).join('|')})`

function whole(word: string): string {
  const beside = word.length === 1 ? '[a-z0-9]' : '[a-z]'
  const before = isLatin(word.charAt(0)) ? `(?<!${beside})` : ''
  const after = isLatin(word.charAt(word.length - 1)) ? `(?!${beside})` : ''
  return `${before}${escaped(word)}${after}`
}

/** The first character of any of the words. */
export const anyCharacterOf = (words: readonly string[]): string =>
  `[${[...new Set(words.map(word => escaped(word.slice(0, 1))))].join('')}]`

export const isLatin = (word: string): boolean => /^[a-z]+$/u.test(word)

/** Whether a text holds any of the words: what most do not is asked for before a pattern is tried. */
export function buildHolds(words: readonly string[]): (text: string) => boolean {
  const shortest = words.filter(word => !words.some(other => other !== word && word.includes(other)))
  return text => shortest.some(word => text.includes(word))
}
