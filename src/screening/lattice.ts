import type { Dictionaries } from './dictionaries.js'

/** A word of the best path. Offsets in UTF-16 units of the text that was given. */
export interface Word {
  readonly start: number
  readonly end: number
  /** Offset of its entry; in the unknown dictionary when `known` is false. */
  readonly entry: number
  readonly known: boolean
}

/** The cheapest way through the word lattice of a sentence without surrogates. */
export type BestPath = (sentence: string) => Word[]

/** Nodes that fit without growing. A sentence of 128 units rarely has more than a thousand. */
const INITIAL_NODES = 4_096
const NOT_FOUND = -1
const NOT_LOOKED_UP = -2
/** Above every sum of costs: a sentence of 10,000 words costs less than a tenth of it. */
const LARGEST_COST = 0x7fffffff

/**
 * Viterbi search over kuromoji's own dictionaries, with the same result as kuromoji 0.1.2 (a test compares them). It is
 * faster because it walks the trie with the characters where they stand instead of encoding the rest of the sentence anew
 * at every position, keeps the lattice in typed arrays that it uses again, and decodes no features.
 */
export function buildBestPath(dictionaries: Dictionaries): BestPath {
  const { trie, entriesOf, known, unknown, costs, leftSize, categories } = dictionaries
  let capacity = INITIAL_NODES
  let [starts, entries, rights, totals, previous, following] = allocate(capacity)
  let nodes = 0
  /** First and last node that end at a position. */
  let first = new Int32Array(256)
  let last = new Int32Array(256)
  /** The cheapest node before a word by the word's left id: at one position many words share one. */
  const cheapest = new Int32Array(leftSize)
  const cheapestCost = new Int32Array(leftSize)
  /** For which position they hold. */
  const cheapestAt = new Uint32Array(leftSize)
  let positions = 0
  /** Where the trie stands behind a first character. */
  const behindFirst = new Int32Array(65_536).fill(NOT_LOOKED_UP)

  return sentence => {
    const length = sentence.length
    if (length === 0) return []
    if (first.length <= length) {
      first = new Int32Array(length * 2)
      last = new Int32Array(length * 2)
    }
    first.fill(-1, 0, length + 1)
    last.fill(-1, 0, length + 1)
    nodes = 0
    // The beginning of the sentence is a node that ends at 0.
    append(0, 0, -1, 0, 0, -1)
    const runEnds = groupEnds(sentence)
    for (let at = 0; at < length; at++) {
      // Nothing leads here: no word that starts here can be on a path.
      if (first[at] === -1) continue
      newPosition()
      const found = addKnown(sentence, at)
      const category = categories.at(sentence.charCodeAt(at))
      if (!found || category.always) {
        const end = category.grouping ? (runEnds[at] ?? at + 1) : at + 1
        const from = unknown.entriesOf.offsets[category.id] ?? 0
        const to = unknown.entriesOf.offsets[category.id + 1] ?? 0
        for (let i = from; i < to; i++) {
          const entry = unknown.entriesOf.entries[i] ?? 0
          connect(at, end, ~entry, unknown.words, entry)
        }
      }
    }
    return path(length)
  }

  function addKnown(sentence: string, at: number): boolean {
    let found = false
    let node = behindFirstOf(sentence.charCodeAt(at))
    for (let end = at + 1; node !== NOT_FOUND; end++) {
      const value = valueAt(node)
      if (value !== NOT_FOUND) {
        found = true
        const from = entriesOf.offsets[value] ?? 0
        const to = entriesOf.offsets[value + 1] ?? 0
        for (let i = from; i < to; i++) {
          const entry = entriesOf.entries[i] ?? 0
          connect(at, end, entry, known, entry)
        }
      }
      if (end >= sentence.length) break
      node = step(node, sentence.charCodeAt(end))
    }
    return found
  }

  /** A word between two positions, with the cheapest way to it; of equals the one that was found first. */
  function connect(at: number, end: number, entry: number, words: DataView, offset: number): void {
    const left = words.getInt16(offset, true)
    if (cheapestAt[left] !== positions) findCheapest(at, left)
    append(
      at,
      end,
      entry,
      words.getInt16(offset + 2, true),
      (cheapestCost[left] ?? 0) + words.getInt16(offset + 4, true),
      cheapest[left] ?? -1,
    )
  }

  function findCheapest(at: number, left: number): void {
    let best = LARGEST_COST
    let from = -1
    for (let node = first[at] ?? -1; node !== -1; node = following[node] ?? -1) {
      const cost = (totals[node] ?? 0) + (costs[(rights[node] ?? 0) * leftSize + left + 2] ?? 0)
      if (cost < best) {
        best = cost
        from = node
      }
    }
    cheapest[left] = from
    cheapestCost[left] = best
    cheapestAt[left] = positions
  }

  function newPosition(): void {
    if (++positions < 0xffffffff) return
    cheapestAt.fill(0)
    positions = 1
  }

  function append(
    start: number,
    end: number,
    entry: number,
    right: number,
    total: number,
    from: number,
  ): void {
    if (nodes === capacity) grow()
    const node = nodes++
    starts[node] = start
    entries[node] = entry
    rights[node] = right
    totals[node] = total
    previous[node] = from
    following[node] = -1
    const before = last[end] ?? -1
    if (before === -1) first[end] = node
    else following[before] = node
    last[end] = node
  }

  function grow(): void {
    capacity *= 2
    const larger = allocate(capacity)
    for (const [i, array] of [starts, entries, rights, totals, previous, following].entries())
      larger[i]?.set(array)
    ;[starts, entries, rights, totals, previous, following] = larger
  }

  /** Back from the end of the sentence, whose context ids are 0. */
  function path(length: number): Word[] {
    let best = Number.POSITIVE_INFINITY
    let node = -1
    for (let one = first[length] ?? -1; one !== -1; one = following[one] ?? -1) {
      const cost = (totals[one] ?? 0) + (costs[(rights[one] ?? 0) * leftSize + 2] ?? 0)
      if (cost < best) {
        best = cost
        node = one
      }
    }
    const words: Word[] = []
    for (let end = length; node > 0; node = previous[node] ?? -1) {
      const start = starts[node] ?? 0
      const entry = entries[node] ?? 0
      words.push({ start, end, entry: entry < 0 ? ~entry : entry, known: entry >= 0 })
      end = start
    }
    return words.reverse()
  }

  /** For each position the end of the run of its character category. */
  function groupEnds(sentence: string): Int32Array {
    const ends = new Int32Array(sentence.length)
    let end = sentence.length
    for (let at = sentence.length - 1; at >= 0; at--) {
      const id = categories.at(sentence.charCodeAt(at)).id
      if (at + 1 < sentence.length && categories.at(sentence.charCodeAt(at + 1)).id !== id) end = at + 1
      ends[at] = end
    }
    return ends
  }

  function behindFirstOf(code: number): number {
    const known = behindFirst[code] ?? NOT_LOOKED_UP
    if (known !== NOT_LOOKED_UP) return known
    const node = step(0, code)
    behindFirst[code] = node
    return node
  }

  /** The trie's alphabet is the bytes of UTF-8. */
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
    const to = (trie[node * 2] ?? 0) + byte
    return trie[to * 2 + 1] === node ? to : NOT_FOUND
  }

  /** The record of the word that ends at a node of the trie; a word is closed by a zero. */
  function valueAt(node: number): number {
    const end = child(node, 0)
    if (end === NOT_FOUND) return NOT_FOUND
    const value = trie[end * 2] ?? 0
    return value <= 0 ? -value - 1 : NOT_FOUND
  }
}

type Lattice = [Int32Array, Int32Array, Int32Array, Int32Array, Int32Array, Int32Array]

function allocate(nodes: number): Lattice {
  const array = (): Int32Array => new Int32Array(nodes)
  return [array(), array(), array(), array(), array(), array()]
}
