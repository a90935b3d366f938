import { join } from 'node:path'
import { z } from 'zod'
import { parseFile, readFile } from '../../ruleset/files.js'
import { buildPieces, vocabularySchema } from './pieces.js'
import { buildReader, type ReadWhole } from './reader.js'
import type { Session } from './session.js'

/** `dict/reader/reader.json`: what the network was taught, and where it comes from. */
const readerSchema = z.strictObject({
  /** In the order of the network's output. */
  categories: z.array(
    z.strictObject({ id: z.string(), merge: z.enum(['highest', 'lowest']).default('highest') }),
  ),
  /** The file of the network, beside this one. */
  network: z.string().min(1),
  origin: z.string().min(1),
  licence: z.string().min(1),
})

export interface OpenReader {
  readonly read: ReadWhole
  readonly close: () => Promise<void>
}

export type OpenSession = (file: string, pad: number) => Promise<Session>

/** Opens the reader of a dictionary. Rejects with RulesetError when its files cannot be used. */
export async function openReader(dictDir: string, openSession: OpenSession): Promise<OpenReader> {
  const { categories, network } = parseFile(readFile(dictDir, 'reader/reader.json'), readerSchema)
  const vocabulary = vocabularySchema.parse(JSON.parse(readFile(dictDir, 'reader/tokenizer.json').source))
  const pieces = buildPieces(vocabulary)
  const session = await openSession(join(dictDir, 'reader', network), vocabulary.pad)
  return { read: buildReader(pieces, categories, session), close: () => session.close() }
}
