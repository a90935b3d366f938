/**
 * The words of the dictionary as a double array, BASE and CHECK of a node side by side (Aoe 1989). Nodes are numbers, the
 * root is 0; the alphabet is the bytes of UTF-8, walked a UTF-16 unit at a time without encoding a string.
 */
export interface Trie {
  /** The node behind a first character. */
  readonly first: (code: number) => number
  /** The node behind one more character. */
  readonly step: (node: number, code: number) => number
  /** The record of the word that ends at a node. */
  readonly valueAt: (node: number) => number
}

/** No node, or no record. */
export const NOT_FOUND = -1
const NOT_LOOKED_UP = -2

export function buildTrie(pairs: Int32Array): Trie {
  const behindFirst = new Int32Array(65_536).fill(NOT_LOOKED_UP)
  return { first, step, valueAt }

  function first(code: number): number {
    const known = behindFirst[code] ?? NOT_LOOKED_UP
    if (known !== NOT_LOOKED_UP) return known
    const node = step(0, code)
    behindFirst[code] = node
    return node
  }

  function step(node: number, code: number): number {
    if (code < 0x80) return child(node, code)
    if (code < 0x800) {
      const one = child(node, 0xc0 | (code >>> 6))
      return one === NOT_FOUND ? one : child(one, 0x80 | (code & 0x3f))
    }
    const one = child(node, 0xe0 | (code >>> 12))
    const two = one === NOT_FOUND ? one : child(one, 0x80 | ((code >>> 6) & 0x3f))
    return two === NOT_FOUND ? two : child(two, 0x80 | (code & 0x3f))
  }

  function child(node: number, byte: number): number {
    const to = (pairs[node * 2] ?? 0) + byte
    return pairs[to * 2 + 1] === node ? to : NOT_FOUND
  }

  /** A word is closed by a zero. */
  function valueAt(node: number): number {
    const end = child(node, 0)
    if (end === NOT_FOUND) return NOT_FOUND
    const value = pairs[end * 2] ?? 0
    return value <= 0 ? -value - 1 : NOT_FOUND
  }
}
