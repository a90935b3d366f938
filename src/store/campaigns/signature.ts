import { createHash } from 'node:crypto'
import type { Fingerprint } from '../../contract/fingerprint.js'

/**
 * What is kept of a fingerprint: minima of keyed permutations of its shingles (MinHash, Broder 1997), and one hash for
 * every few of them, by which a text that resembles it is found (bands; Leskovec, Rajaraman and Ullman, Mining of Massive
 * Datasets, chapter 3). Without the key nobody can try texts on it.
 */
export interface Signature {
  /** 16 bits a permutation (Li and König, b-bit minwise hashing, 2010); of a short text four words of a hash of all of it. */
  readonly minima: Uint16Array
  /** Distinct shingles of the text. */
  readonly count: number
  /** Of the sentences in which the evidence stands: the lowest, sorted. */
  readonly telling: Uint32Array
}

/** A text that has just come. */
export interface Signed extends Signature {
  readonly shingles: ReadonlySet<number>
}

const BANDS = 16
const ROWS = 3
const PERMUTATIONS = 96

/** Folded characters; what is shorter resembles only what is equal to it. */
const SHORTEST = 40

/** Hashes of telling sentences that are kept. */
const MOST_TELLING = 160

/** How the texts of one tenant are hashed. */
export interface SignatureKey {
  readonly xor: Uint32Array
  readonly factor: Uint32Array
  readonly text: string
}

export function signatureKey(secret: string): SignatureKey {
  const word = (i: number, what: string): number =>
    createHash('sha256').update(`${secret} ${what} ${i}`).digest().readUInt32LE(0)
  const of = (what: string): Uint32Array =>
    Uint32Array.from({ length: PERMUTATIONS }, (_, i) =>
      what === 'factor' ? word(i, what) | 1 : word(i, what),
    )
  return { xor: of('xor'), factor: of('factor'), text: secret }
}

interface Span {
  readonly start: number
  readonly end: number
}

/** `evidence`: where the flags point, in the original text. */
export function sign(key: SignatureKey, fingerprint: Fingerprint, evidence: readonly Span[]): Signed {
  const { length, whole, sentences } = fingerprint
  const told = sentences.filter(sentence =>
    evidence.some(({ start, end }) => start < sentence.end && sentence.start < end),
  )
  const telling = keyed(
    key,
    told.flatMap(({ shingles }) => [...shingles]),
  ).subarray(0, MOST_TELLING)
  const all = keyed(key, fingerprint.shingles)
  const minima = length < SHORTEST ? wordsOf(key, whole) : minimaOf(key, all)
  return { minima, count: all.length, telling, shingles: new Set(all) }
}

/** By which a text is found: 52 bits each, so that they are exact as numbers. */
export function bandsOf({ text }: SignatureKey, { minima }: Pick<Signature, 'minima'>): readonly number[] {
  const count = Math.min(BANDS, minima.length / ROWS)
  return Array.from({ length: count }, (_, band) => {
    const rows = minima.subarray(band * ROWS, (band + 1) * ROWS).join(' ')
    const digest = createHash('sha256').update(`${text} ${minima.length} ${band} ${rows}`).digest()
    return digest.readUIntLE(0, 6) * 16 + ((digest[6] ?? 0) % 16)
  })
}

/** Each once, sorted. */
function keyed({ xor, factor }: SignatureKey, shingles: Iterable<number>): Uint32Array {
  const hashes = new Set<number>()
  for (const shingle of shingles) {
    let hash = shingle
    for (let round = 0; round < 4; round++) {
      hash = Math.imul(hash ^ (xor[round] ?? 0), factor[round] ?? 1)
      hash ^= hash >>> 15
    }
    hashes.add(hash >>> 0)
  }
  return Uint32Array.from(hashes).sort()
}

function minimaOf({ xor, factor }: SignatureKey, shingles: Uint32Array): Uint16Array {
  const lowest = new Uint16Array(PERMUTATIONS)
  for (let i = 0; i < PERMUTATIONS; i++) {
    const own = xor[i] ?? 0
    const times = factor[i] ?? 1
    let least = 0xffffffff
    for (const shingle of shingles) {
      let mixed = Math.imul(shingle ^ own, times)
      mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d)
      mixed = (mixed ^ (mixed >>> 13)) >>> 0
      if (mixed < least) least = mixed
    }
    lowest[i] = least
  }
  return lowest
}

function wordsOf({ text }: SignatureKey, whole: string): Uint16Array {
  const digest = createHash('sha256').update(`${text} whole ${whole}`).digest()
  return Uint16Array.from({ length: ROWS }, (_, i) => digest.readUInt16LE(2 * i))
}

/** As text, for a column. */
export const encode = (words: Uint16Array | Uint32Array): string =>
  Buffer.from(words.buffer, words.byteOffset, words.byteLength).toString('base64')

export const decode16 = (text: string): Uint16Array => new Uint16Array(bytesOf(text))
export const decode32 = (text: string): Uint32Array => new Uint32Array(bytesOf(text))

/** In a buffer of its own, which begins where its first word does. */
const bytesOf = (text: string): ArrayBuffer => Uint8Array.from(Buffer.from(text, 'base64')).buffer

/** The sentence that holds most of what is telling; the first where nothing is. */
export function tellingStretch(key: SignatureKey, { sentences }: Fingerprint, telling: Uint32Array): Span {
  const told = new Set(telling)
  let best: Span = { start: 0, end: 0 }
  let most = -1
  for (const { start, end, shingles } of sentences) {
    const shared = keyed(key, shingles).reduce((sum, hash) => sum + (told.has(hash) ? 1 : 0), 0)
    if (shared > most) {
      most = shared
      best = { start, end }
    }
  }
  return best
}
