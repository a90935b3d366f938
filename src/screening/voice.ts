import type { ModelSource } from '../ruleset/schema.js'
import type { Segments } from './segment.js'

/**
 * The statistical voice: a linear model over hashed character n-grams that reads a message window by window and keeps
 * the highest log-odds of each category, so that one bad sentence in a long polite mail is heard. It is one signal among
 * the rules' and can raise a doubt, never block alone. Fitted by `npm run train`.
 */

/** Lengths of the n-grams, in UTF-16 units. */
const SHORTEST_GRAM = 1
const LONGEST_GRAM = 4
/** A window is a run of sentences of at least this many units. */
const WINDOW = 36

export interface Window {
  readonly start: number
  readonly end: number
}

/** Windows of a message: each sentence with as many of its followers as make it long enough. */
export function windowsOf({ starts, ends }: Segments): Window[] {
  const windows: Window[] = []
  for (let first = 0; first < starts.length; first++) {
    const start = starts[first] ?? 0
    let last = first
    while (last + 1 < starts.length && (ends[last] ?? 0) - start < WINDOW) last++
    windows.push({ start, end: ends[last] ?? 0 })
    if (last === starts.length - 1 && first > 0) break
  }
  return windows
}

/** Hash buckets of the distinct n-grams of a stretch, digits made alike. Edges are part of the grams. */
export function gramsOf(text: string, window: Window, buckets: number): number[] {
  const codes: number[] = [2]
  for (let i = window.start; i < window.end; i++) {
    const code = text.charCodeAt(i)
    if (code === 0x20 || code === 0x0a || code === 0x3013) continue
    codes.push(code >= 0x30 && code <= 0x39 ? (codes[codes.length - 1] === 0x30 ? -1 : 0x30) : code)
    if (codes[codes.length - 1] === -1) codes.pop()
  }
  codes.push(3)
  const seen = new Set<number>()
  for (let i = 0; i < codes.length; i++) {
    let hash = 0x811c9dc5
    for (let n = 1; n <= LONGEST_GRAM && i + n <= codes.length; n++) {
      hash = Math.imul(hash ^ (codes[i + n - 1] ?? 0), 0x01000193)
      if (n >= SHORTEST_GRAM) seen.add(((hash ^ (hash >>> 15)) >>> 0) % buckets)
    }
  }
  return [...seen]
}

/** What the voice says of one category: log-odds, and the window that says it loudest. */
export interface Vote {
  readonly logOdds: number
  readonly window: Window | undefined
}

export type Voice = (text: string, segments: Segments) => ReadonlyMap<string, Vote>

/** Unpacks the weights once. Without a model every vote is 0. */
export function buildVoice(model: ModelSource | undefined): Voice {
  if (!model) return () => new Map()
  const { buckets, scale, bias, weights } = model.ngram
  const unpacked = Object.keys(weights).map(category => ({
    category,
    scale: scale[category] ?? 0,
    bias: bias[category] ?? 0,
    weights: new Int8Array(Buffer.from(weights[category] ?? '', 'base64')),
  }))
  return (text, segments) => {
    const windows = windowsOf(segments).map(window => ({ window, grams: gramsOf(text, window, buckets) }))
    return new Map(
      unpacked.map(({ category, scale, bias, weights }) => {
        let best: Vote = { logOdds: windows.length === 0 ? bias : Number.NEGATIVE_INFINITY, window: undefined }
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
