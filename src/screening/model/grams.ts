import type { Conversation } from '../reading/conversation.js'
import type { Reading } from '../reading/read.js'
import { firstAt, firstAtOrBehind } from '../text/sorted-search.js'

/** What the voice looks at: the windows of a message, and the hash buckets of what each of them holds. */

/** A run of sentences is a window up to this many units. */
const WINDOW = 150
const LONGEST_RUN = 4
/** How much of the earlier messages is heard with the first sentence of this one. */
const BRIDGE = 30

export interface Window {
  readonly start: number
  readonly end: number
}

/** Windows that begin at the same place, each a sentence longer than the one before. */
export interface Run {
  readonly start: number
  readonly ends: readonly number[]
}

/**
 * Windows of a message: every run of up to four sentences that is not longer than a window, and every sentence by itself.
 * An innocent sentence more only adds windows, so it cannot talk a bad one away. Offsets in the reading's text.
 */
export function runsOf({ ownSegments: { starts, ends }, ownStart }: Conversation): Run[] {
  const own = starts.map(
    (start, first): Run => ({
      start: start + ownStart,
      ends: ends
        .slice(first, first + LONGEST_RUN)
        .filter((end, more) => more === 0 || end - start <= WINDOW)
        .map(end => end + ownStart),
    }),
  )
  // The end of the message before, read on into this one: an ask may be split between them.
  const bridge: Run[] =
    ownStart === 0 ? [] : [{ start: Math.max(0, ownStart - BRIDGE), ends: [ownStart + (ends[0] ?? 0)] }]
  return [...own, ...bridge]
}

/**
 * For each window of a message the hash buckets of what it holds: distinct character n-grams of up to three units (digits
 * made alike), concepts and pairs of concepts.
 */
export function gramsOf(reading: Reading, conversation: Conversation, buckets: number): number[][] {
  const visit = gramVisitor(reading, buckets)
  return runsOf(conversation).flatMap(run => {
    const windows: number[][] = []
    const seen = new Set<number>()
    visit(
      run,
      gram => void seen.add(gram),
      (_, closing) => void windows.push([...new Set([...seen, ...closing])]),
    )
    return windows
  })
}

/**
 * Reads a text once and visits the buckets of any run of it, some of them more than once. Each window of a run holds the
 * one before it, so only what is new is visited; the grams that touch its closing edge are its alone.
 */
export function gramVisitor(
  { text, hits }: Reading,
  buckets: number,
): (
  run: Run,
  visit: (gram: number) => void,
  close: (window: Window, closing: readonly number[]) => void,
) => void {
  const { codes, positions } = codesOf(text)
  const concepts = hits.map(hit => hashOf(hit.off === undefined ? hit.concept : `${hit.concept}!`))

  return ({ start, ends }, visit, close) => {
    const inside: number[] = []
    let at = firstAt(positions.length, i => positions[i] ?? 0, start)
    // The hashes of the one and of the two characters before.
    let one = Math.imul(FNV_OFFSET ^ EDGE_BEFORE, FNV_PRIME)
    let two: number | undefined
    visit(fold(one, buckets))
    for (const end of ends) {
      const to = firstAt(positions.length, i => positions[i] ?? 0, end)
      for (; at < to; at++) {
        const code = codes[at] ?? 0
        if (two !== undefined) visit(fold(Math.imul(two ^ code, FNV_PRIME), buckets))
        two = Math.imul(one ^ code, FNV_PRIME)
        one = Math.imul(FNV_OFFSET ^ code, FNV_PRIME)
        visit(fold(two, buckets))
        visit(fold(one, buckets))
      }
      const closing = [
        Math.imul(FNV_OFFSET ^ EDGE_BEHIND, FNV_PRIME),
        Math.imul(one ^ EDGE_BEHIND, FNV_PRIME),
      ]
      if (two !== undefined) closing.push(Math.imul(two ^ EDGE_BEHIND, FNV_PRIME))
      visitConcepts(start, end, inside, visit)
      close(
        { start, end },
        closing.map(hash => fold(hash, buckets)),
      )
    }
  }

  /** The concepts of a window that are not yet inside, and their pairs. */
  function visitConcepts(start: number, end: number, inside: number[], visit: (gram: number) => void): void {
    for (let i = firstAtOrBehind(hits, start); i < hits.length; i++) {
      const hit = hits[i]
      if (hit === undefined || hit.start >= end) break
      const hash = concepts[i] ?? 0
      if (hit.end > end || inside.includes(hash)) continue
      visit(fold(hash, buckets))
      // A pair is the same whichever comes first.
      for (const other of inside) visit(fold(Math.imul(hash ^ other, FNV_PRIME), buckets))
      inside.push(hash)
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

const FNV_OFFSET = 0x811c9dc5
const FNV_PRIME = 0x01000193
/** `buckets` is a power of two. */
const fold = (hash: number, buckets: number): number => (hash ^ (hash >>> 15)) & (buckets - 1)

const hashes = new Map<string, number>()
function hashOf(id: string): number {
  const known = hashes.get(id)
  if (known !== undefined) return known
  let hash = FNV_OFFSET
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), FNV_PRIME)
  hashes.set(id, hash)
  return hash
}
