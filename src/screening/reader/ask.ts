import { DEFAULT_KIND, DEFAULT_STAGE } from '../../contract/defaults.js'
import type { ScreeningInput } from '../../contract/message.js'
import type { MessageReading } from '../rules/read-message.js'
import type { Span } from '../text/mapped-text.js'
import type { ReaderOpinion, ReadWhole } from './reader.js'
import { undisguised } from './undisguised.js'

/** The reader's opinion of a message; undefined when it cannot answer. Never rejects. */
export type AskReader = (
  message: MessageReading,
  input: ScreeningInput,
  /** Stretches of the original message that rules and voice found most telling, the strongest first. */
  focus: readonly Span[],
) => Promise<ReaderOpinion | undefined>

export interface AskParts {
  readonly read: ReadWhole
  /** Told of every message that could not be read: it is judged without. */
  readonly onFailure: (failure: unknown) => void
}

export function buildAskReader({ read, onFailure }: AskParts): AskReader {
  return async ({ conversation }, input, focus) => {
    const { text, stage = DEFAULT_STAGE, kind = DEFAULT_KIND, history = [] } = input
    try {
      return await read({
        text,
        undisguised: undisguised(conversation),
        stage,
        kind,
        history: history.filter(({ from }) => from === 'client').map(earlier => earlier.text),
        focus,
      })
    } catch (failure) {
      onFailure(failure)
      return undefined
    }
  }
}
