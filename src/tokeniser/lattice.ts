import { int16At, int32At } from './checked.js'
import type { Dictionaries } from './dictionaries.js'
import { buildTrie, NOT_FOUND } from './trie.js'

/** A word of the best path. Offsets in UTF-16 units of the text that was given. */
interface Word {
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
/** Above every sum of costs: a word and its connection cost less than 65,536 together, and 10,000 of them a third of it. */
const LARGEST_COST = 0x7fffffff

/**
 * Viterbi search over kuromoji's own dictionaries, with the same result as kuromoji 0.1.2 (a test compares them). It is
 * faster because it walks the trie with the characters where they stand instead of encoding the rest of the sentence anew
 * at every position, keeps the lattice in typed arrays that it uses again, and decodes no features.
 */
export function buildBestPath(dictionaries: Dictionaries): BestPath {
  const { entriesOf, known, unknown, costs, leftSize, categories } = dictionaries
  const trie = buildTrie(dictionaries.trie)
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
        const end = category.grouping ? int32At(runEnds, at) : at + 1
        const from = int32At(unknown.entriesOf.offsets, category.id)
        const to = int32At(unknown.entriesOf.offsets, category.id + 1)
        for (let i = from; i < to; i++) {
          const entry = int32At(unknown.entriesOf.entries, i)
          connect(at, end, ~entry, unknown.words, entry)
        }
      }
    }
    return path(length)
  }

  function addKnown(sentence: string, at: number): boolean {
    let found = false
    let node = trie.first(sentence.charCodeAt(at))
    for (let end = at + 1; node !== NOT_FOUND; end++) {
      const value = trie.valueAt(node)
      if (value !== NOT_FOUND) {
        found = true
        const from = int32At(entriesOf.offsets, value)
        const to = int32At(entriesOf.offsets, value + 1)
        for (let i = from; i < to; i++) {
          const entry = int32At(entriesOf.entries, i)
          connect(at, end, entry, known, entry)
        }
      }
      if (end >= sentence.length) break
      node = trie.step(node, sentence.charCodeAt(end))
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
      int32At(cheapestCost, left) + words.getInt16(offset + 4, true),
      int32At(cheapest, left),
    )
  }

  function findCheapest(at: number, left: number): void {
    let best = LARGEST_COST
    let from = -1
    for (let node = int32At(first, at); node !== -1; node = int32At(following, node)) {
      const cost = int32At(totals, node) + int16At(costs, int32At(rights, node) * leftSize + left + 2)
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
    const before = int32At(last, end)
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
    for (let one = int32At(first, length); one !== -1; one = int32At(following, one)) {
      const cost = int32At(totals, one) + int16At(costs, int32At(rights, one) * leftSize + 2)
      if (cost < best) {
        best = cost
        node = one
      }
    }
    const words: Word[] = []
    for (let end = length; node > 0; node = int32At(previous, node)) {
      const start = int32At(starts, node)
      const entry = int32At(entries, node)
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
}

type Lattice = [Int32Array, Int32Array, Int32Array, Int32Array, Int32Array, Int32Array]

function allocate(nodes: number): Lattice {
  const array = (): Int32Array => new Int32Array(nodes)
  return [array(), array(), array(), array(), array(), array()]
}
