import type { Fingerprint, FingerprintSentence } from '../../contract/fingerprint.js'
import type { Language } from '../../ruleset/language.js'
import { buildFindEntities } from '../reading/entities.js'
import type { Unmasked } from '../reading/unmask.js'
import { type MappedText, rewrite } from '../text/mapped-text.js'
import { segment } from '../text/segment.js'
import { buildSkeletons } from '../text/skeleton.js'
import { buildVaryingParts } from './kinds.js'

/** The fingerprint of a text. Pure; no string makes it fail. */
export type TakeFingerprint = (text: string) => Fingerprint

/** Characters of one shingle: measured, see `npm run evaluate -- --campaigns`. */
const SHINGLE = 3

/** `clean` undoes disguises, as it does for the rules. */
export function buildFingerprint(language: Language, clean: (text: string) => Unmasked): TakeFingerprint {
  const skeletons = buildSkeletons(language.lookAlikes)
  const partsOf = buildVaryingParts(buildFindEntities(language.digits))
  return text => {
    const { mapped } = clean(text)
    const plain = rewrite(mapped, partsOf(mapped.text)).mapped
    return fingerprintOf(plain, skeletons.ofCharacter)
  }
}

/** Letters, digits and kinds: blanks, signs and emoji are what a copy changes first. */
const COUNTS = /^[\p{L}\p{N}\uE001-\uE006]$/u

function fingerprintOf(plain: MappedText, fold: (char: string) => string): Fingerprint {
  const { starts, ends } = segment(plain.text)
  const all = new Set<number>()
  const sentences: FingerprintSentence[] = []
  const window: number[] = []
  let low = 0x811c9dc5
  let high = 0x9747b28c
  let length = 0
  for (const [i, from] of starts.entries()) {
    const to = ends[i] ?? from
    const own = new Set<number>()
    for (let at = from; at < to; at++) {
      const char = plain.text.charAt(at)
      if (!counts(char)) continue
      const code = fold(char).charCodeAt(0)
      length++
      low = Math.imul(low ^ code, 0x01000193)
      high = Math.imul(high ^ code, 0x85ebca6b) + low
      window.push(code)
      if (window.length > SHINGLE) window.shift()
      if (window.length === SHINGLE) own.add(hashOf(window))
    }
    for (const shingle of own) all.add(shingle)
    sentences.push({
      start: plain.starts[from] ?? 0,
      end: plain.ends[to - 1] ?? 0,
      shingles: Uint32Array.from(own),
    })
  }
  return { whole: hex(low) + hex(high), length, shingles: Uint32Array.from(all), sentences }
}

const known = new Map<string, boolean>()
function counts(char: string): boolean {
  const answer = known.get(char) ?? COUNTS.test(char)
  if (known.size < 70_000) known.set(char, answer)
  return answer
}

function hashOf(codes: readonly number[]): number {
  let hash = 0x9e3779b9
  for (const code of codes) {
    hash = Math.imul(hash ^ code, 0x85ebca6b)
    hash ^= hash >>> 13
  }
  hash = Math.imul(hash, 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

const hex = (word: number): string => (word >>> 0).toString(16).padStart(8, '0')
