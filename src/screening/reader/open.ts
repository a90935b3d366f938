import { readFile } from 'node:fs/promises'
import { setImmediate } from 'node:timers/promises'
import type { ReaderFiles } from '../../ruleset/reader-files.js'
import { buildPieces, vocabularySchema } from './pieces.js'
import { buildReader, type ReadWhole } from './reader.js'
import type { Session } from './session.js'

export interface OpenReader {
  readonly read: ReadWhole
  /** Ends the network when what it is reading has been read. */
  readonly close: () => Promise<void>
}

/** Opens a network. Rejects when this machine cannot run it. */
export type OpenSession = (network: string) => Promise<Session>

/**
 * Opens the reader of a dictionary. Rejects when its vocabulary is no use, or the network cannot be run here. `patience`:
 * milliseconds that a message waits for its answer; without it, for ever.
 */
export async function openReader(
  files: ReaderFiles,
  openSession: OpenSession,
  patience?: number,
): Promise<OpenReader> {
  // A vocabulary of half a megabyte, in steps: a service that reloads goes on judging.
  const source: unknown = JSON.parse(await readFile(files.vocabulary, 'utf8'))
  await setImmediate()
  const vocabulary = vocabularySchema.parse(source)
  await setImmediate()
  const pieces = buildPieces(vocabulary)
  const session = await openSession(files.network)
  const read = buildReader(pieces, files.categories, session, patience)
  const running = new Set<Promise<unknown>>()
  return {
    read: input => {
      const opinion = read(input)
      const settled: Promise<unknown> = opinion.then(
        () => running.delete(settled),
        () => running.delete(settled),
      )
      running.add(settled)
      return opinion
    },
    close: async () => {
      await Promise.all(running)
      await session.close()
    },
  }
}
