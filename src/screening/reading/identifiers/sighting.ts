import type { IdentifierType } from '../../../contract/identifier.js'
import type { Span } from '../../text/mapped-text.js'

/** An identifier where it stands in the text that its finder was shown. */
export interface Sighting extends Span {
  readonly type: IdentifierType
  readonly value: string
}

/** A text to look through: normalised, words in disguise and spelt-out addresses undone. */
export interface Shown {
  /** In lower case. */
  readonly text: string
  /** Length of its longest row of letters, digits and signs of names, all of ASCII: what finders cannot do without. */
  readonly longestRow: number
  /** A stretch of it with the capitals that the sender wrote: where a look-alike was folded, the folded letter. */
  readonly cased: (start: number, end: number) => string
}

/** Finds identifiers of some types. Pure, and bounded by the length of the text. */
export type Find = (shown: Shown) => readonly Sighting[]

/** The start of a group of a match, for patterns with the `d` flag. */
export function spanOfGroup(match: RegExpMatchArray, group: string): Span | undefined {
  const place = match.indices?.groups?.[group]
  return place && { start: place[0], end: place[1] }
}
