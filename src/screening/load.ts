import type { Judgement } from '../contract/judgement.js'
import type { ReaderMode, ReaderStatus, Screener } from '../contract/screener.js'
import { inTurns } from '../contract/steps.js'
import { RulesetError } from '../ruleset/files.js'
import { loadRuleset } from '../ruleset/load.js'
import type { Ruleset } from '../ruleset/ruleset.js'
import { loadTokeniser, type Tokenise } from '../tokeniser/tokenise.js'
import { type Prepare, prepareHere, prove } from './prove.js'
import { buildAskReader } from './reader/ask.js'
import { type OpenReader, type OpenSession, openReader } from './reader/open.js'
import { type Loaded, type ReloadableScreener, reloadable } from './reloadable.js'
import { buildReadMessage, type ReadMessage, readMessageSteps } from './rules/read-message.js'
import { buildReadingScreener, buildScreener } from './screener.js'

export { hashOnDisk } from '../ruleset/hash-on-disk.js'

/** May wrap the tokenizer, to measure it. */
type Around = (tokenise: Tokenise) => Tokenise
const asItIs: Around = tokenise => tokenise

/**
 * Loads the tokenizer and `dict/`, proves every rule on its examples, and returns a screener that judges at once, without
 * the reader. Rejects with one readable line: file, line and reason.
 */
export async function loadScreener(
  dictDir: string,
  around: Around = asItIs,
): Promise<ReloadableScreener<Judgement>> {
  const parts = await loadParts(dictDir, around)
  return reloadable(plain(parts.first), async () => plain(await parts.again()))
}

export interface ReaderOptions {
  readonly mode: ReaderMode
  readonly openSession: OpenSession
  /** Told of every message that could not be read. */
  readonly onFailure: (failure: unknown) => void
  /** Milliseconds that a message waits for the reader before it is judged without; absent: as long as it takes. */
  readonly patience?: number
  readonly around?: Around
  /** How a reload reads and proves the dictionary; absent: in this thread. */
  readonly prepare?: Prepare
}

/**
 * The same with the reader, where this machine can run it: otherwise it judges without, and `reader` says why. Rejects as
 * `loadScreener` does.
 */
export async function loadReadingScreener(
  dictDir: string,
  options: ReaderOptions,
): Promise<ReloadableScreener> {
  const parts = await loadParts(dictDir, options.around ?? asItIs, options.prepare)
  return reloadable(await reading(parts.first, options), async () => reading(await parts.again(), options))
}

/** A dictionary that has proven itself, and how it reads. */
interface Proven {
  readonly ruleset: Ruleset
  readonly readMessage: ReadMessage
}

async function loadParts(dictDir: string, around: Around, prepare?: Prepare) {
  // The tokenizer's files are unpacked on other threads while the dictionary is read.
  const tokeniser = loadTokeniser()
  tokeniser.catch(() => undefined)
  const ruleset = loadRuleset(dictDir)
  const tokenise = around(await tokeniser)
  const readMessage = buildReadMessage(ruleset, tokenise)
  prove(ruleset, readMessage)
  const read = prepare ?? prepareHere(tokenise)
  const first: Proven = { ruleset, readMessage }
  const again = async (): Promise<Proven> => {
    const ruleset = await read(dictDir)
    return { ruleset, readMessage: await inTurns(readMessageSteps(ruleset, tokenise)) }
  }
  return { first, again }
}

const plain = ({ ruleset, readMessage }: Proven): Loaded<Judgement> => ({
  ...buildScreener(ruleset, readMessage),
  warnings: ruleset.warnings,
  close: async () => undefined,
})

async function reading(proven: Proven, options: ReaderOptions): Promise<Loaded> {
  const { ruleset, readMessage } = proven
  const reader = await tryToOpen(ruleset, options)
  if ('mode' in reader) return { ...plain(proven), reader }
  const ask = buildAskReader({ read: reader.read, onFailure: options.onFailure })
  const screener: Screener = buildReadingScreener(ruleset, readMessage, ask, { mode: options.mode })
  return { ...screener, warnings: ruleset.warnings, close: reader.close }
}

/** The reader, or why there is none. What is wrong with the dictionary itself is an error, as everywhere. */
async function tryToOpen(
  { reader, model }: Ruleset,
  { mode, openSession, patience }: ReaderOptions,
): Promise<OpenReader | ReaderStatus> {
  if (mode === 'off') return { mode: 'off' }
  if (!reader) return { mode: 'off', reason: 'the dictionary has no reader' }
  if (!model?.reader) return { mode: 'off', reason: 'model.json has no weights for the reader' }
  try {
    return await openReader(reader, openSession, patience)
  } catch (error) {
    if (error instanceof RulesetError) throw error
    return { mode: 'off', reason: error instanceof Error ? error.message : String(error) }
  }
}
