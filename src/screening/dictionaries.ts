import type kuromoji from 'kuromoji'

/** kuromoji's loaded dictionaries, in arrays that a tight loop can walk. */
export interface Dictionaries {
  /** The double array of the trie, BASE and CHECK of a node side by side: one place in memory for each step. */
  readonly trie: Int32Array
  /** Entries of a trie record: `entries[offsets[record] .. offsets[record + 1]]`. */
  readonly entriesOf: { readonly offsets: Int32Array; readonly entries: Int32Array }
  /** Left id, right id and cost of an entry: three little-endian 16-bit integers at its offset. */
  readonly known: DataView
  readonly unknown: {
    readonly words: DataView
    readonly entriesOf: (category: number) => readonly number[]
  }
  /** Connection costs: two sizes, then `[right * leftSize + left]`. */
  readonly costs: Int16Array
  readonly leftSize: number
  readonly categories: { readonly at: (code: number) => Category }
  /** Features of an entry by comma, as IPADIC has them; the surface is the first of a known word. */
  readonly featuresOf: (entry: number, known: boolean) => readonly string[]
}

export interface Category {
  readonly id: number
  /** Unknown words are tried even where known ones were found. */
  readonly always: boolean
  /** A run of one category is one unknown word. */
  readonly grouping: boolean
}

/** What kuromoji 0.1.2 holds and its types do not tell. */
declare module 'kuromoji' {
  interface TokenInfoDictionary {
    readonly dictionary: { readonly buffer: Uint8Array }
    readonly pos_buffer: { readonly buffer: Uint8Array }
    readonly target_map: Readonly<Record<string, readonly number[]>>
    /** Of the dictionary of unknown words only. */
    readonly character_definition?: {
      readonly character_category_map: Uint8Array
      readonly invoke_definition_map: {
        readonly map: readonly {
          readonly class_id: number
          readonly is_always_invoke: number
          readonly is_grouping: number
        }[]
      }
    }
  }
  interface ConnectionCosts {
    readonly backward_dimension: number
  }
}

type Tokenizer = kuromoji.Tokenizer<kuromoji.IpadicFeatures>

export function dictionariesOf(tokenizer: Tokenizer): Dictionaries {
  const {
    token_info_dictionary: words,
    unknown_dictionary: strangers,
    viterbi_builder,
    viterbi_searcher,
  } = tokenizer
  const { buffer: costs, backward_dimension: leftSize } = viterbi_searcher.connection_costs
  const definition = strangers.character_definition
  if (!definition) throw new Error('the kuromoji dictionary defines no characters')
  const { character_category_map: map, invoke_definition_map: classes } = definition
  const categories = classes.map.map(
    (one): Category => ({
      id: one.class_id,
      always: one.is_always_invoke === 1,
      grouping: one.is_grouping === 1,
    }),
  )
  const ofWords = featureSource(words)
  const ofStrangers = featureSource(strangers)
  const entriesOfStrangers = strangers.target_map
  const fallback: Category = categories[0] ?? { id: 0, always: false, grouping: false }
  return {
    trie: interleave(viterbi_builder.trie.bc.getBaseBuffer(), viterbi_builder.trie.bc.getCheckBuffer()),
    entriesOf: flatten(words.target_map),
    known: viewOf(words.dictionary.buffer),
    unknown: {
      words: viewOf(strangers.dictionary.buffer),
      entriesOf: category => entriesOfStrangers[category] ?? [],
    },
    costs,
    leftSize,
    categories: { at: code => categories[map[code] ?? 0] ?? fallback },
    featuresOf: (entry, known) => {
      const { entries, features } = known ? ofWords : ofStrangers
      const at = entries.getInt32(entry + 6, true)
      const end = features.indexOf(0, at)
      return decoder.decode(features.subarray(at, end < 0 ? undefined : end)).split(',')
    },
  }
}

const decoder = new TextDecoder()

/** What features are read from. No more of kuromoji is held: its maps of words are the larger half of its memory. */
function featureSource({ dictionary, pos_buffer: { buffer: features } }: kuromoji.TokenInfoDictionary) {
  return { entries: viewOf(dictionary.buffer), features }
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

function interleave(base: Int32Array, check: Int32Array): Int32Array {
  const pairs = new Int32Array(base.length * 2)
  for (let node = 0; node < base.length; node++) {
    pairs[node * 2] = base[node] ?? 0
    pairs[node * 2 + 1] = check[node] ?? 0
  }
  return pairs
}

/** An object of arrays as one array with offsets: a fifth of the memory, and nothing to hash. */
function flatten(map: Readonly<Record<string, readonly number[]>>): Dictionaries['entriesOf'] {
  const records = Object.keys(map).map(Number)
  const highest = records.reduce((most, record) => Math.max(most, record), -1)
  const offsets = new Int32Array(highest + 2)
  for (const record of records) offsets[record + 1] = map[record]?.length ?? 0
  for (let i = 1; i < offsets.length; i++) offsets[i] = (offsets[i] ?? 0) + (offsets[i - 1] ?? 0)
  const entries = new Int32Array(offsets[highest + 1] ?? 0)
  for (const record of records) entries.set(map[record] ?? [], offsets[record])
  return { offsets, entries }
}
