import { type MappedText, MappedTextBuilder } from '../text/mapped-text.js'
import { clusterEnd } from '../text/normalise.js'

/**
 * The text as the reader was taught to read it: NFKC, nothing invisible, one blank for each run of white space and none at
 * the ends. Case and punctuation stay: they tell a reader something. Every unit keeps the stretch it came from.
 */
export function readerText(original: string): MappedText {
  const builder = new MappedTextBuilder(original.length)
  let blank: { start: number; end: number } | undefined
  let isEmpty = true
  for (let at = 0; at < original.length; ) {
    const end = clusterEnd(original, at)
    for (const char of clean(original.slice(at, end))) {
      if (SPACE.test(char)) {
        blank ??= { start: at, end }
        continue
      }
      if (blank && !isEmpty) builder.push(' ', blank.start, blank.end)
      blank = undefined
      isEmpty = false
      builder.push(char, at, end)
    }
    at = end
  }
  const mapped = builder.build()
  const whole = clean(original).replace(SPACES, ' ').replace(/^ | $/gu, '')
  return mapped.text === whole ? mapped : roughly(whole, original.length)
}

/** Characters that show nothing: soft hyphen, zero-width and direction marks, variation selectors, byte order mark. */
const INVISIBLE = /\u00ad|[\u200b-\u200f]|[\u202a-\u202e]|[\u2060-\u2064]|[\ufe00-\ufe0f]|\ufeff/gu
const SPACE = /[\t\n\v\f\r \u0085\u1680\u2028\u2029]/u
const SPACES = new RegExp(`${SPACE.source}+`, 'gu')

const clean = (text: string): string => text.normalize('NFKC').replace(INVISIBLE, '')

/** Letters that compose across what we take for characters (Korean jamo, piles of marks): the place is not told. */
function roughly(text: string, length: number): MappedText {
  const builder = new MappedTextBuilder(text.length)
  builder.push(text, 0, length)
  return builder.build()
}
