import type { Span } from '../../text/mapped-text.js'

/** Places of a text that are spoken for. Adding and asking take as long as the stretch is, however many there are. */
export class Taken {
  readonly #places = new Set<number>()

  add({ start, end }: Span): void {
    for (let at = start; at < end; at++) this.#places.add(at)
  }

  overlaps({ start, end }: Span): boolean {
    if (this.#places.size === 0) return false
    for (let at = start; at < end; at++) if (this.#places.has(at)) return true
    return false
  }
}
