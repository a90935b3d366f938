import type { Evidence, Flag } from '../../api/shapes.js'

export interface Piece {
  readonly text: string
  /** Which mark it is, from 0; null outside of marks. */
  readonly mark: number | null
}

/** The text cut at the borders of its marks. Marks that touch are one. Offsets are UTF-16 units, as JavaScript counts. */
export function piecesOf(text: string, flags: readonly Flag[]): readonly Piece[] {
  const pieces: Piece[] = []
  let at = 0
  let mark = 0
  for (const { start, end } of merged(flags, text.length)) {
    if (start > at) pieces.push({ text: text.slice(at, start), mark: null })
    pieces.push({ text: text.slice(start, end), mark: mark++ })
    at = end
  }
  if (at < text.length) pieces.push({ text: text.slice(at), mark: null })
  return pieces
}

/** Which mark holds a stretch of evidence. */
export function markOf({ start }: Pick<Evidence, 'start'>, text: string, flags: readonly Flag[]): number {
  return merged(flags, text.length).findIndex(one => one.start <= start && start < one.end)
}

/** The evidence of a category with one line a stretch: the first reason is the strongest. */
export function linesOf({ evidence }: Flag): readonly Evidence[] {
  const first = new Map<string, Evidence>()
  for (const one of evidence) {
    const stretch = `${one.start}-${one.end}`
    if (!first.has(stretch)) first.set(stretch, one)
  }
  return [...first.values()]
}

function merged(flags: readonly Flag[], length: number): { start: number; end: number }[] {
  const all = flags
    .flatMap(({ evidence }) => evidence)
    .map(({ start, end }) => ({ start, end: Math.min(end, length) }))
    .filter(({ start, end }) => start < end)
    .sort((a, b) => a.start - b.start)
  const joined: { start: number; end: number }[] = []
  for (const one of all) {
    const last = joined.at(-1)
    if (last !== undefined && one.start <= last.end) last.end = Math.max(last.end, one.end)
    else joined.push({ ...one })
  }
  return joined
}
