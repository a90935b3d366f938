import { DEFAULT_KIND } from '../../contract/defaults.js'
import type { ScreeningInput } from '../../contract/message.js'
import { atOnce, type Steps } from '../../contract/steps.js'
import type { Ruleset } from '../../ruleset/ruleset.js'
import type { Tokenise } from '../../tokeniser/tokenise.js'
import { type Conversation, joinConversation } from '../reading/conversation.js'
import { type Reading, type ReadOptions, readTextSteps } from '../reading/read.js'
import { unmaskSteps } from '../reading/unmask.js'
import { buildNormalise } from '../text/normalise.js'
import { buildSkeletons } from '../text/skeleton.js'
import { type Matches, match } from './match.js'

/** A message as everything behind sees it: its text, what stands in it, and which rules that makes. */
export interface MessageReading {
  readonly conversation: Conversation
  readonly reading: Reading
  readonly matches: Matches
}

export type ReadMessage = (input: Pick<ScreeningInput, 'text' | 'history' | 'kind'>) => MessageReading

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
  return ({ text, history = [], kind = DEFAULT_KIND }) => {
    const conversation = joinConversation(text, history, one => unmask(normalise(one)))
    const reading = readText(conversation)
    const matches = match(reading, ruleset.rules, kind, conversation.ownStart)
    return { conversation, reading, matches }
  }
}
