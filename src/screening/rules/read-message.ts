import { DEFAULT_KIND } from '../../contract/defaults.js'
import type { ScreeningInput } from '../../contract/message.js'
import { atOnce, type Steps } from '../../contract/steps.js'
import type { Ruleset } from '../../ruleset/ruleset.js'
import type { Tokenise } from '../../tokeniser/tokenise.js'
import { type Conversation, joinConversation } from '../reading/conversation.js'
import { type Reading, type ReadOptions, readTextSteps } from '../reading/read.js'
import { type Unmasked, unmaskSteps } from '../reading/unmask.js'
import { buildNormalise } from '../text/normalise.js'
import { buildSkeletons } from '../text/skeleton.js'
import { type Matches, match } from './match.js'

/** A message as everything behind sees it: its text, what stands in it, and which rules that makes. */
export interface MessageReading {
  readonly conversation: Conversation
  readonly reading: Reading
  readonly matches: Matches
}

export interface ReadMessage {
  (input: Pick<ScreeningInput, 'text' | 'history' | 'kind'>): MessageReading
  /** The first step alone: the text with its disguises undone. */
  readonly clean: (text: string) => Unmasked
}

/**
 * The one way in which a message is read: by the service, by training, by measuring and by the proof of the rules. What a
 * weight was fitted on is what it meets in production. Pure.
 */
export const buildReadMessage = (ruleset: Ruleset, tokenise: Tokenise, options?: ReadOptions): ReadMessage =>
  atOnce(readMessageSteps(ruleset, tokenise, options))

/** The same, step by step: all of it takes a tenth of a second. */
export function* readMessageSteps(
  ruleset: Ruleset,
  tokenise: Tokenise,
  options: ReadOptions = {},
): Steps<ReadMessage> {
  const { lookAlikes } = ruleset.language
  const normalise = buildNormalise(lookAlikes)
  const skeletons = buildSkeletons(lookAlikes)
  yield
  const unmask = yield* unmaskSteps(ruleset.concepts, skeletons)
  yield
  const readText = yield* readTextSteps(ruleset, tokenise, options)
  const clean = remembering((text: string): Unmasked => unmask(normalise(text)))
  const read = ({ text, history = [], kind = DEFAULT_KIND }: Parameters<ReadMessage>[0]): MessageReading => {
    const conversation = joinConversation(text, history, clean)
    const reading = readText(conversation)
    const matches = match(reading, ruleset.rules, kind, conversation.ownStart)
    return { conversation, reading, matches }
  }
  return Object.assign(read, { clean })
}

/** Messages that may be under way at once between their judgement and their fingerprint. */
const REMEMBERED = 32

/** Of the last few texts the answer is known: a flagged one is asked for twice, and this is a third of reading it. */
function remembering<Result>(work: (text: string) => Result): (text: string) => Result {
  const known = new Map<string, Result>()
  return text => {
    const before = known.get(text)
    if (before !== undefined) return before
    const result = work(text)
    const [oldest] = known.keys()
    if (known.size >= REMEMBERED && oldest !== undefined) known.delete(oldest)
    known.set(text, result)
    return result
  }
}
