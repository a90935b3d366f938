import type { Screener } from '../../src/contract/screener.js'
import { loadRuleset } from '../../src/ruleset/load.js'
import type { Ruleset } from '../../src/ruleset/ruleset.js'
import type { FittedCategory } from '../../src/screening/model/score.js'
import { buildAskReader } from '../../src/screening/reader/ask.js'
import { openReader } from '../../src/screening/reader/open.js'
import { openSession } from '../../src/screening/reader/session.js'
import { buildReadMessage, type ReadMessage } from '../../src/screening/rules/read-message.js'
import { buildReadingScreener, buildScreener } from '../../src/screening/screener.js'
import { loadTokeniser } from '../../src/tokeniser/tokenise.js'

/** A screener that judges by one part of the method alone. */
interface PartScreener {
  readonly name: string
  readonly screen: Screener['screen']
  readonly close: () => Promise<void>
}

/**
 * The rules alone: a category is believed when one of its rules matches. The voice alone: with the weight that it was
 * given beside the rules. The reader alone, where the dictionary has one: as sure as it says it is. What the rules weigh
 * beside the voice says nothing alone: silence of the voice is most of it.
 */
export async function loadParts(
  dictDir: string,
  onFailure: (failure: unknown) => void,
): Promise<PartScreener[]> {
  const ruleset = loadRuleset(dictDir)
  const readMessage = buildReadMessage(ruleset, await loadTokeniser())
  const part = (name: string, ruleset: Ruleset): PartScreener => ({
    name,
    screen: buildScreener(ruleset, readMessage).screen,
    close: async () => undefined,
  })
  const reader = await readerAlone(ruleset, readMessage, onFailure)
  return [
    part('rules', { ...ruleset, model: undefined }),
    part('voice', voiceOnly(ruleset)),
    ...(reader ? [reader] : []),
  ]
}

/** What the voice says, and how much less a long message makes likely whatever is said. */
const OF_VOICE = ['voice', 'long_voice', 'long']

function voiceOnly(ruleset: Ruleset): Ruleset {
  const { model } = ruleset
  if (!model) return ruleset
  const logistic = Object.fromEntries(
    Object.entries(model.logistic).map(([category, fitted]) => [
      category,
      {
        ...fitted,
        weights: Object.fromEntries(OF_VOICE.map(name => [name, fitted.weights[name] ?? 0])),
      },
    ]),
  )
  return { ...ruleset, model: { ...model, logistic } }
}

const asItSays: FittedCategory = { bias: 0, weights: { reader: 1, long_reader: 1 }, slope: 1, offset: 0 }
const silent: FittedCategory = { bias: -10, weights: {}, slope: 1, offset: 0 }

async function readerAlone(
  ruleset: Ruleset,
  readMessage: ReadMessage,
  onFailure: (failure: unknown) => void,
): Promise<PartScreener | undefined> {
  const { reader: files, model, categories } = ruleset
  if (!files || !model) return undefined
  const known = new Set(files.categories.map(({ id }) => id))
  const weigh = (of: (id: string) => FittedCategory) =>
    Object.fromEntries(categories.map(({ id }) => [id, of(id)]))
  const alone: Ruleset = {
    ...ruleset,
    model: {
      ...model,
      // A message that could not be read is answered by nobody.
      logistic: weigh(() => silent),
      reader: {
        network: '',
        logistic: weigh(id => (known.has(id) ? asItSays : silent)),
        blocksAlone: {},
        readWithin: 1,
      },
    },
  }
  const { read, close } = await openReader(files, openSession)
  const ask = buildAskReader({ read, onFailure })
  const { screen } = buildReadingScreener(alone, readMessage, ask, { mode: 'all' })
  return { name: 'reader', screen, close }
}
