/** A stretch `[start, end)` of the original text, in UTF-16 units, and what is hashed of it. */
export interface FingerprintSentence {
  readonly start: number
  readonly end: number
  readonly shingles: Uint32Array
}

/**
 * What a text has in common with another that was made from it: hashes of short stretches of its folded form, in which
 * names, amounts, dates and addresses are only their kind.
 */
export interface Fingerprint {
  /** The whole folded form, hashed: 16 hexadecimal digits. */
  readonly whole: string
  /** Of the folded form, in UTF-16 units. */
  readonly length: number
  /** Each once, 32 bits. */
  readonly shingles: Uint32Array
  readonly sentences: readonly FingerprintSentence[]
}
