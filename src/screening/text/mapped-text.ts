/**
 * A text and, for every one of its UTF-16 units, the stretch of the original text that it came from.
 * One builder writes text and offsets together, so the two cannot drift apart.
 */
export interface MappedText {
  readonly text: string
  /** Original start of each unit. */
  readonly starts: Int32Array
  /** Original end (exclusive) of each unit. */
  readonly ends: Int32Array
}

export interface Span {
  readonly start: number
  readonly end: number
}

export class MappedTextBuilder {
  #text = ''
  #starts: Int32Array
  #ends: Int32Array
  #length = 0

  constructor(capacity: number) {
    this.#starts = new Int32Array(Math.max(16, capacity))
    this.#ends = new Int32Array(Math.max(16, capacity))
  }

  /** Writes `piece`, every unit of which stands for the original `[start, end)`. */
  push(piece: string, start: number, end: number): void {
    for (let i = 0; i < piece.length; i++) {
      if (this.#length === this.#starts.length) this.#grow()
      this.#starts[this.#length] = start
      this.#ends[this.#length] = end
      this.#length++
    }
    this.#text += piece
  }

  build(): MappedText {
    return {
      text: this.#text,
      starts: this.#starts.subarray(0, this.#length),
      ends: this.#ends.subarray(0, this.#length),
    }
  }

  #grow(): void {
    const starts = new Int32Array(this.#starts.length * 2)
    const ends = new Int32Array(this.#ends.length * 2)
    starts.set(this.#starts)
    ends.set(this.#ends)
    this.#starts = starts
    this.#ends = ends
  }
}

/** The original stretch behind `[start, end)` of the mapped text. An empty stretch maps to an empty one. */
export function originalSpan(mapped: MappedText, start: number, end: number): Span {
  if (end <= start) {
    const at = mapped.starts[start] ?? mapped.ends[mapped.ends.length - 1] ?? 0
    return { start: at, end: at }
  }
  return { start: mapped.starts[start] ?? 0, end: mapped.ends[end - 1] ?? 0 }
}

/** A stretch of a mapped text and what is written in its place. */
export interface Change extends Span {
  readonly piece: string
}

/** Writes the changes, which are in order and do not overlap. `places` says where each piece stands in the new text. */
export function rewrite(
  mapped: MappedText,
  changes: readonly Change[],
): { readonly mapped: MappedText; readonly places: readonly Span[] } {
  const builder = new MappedTextBuilder(mapped.text.length)
  const places: Span[] = []
  let at = 0
  let written = 0
  for (const { start, end, piece } of changes) {
    copy(start)
    builder.push(piece, mapped.starts[start] ?? 0, mapped.ends[end - 1] ?? 0)
    places.push({ start: written, end: written + piece.length })
    written += piece.length
    at = end
  }
  copy(mapped.text.length)
  return { mapped: builder.build(), places }

  function copy(to: number): void {
    written += to - at
    for (; at < to; at++) builder.push(mapped.text.charAt(at), mapped.starts[at] ?? 0, mapped.ends[at] ?? 0)
  }
}
