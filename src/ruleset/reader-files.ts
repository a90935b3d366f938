import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { parseFile, RulesetError, readFile } from './files.js'

/** `dict/reader/reader.json`: what the network was taught, and where it comes from. */
const readerSchema = z.strictObject({
  /** In the order of the network's output. */
  categories: z.array(
    z.strictObject({
      id: z.string(),
      /** Of several windows of a long text: what one of them asks is asked, what one of them names is named. */
      merge: z.enum(['highest', 'lowest']).default('highest'),
    }),
  ),
  /** The file of the network, beside this one. */
  network: z.string().min(1),
  origin: z.string().min(1),
  licence: z.string().min(1),
})

/** The pretrained reader of a dictionary: what it says of itself, and its files. */
export interface ReaderFiles {
  readonly categories: z.infer<typeof readerSchema>['categories']
  /** Path of the ONNX file. */
  readonly network: string
  /** Path of the vocabulary. */
  readonly vocabulary: string
  /** SHA-256 of the network, hex: the score's weights are for one network. */
  readonly networkHash: string
  /** SHA-256 over all three files, hex. */
  readonly hash: string
}

/** Undefined when the dictionary has no reader. Throws RulesetError when one of its files is missing or no use. */
export function findReader(dictDir: string): ReaderFiles | undefined {
  if (!existsSync(join(dictDir, 'reader', 'reader.json'))) return undefined
  const description = readFile(dictDir, join('reader', 'reader.json'))
  const { categories, network } = parseFile(description, readerSchema)
  const vocabulary = readFile(dictDir, join('reader', 'tokenizer.json'))
  const path = join(dictDir, 'reader', network)
  if (!existsSync(path)) throw new RulesetError(`${path}: cannot be read (ENOENT)`)
  const networkHash = createHash('sha256').update(readFileSync(path)).digest('hex')
  const hash = createHash('sha256')
    .update(`${description.source}\0${vocabulary.source}\0${networkHash}`)
    .digest('hex')
  return { categories, network: path, vocabulary: vocabulary.path, networkHash, hash }
}
