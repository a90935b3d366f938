import type { ModelSource } from '../ruleset/schema.js'
import { firstAtOrBehind as firstHitAtOrBehind } from './order.js'
import type { Reading } from './read.js'
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
export function gramsOf(reading: Reading, buckets: number): (window: Window) => number[] {
  const visit = gramVisitor(reading, buckets)
  return window => {
    const seen = new Set<number>()
    visit(window, gram => void seen.add(gram))
    return [...seen]
  }
}

/** Reads a text once and visits the buckets of any window of it, some of them more than once. */
function gramVisitor(
  { text, hits }: Reading,
  buckets: number,
): (window: Window, visit: (gram: number) => void) => void {
  const { codes, positions } = codesOf(text)
  const concepts = hits.map(hit => hashOf(hit.off === undefined ? hit.concept : `${hit.concept}!`))

  return (window, visit) => {
    visitCharacters(window, visit)
    visitConcepts(window, visit)
  }

  function visitCharacters({ start, end }: Window, visit: (gram: number) => void): void {
    const from = firstAtOrBehind(positions, start)
    const to = firstAtOrBehind(positions, end)
    const codeAt = (i: number): number => (i < from ? EDGE_BEFORE : i < to ? (codes[i] ?? 0) : EDGE_BEHIND)
    for (let i = from - 1; i <= to; i++) {
      let hash = FNV_OFFSET
      for (let n = 0; n < LONGEST_GRAM && i + n <= to; n++) {
        hash = Math.imul(hash ^ codeAt(i + n), FNV_PRIME)
        visit(fold(hash, buckets))
      }
    }
  }

  function visitConcepts({ start, end }: Window, visit: (gram: number) => void): void {
    const inside: number[] = []
    for (let i = firstHitAtOrBehind(hits, start); i < hits.length; i++) {
      const hit = hits[i]
      if (hit === undefined || hit.start >= end) break
      const hash = concepts[i] ?? 0
      if (hit.start >= start && hit.end <= end && !inside.includes(hash)) inside.push(hash)
    }
    for (let i = 0; i < inside.length; i++) {
      const one = inside[i] ?? 0
      visit(fold(one, buckets))
      // A pair is the same whichever comes first.
      for (let j = i + 1; j < inside.length; j++)
        visit(fold(Math.imul(one ^ (inside[j] ?? 0), FNV_PRIME), buckets))
    }
  }
}

/** Stand for the edges of a window. */
const EDGE_BEFORE = 2
const EDGE_BEHIND = 3

/** A run of digits is one 0; blanks and placeholders say nothing. */
function codesOf(text: string): { readonly codes: readonly number[]; readonly positions: readonly number[] } {
  const codes: number[] = []
  const positions: number[] = []
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 0x20 || code === 0x0a || code === 0x3013) continue
    const isDigit = code >= 0x30 && code <= 0x39
    if (isDigit && codes[codes.length - 1] === 0x30) continue
    codes.push(isDigit ? 0x30 : code)
    positions.push(i)
  }
  return { codes, positions }
}

function firstAtOrBehind(positions: readonly number[], at: number): number {
  let low = 0
  let high = positions.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((positions[middle] ?? 0) < at) low = middle + 1
    else high = middle
  }
  return low
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
  const categories = Object.keys(weights)
  const scales = categories.map(category => scale[category] ?? 0)
  const biases = categories.map(category => bias[category] ?? 0)
  const rows = interleave(
    categories.map(category => Buffer.from(weights[category] ?? '', 'base64')),
    buckets,
  )
  const width = categories.length
  /** In which window a bucket was last counted: a bucket counts once a window. */
  const counted = new Uint32Array(buckets)
  let windowNumber = 0
  const sums = new Int32Array(width)

  return (reading, letter) => {
    const visit = gramVisitor(reading, buckets)
    const best = biases.map((logOdds): Vote => ({ logOdds, window: undefined }))
    for (const [i, window] of windowsOf(letter).entries()) {
      sums.fill(0)
      if (++windowNumber === 0xffffffff) {
        counted.fill(0)
        windowNumber = 1
      }
      let grams = 0
      visit(window, gram => {
        if (counted[gram] === windowNumber) return
        counted[gram] = windowNumber
        grams++
        const row = gram * width
        for (let c = 0; c < width; c++) sums[c] = (sums[c] ?? 0) + (rows[row + c] ?? 0)
      })
      const root = Math.sqrt(Math.max(1, grams))
      for (let c = 0; c < width; c++) {
        const logOdds = (biases[c] ?? 0) + ((sums[c] ?? 0) * (scales[c] ?? 0)) / root
        const loudest = best[c]
        if (loudest && (i === 0 || logOdds > loudest.logOdds)) best[c] = { logOdds, window }
      }
    }
    return new Map(categories.map((category, c) => [category, best[c] ?? { logOdds: 0, window: undefined }]))
  }
}

/** All categories' weights of a bucket side by side: one place in memory for each n-gram. */
function interleave(weights: readonly Uint8Array[], buckets: number): Int8Array {
  const rows = new Int8Array(buckets * weights.length)
  for (const [c, bytes] of weights.entries())
    for (let gram = 0; gram < buckets; gram++) rows[gram * weights.length + c] = bytes[gram] ?? 0
  return rows
}
