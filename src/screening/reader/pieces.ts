import { z } from 'zod'

/**
 * The pieces of the reader's vocabulary, and the cut of a text into them: a unigram model (Kudo 2018), the segmentation with
 * the highest sum of scores. No library does it with offsets: `@huggingface/tokenizers` gives ids alone, and evidence needs
 * to know where a piece stood. Held equal to the trainer's tokenizer by a test.
 */

export const vocabularySchema = z.strictObject({
  pieces: z.array(z.string()).min(4),
  /** Log-probability of each piece. */
  scores: z.array(z.number()),
  bos: z.int().nonnegative(),
  eos: z.int().nonnegative(),
  pad: z.int().nonnegative(),
  unk: z.int().nonnegative(),
})
export type Vocabulary = z.infer<typeof vocabularySchema>

/** Pieces side by side: ids, and where each begins and ends in the text, in UTF-16 units. */
export interface Cut {
  readonly ids: readonly number[]
  readonly starts: readonly number[]
  readonly ends: readonly number[]
}

export interface Pieces {
  readonly cut: (text: string) => Cut
  /** The id of a piece by its spelling. Throws when the vocabulary lacks it. */
  readonly idOf: (piece: string) => number
  readonly bos: number
  readonly eos: number
}

/** Stands for a blank (U+2581), as in SentencePiece. */
const BLANK = '▁'
/** How much less likely an unknown character is than the least likely piece. */
const UNKNOWN_PENALTY = 10

export function buildPieces({ pieces, scores, bos, eos, pad, unk }: Vocabulary): Pieces {
  const specials = new Set([bos, eos, pad, unk])
  const ids = new Map<string, number>()
  for (const [id, piece] of pieces.entries()) if (!specials.has(id)) ids.set(piece, id)
  const longest = longestByFirst(ids.keys())
  const unknownScore = scores.reduce((least, score) => Math.min(least, score), 0) - UNKNOWN_PENALTY

  return { cut, idOf, bos, eos }

  function idOf(piece: string): number {
    const id = ids.get(piece)
    if (id === undefined) throw new Error(`the vocabulary has no piece ${piece}`)
    return id
  }

  function cut(text: string): Cut {
    if (text === '') return { ids: [], starts: [], ends: [] }
    const blanks = text.replaceAll(' ', BLANK)
    const lead = blanks.startsWith(BLANK) ? 0 : 1
    return bestPath(lead === 1 ? BLANK + blanks : blanks, lead)
  }

  /** `lead`: units that were put before the text and are not part of it. */
  function bestPath(text: string, lead: number): Cut {
    const best = new Float64Array(text.length + 1).fill(Number.NEGATIVE_INFINITY)
    const from = new Int32Array(text.length + 1)
    const piece = new Int32Array(text.length + 1)
    best[0] = 0
    for (let start = 0; start < text.length; ) {
      const first = (text.codePointAt(start) ?? 0) > 0xffff ? 2 : 1
      const sum = best[start] ?? 0
      let whole = false
      const reach = Math.min(longest.get(text.codePointAt(start) ?? 0) ?? 0, text.length - start)
      for (let length = first; length <= reach; length++) {
        const id = ids.get(text.slice(start, start + length))
        if (id === undefined) continue
        if (length === first) whole = true
        reachedBy(start, start + length, id, sum + (scores[id] ?? 0))
      }
      if (!whole) reachedBy(start, start + first, unk, sum + unknownScore)
      start += first
    }
    return walkBack()

    function reachedBy(start: number, end: number, id: number, sum: number): void {
      if (sum <= (best[end] ?? 0)) return
      best[end] = sum
      from[end] = start
      piece[end] = id
    }

    function walkBack(): Cut {
      const path: { id: number; start: number; end: number }[] = []
      for (let end = text.length; end > 0; end = from[end] ?? 0)
        path.push({ id: piece[end] ?? unk, start: from[end] ?? 0, end })
      path.reverse()
      const joined = path.reduce<typeof path>((kept, node) => {
        const last = kept[kept.length - 1]
        // Unknown characters side by side are one unknown.
        if (last?.id === unk && node.id === unk) last.end = node.end
        else kept.push(node)
        return kept
      }, [])
      return {
        ids: joined.map(({ id }) => id),
        starts: joined.map(({ start }) => Math.max(0, start - lead)),
        ends: joined.map(({ end }) => end - lead),
      }
    }
  }
}

/** How long, in UTF-16 units, the longest piece is that begins with a code point. */
function longestByFirst(pieces: Iterable<string>): ReadonlyMap<number, number> {
  const longest = new Map<number, number>()
  for (const piece of pieces) {
    const first = piece.codePointAt(0) ?? 0
    longest.set(first, Math.max(longest.get(first) ?? 0, piece.length))
  }
  return longest
}
