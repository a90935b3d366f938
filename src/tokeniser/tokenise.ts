import { LRUCache } from 'lru-cache'
import { type Dictionaries, loadDictionaries } from './dictionaries.js'
import { buildBestPath } from './lattice.js'

/** A word of the text. Offsets in UTF-16 units of the normalised text. */
export interface Token {
  readonly surface: string
  readonly lemma: string
  readonly reading: string
  readonly pos: string
  readonly start: number
  readonly end: number
}

/** Cuts `text` into tokens whose surfaces re-join to it; `offset` is added to their positions. */
export type Tokenise = (text: string, offset: number) => Token[]

/** Loads IPADIC. Rejects with one readable line. */
export async function loadTokeniser(): Promise<Tokenise> {
  return buildTokeniser(await loadDictionaries())
}

/** kuromoji cuts here before it looks for words. */
const SENTENCES = /[^、。]*[、。]|[^、。]+$/gu
/** Entries whose features are remembered: far more than a day's messages use. */
const REMEMBERED = 50_000

type Features = Pick<Token, 'lemma' | 'reading' | 'pos'>

export function buildTokeniser(dictionaries: Dictionaries): Tokenise {
  const bestPath = buildBestPath(dictionaries)
  const remembered = new LRUCache<number, Features>({ max: REMEMBERED })

  return (text, offset) => {
    const tokens: Token[] = []
    for (const { 0: sentence, index } of text.matchAll(SENTENCES)) {
      for (const { start, end, entry, known } of bestPath(sentence)) {
        const surface = sentence.slice(start, end)
        const { lemma, reading, pos } = known ? featuresOf(entry) : unknownWord(entry)
        tokens.push({
          surface,
          lemma: lemma === '*' ? surface : lemma,
          reading,
          pos,
          start: offset + index + start,
          end: offset + index + end,
        })
      }
    }
    const end = tokens[tokens.length - 1]?.end ?? offset
    if (end !== offset + text.length) throw new Error('the tokens do not re-join to the text')
    return tokens
  }

  function featuresOf(entry: number): Features {
    const known = remembered.get(entry)
    if (known) return known
    const [, pos = '', , , , , , lemma = '*', reading = ''] = dictionaries.featuresOf(entry, true)
    const features = { lemma, reading, pos }
    remembered.set(entry, features)
    return features
  }

  function unknownWord(entry: number): Features {
    const [, pos = '', , , , , , lemma = '*'] = dictionaries.featuresOf(entry, false)
    return { lemma, reading: '', pos }
  }
}
