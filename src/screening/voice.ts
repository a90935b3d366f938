import type { ModelSource } from '../ruleset/schema.js'
import type { Hit, Reading } from './read.js'
import type { Letter } from './splice.js'

/**
 * The statistical voice: a linear model that reads a message window by window and keeps the highest log-odds of each
 * category, so that one bad sentence in a long polite mail is heard. It looks at character n-grams, at the concepts that
 * stand in the window (asked or denied) and at pairs of them. It is one signal among the rules' and can raise a doubt,
 * never block alone. Fitted by `npm run train`.
 */

/** Longest character n-gram, in UTF-16 units. */
const LONGEST_GRAM = 3
/** A run of sentences is a window up to this many units. */
const WINDOW = 150
const LONGEST_RUN = 4
/** How much of the earlier messages is heard with the first sentence of this one. */
const BRIDGE = 30

export interface Window {
  readonly start: number
  readonly end: number
}

/**
 * Windows of a message: every run of up to four sentences that is not longer than a window, and every sentence by itself.
 * An innocent sentence more only adds windows, so it cannot talk a bad one away. Offsets in the reading's text.
 */
export function windowsOf({ ownSegments: { starts, ends }, ownStart }: Letter): Window[] {
  const own = starts.flatMap((start, first) =>
    ends
      .slice(first, first + LONGEST_RUN)
      .filter((end, more) => more === 0 || end - start <= WINDOW)
      .map(end => ({ start: start + ownStart, end: end + ownStart })),
  )
  // The end of the message before, read on into this one: an ask may be split between them.
  const bridge =
    ownStart === 0 ? [] : [{ start: Math.max(0, ownStart - BRIDGE), end: ownStart + (ends[0] ?? 0) }]
  return [...own, ...bridge]
}

/** Hash buckets of what a window holds: distinct character n-grams (digits made alike), concepts and pairs of concepts. */
export function gramsOf({ text, hits }: Reading, window: Window, buckets: number): number[] {
  const seen = new Set<number>()
  addCharacters(text, window, buckets, seen)
  addConcepts(hits, window, buckets, seen)
  return [...seen]
}

function addCharacters(text: string, { start, end }: Window, buckets: number, seen: Set<number>): void {
  // 2 and 3 mark the edges of the window; a run of digits is one 0; blanks and placeholders say nothing.
  const codes: number[] = [2]
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i)
    if (code === 0x20 || code === 0x0a || code === 0x3013) continue
    if (code < 0x30 || code > 0x39) codes.push(code)
    else if (codes[codes.length - 1] !== 0x30) codes.push(0x30)
  }
  codes.push(3)
  for (let i = 0; i < codes.length; i++) {
    let hash = FNV_OFFSET
    for (let n = 1; n <= LONGEST_GRAM && i + n <= codes.length; n++) {
      hash = Math.imul(hash ^ (codes[i + n - 1] ?? 0), FNV_PRIME)
      seen.add(fold(hash, buckets))
    }
  }
}

function addConcepts(hits: readonly Hit[], { start, end }: Window, buckets: number, seen: Set<number>): void {
  const ids = new Set<string>()
  for (const hit of hits) {
    if (hit.start >= start && hit.end <= end) ids.add(hit.off === undefined ? hit.concept : `${hit.concept}!`)
  }
  const sorted = [...ids].sort().map(hashOf)
  for (const [i, first] of sorted.entries()) {
    seen.add(fold(first, buckets))
    for (let j = i + 1; j < sorted.length; j++)
      seen.add(fold(Math.imul(first ^ (sorted[j] ?? 0), FNV_PRIME), buckets))
  }
}

const FNV_OFFSET = 0x811c9dc5
const FNV_PRIME = 0x01000193
const fold = (hash: number, buckets: number): number => ((hash ^ (hash >>> 15)) >>> 0) % buckets

const hashes = new Map<string, number>()
function hashOf(id: string): number {
  const known = hashes.get(id)
  if (known !== undefined) return known
  let hash = FNV_OFFSET
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), FNV_PRIME)
  hashes.set(id, hash)
  return hash
}

/** What the voice says of one category: log-odds, and the window that says it loudest. */
export interface Vote {
  readonly logOdds: number
  readonly window: Window | undefined
}

export type Voice = (reading: Reading, letter: Letter) => ReadonlyMap<string, Vote>

/** Unpacks the weights once. Without a model there are no votes. */
export function buildVoice(model: ModelSource | undefined): Voice {
  if (!model) return () => new Map()
  const { buckets, scale, bias, weights } = model.ngram
  const unpacked = Object.keys(weights).map(category => ({
    category,
    scale: scale[category] ?? 0,
    bias: bias[category] ?? 0,
    weights: new Int8Array(Buffer.from(weights[category] ?? '', 'base64')),
  }))
  return (reading, letter) => {
    const windows = windowsOf(letter).map(window => ({ window, grams: gramsOf(reading, window, buckets) }))
    return new Map(
      unpacked.map(({ category, scale, bias, weights }) => {
        let best: Vote = {
          logOdds: windows.length === 0 ? bias : Number.NEGATIVE_INFINITY,
          window: undefined,
        }
        for (const { window, grams } of windows) {
          let sum = 0
          for (const gram of grams) sum += weights[gram] ?? 0
          const logOdds = bias + (sum * scale) / Math.sqrt(Math.max(1, grams.length))
          if (logOdds > best.logOdds) best = { logOdds, window }
        }
        return [category, best] as const
      }),
    )
  }
}
