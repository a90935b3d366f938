import { DEFAULT_KIND } from '../../contract/defaults.js'
import type { ScreeningInput } from '../../contract/message.js'
import type { Ruleset } from '../../ruleset/ruleset.js'
import type { Tokenise } from '../../tokeniser/tokenise.js'
import { type Conversation, joinConversation } from '../reading/conversation.js'
import { buildReadText, type Reading, type ReadOptions } from '../reading/read.js'
import { buildUnmask } from '../reading/unmask.js'
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
export function buildReadMessage(
  ruleset: Ruleset,
  tokenise: Tokenise,
  options: ReadOptions = {},
): ReadMessage {
  const { lookAlikes } = ruleset.language
  const normalise = buildNormalise(lookAlikes)
  const unmask = buildUnmask(ruleset.concepts, buildSkeletons(lookAlikes))
  const readText = buildReadText(ruleset, tokenise, options)
  return ({ text, history = [], kind = DEFAULT_KIND }) => {
    const conversation = joinConversation(text, history, one => unmask(normalise(one)))
    const reading = readText(conversation)
    const matches = match(reading, ruleset.rules, kind, conversation.ownStart)
    return { conversation, reading, matches }
  }
}
