import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'

/**
 * IPADIC as kuromoji 0.1.2 packs it, read straight into arrays that a tight loop can walk. kuromoji's own loader makes an
 * object of arrays out of the largest file, which is most of its memory and a third of its time.
 */
export interface Dictionaries {
  /** The double array of the trie, BASE and CHECK of a node side by side: one place in memory for each step. */
  readonly trie: Int32Array
  /** Entries of a trie record. */
  readonly entriesOf: Groups
  /** Left id, right id and cost of an entry: three little-endian 16-bit integers at its offset. */
  readonly known: DataView
  readonly unknown: {
    readonly words: DataView
    /** Entries of a character category. */
    readonly entriesOf: Groups
  }
  /** Connection costs: two sizes, then `[right * leftSize + left]`. */
  readonly costs: Int16Array
  readonly leftSize: number
  readonly categories: { readonly at: (code: number) => Category }
  /** Features of an entry by comma, as IPADIC has them; the surface is the first of a known word. */
  readonly featuresOf: (entry: number, known: boolean) => readonly string[]
}

/** Those of group i: `entries[offsets[i] .. offsets[i + 1]]`. */
interface Groups {
  readonly offsets: Int32Array
  readonly entries: Int32Array
}

interface Category {
  readonly id: number
  /** Unknown words are tried even where known ones were found. */
  readonly always: boolean
  /** A run of one category is one unknown word. */
  readonly grouping: boolean
}

/** Where the package of kuromoji has its dictionary. */
const dictionaryDir = (): string =>
  join(dirname(createRequire(import.meta.url).resolve('kuromoji/package.json')), 'dict')

/** About 0.3 s, most of it on other threads. Rejects with one readable line: the directory and the reason. */
export async function loadDictionaries(dir = dictionaryDir()): Promise<Dictionaries> {
  const read = async (name: string): Promise<Buffer> => unpack(await readFile(join(dir, `${name}.dat.gz`)))
  try {
    // The largest first: they take longest.
    const [
      features,
      base,
      check,
      costs,
      words,
      groups,
      unknownWords,
      unknownFeatures,
      unknownGroups,
      categoryOf,
      invoke,
    ] = await Promise.all([
      read('tid_pos'),
      read('base'),
      read('check'),
      read('cc'),
      read('tid'),
      read('tid_map'),
      read('unk'),
      read('unk_pos'),
      read('unk_map'),
      read('unk_char'),
      read('unk_invoke'),
    ])
    const known = source(words, features)
    const unknown = source(unknownWords, unknownFeatures)
    const connection = new Int16Array(...elements(costs, 2))
    return {
      trie: interleave(new Int32Array(...elements(base, 4)), new Int32Array(...elements(check, 4))),
      entriesOf: groupsOf(groups),
      known: known.entries,
      unknown: { words: unknown.entries, entriesOf: groupsOf(unknownGroups) },
      costs: connection,
      leftSize: connection[1] ?? 0,
      categories: categories(categoryOf, invoke),
      featuresOf: (entry, isKnown) => (isKnown ? known : unknown).featuresOf(entry),
    }
  } catch (error) {
    throw new Error(`${dir}: the kuromoji dictionary cannot be loaded (${(error as Error).message})`)
  }
}

const inflate = promisify<Buffer, { chunkSize: number }, Buffer>(gunzip)

/** A gzip file ends with the length of what it holds (RFC 1952): room for all of it at once spares the joining. */
const unpack = (packed: Buffer): Promise<Buffer> =>
  inflate(packed, { chunkSize: Math.max(64, packed.readUInt32LE(packed.length - 4) + 1) })

/** What a typed array of elements of some bytes is made over. */
const elements = ({ buffer, byteOffset, length }: Buffer, width: number): [ArrayBuffer, number, number] => [
  buffer as ArrayBuffer,
  byteOffset,
  Math.floor(length / width),
]

const viewOf = (bytes: Buffer): DataView => new DataView(...elements(bytes, 1))

function interleave(base: Int32Array, check: Int32Array): Int32Array {
  const pairs = new Int32Array(base.length * 2)
  for (let node = 0; node < base.length; node++) {
    pairs[node * 2] = base[node] ?? 0
    pairs[node * 2 + 1] = check[node] ?? 0
  }
  return pairs
}

/** The file: how many groups there are, then for each its number, how many entries it has, and these. */
function groupsOf(file: Buffer): Groups {
  const numbers = new Uint32Array(...elements(file, 4))
  let highest = -1
  let total = 0
  eachGroup((group, _, count) => {
    highest = Math.max(highest, group)
    total += count
  })
  if (highest > numbers.length) throw new Error('its words are numbered wrongly')
  const offsets = new Int32Array(highest + 2)
  eachGroup((group, _, count) => {
    offsets[group + 1] = count
  })
  for (let i = 1; i < offsets.length; i++) offsets[i] = (offsets[i] ?? 0) + (offsets[i - 1] ?? 0)
  const entries = new Int32Array(total)
  eachGroup((group, at, count) => {
    for (let i = 0; i < count; i++) entries[(offsets[group] ?? 0) + i] = numbers[at + i] ?? 0
  })
  return { offsets, entries }

  function eachGroup(visit: (group: number, at: number, count: number) => void): void {
    for (let at = 1; at < numbers.length; ) {
      const count = numbers[at + 1] ?? 0
      visit(numbers[at] ?? 0, at + 2, count)
      at += 2 + count
    }
  }
}

/** A byte a UTF-16 unit, the number of its category; and what unknown words each category makes. */
function categories(categoryOf: Buffer, invoke: Buffer): Dictionaries['categories'] {
  const all: Category[] = []
  // A byte each for always and grouping, a length of 32 bits that nothing uses, and the name up to a zero.
  for (let at = 0; at + 1 < invoke.length; ) {
    all.push({ id: all.length, always: invoke[at] === 1, grouping: invoke[at + 1] === 1 })
    const end = invoke.indexOf(0, at + 6)
    at = end < 0 ? invoke.length : end + 1
  }
  const fallback = all[0]
  if (fallback === undefined) throw new Error('it defines no characters')
  return { at: code => all[categoryOf[code] ?? 0] ?? fallback }
}

const decoder = new TextDecoder()

/** Entries, and the features each of them points to: text up to a zero. */
function source(words: Buffer, features: Buffer) {
  const entries = viewOf(words)
  return {
    entries,
    featuresOf: (entry: number): readonly string[] => {
      const at = entries.getInt32(entry + 6, true)
      const end = features.indexOf(0, at)
      return decoder.decode(features.subarray(at, end < 0 ? undefined : end)).split(',')
    },
  }
}
