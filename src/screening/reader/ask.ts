import { DEFAULT_KIND, DEFAULT_STAGE } from '../../contract/defaults.js'
import type { ScreeningInput } from '../../contract/message.js'
import type { MessageReading } from '../rules/read-message.js'
import type { Span } from '../text/mapped-text.js'
import type { ReaderOpinion, ReadWhole } from './reader.js'
import { undisguised } from './undisguised.js'

/** The reader's opinion of a message; undefined where it is not asked, or cannot answer. Never rejects. */
export type AskReader = (
  message: MessageReading,
  input: ScreeningInput,
  /** Confidence of every category by rules and voice alone, 0 to 1. */
  scores: Readonly<Record<string, number>>,
  /** Stretches of the original message that rules and voice found most telling, the strongest first. */
  focus: readonly Span[],
) => Promise<ReaderOpinion | undefined>

export interface AskParts {
  readonly read: ReadWhole
  /** Whether reading may change what the scores say. */
  readonly isWanted: (scores: Readonly<Record<string, number>>) => boolean
  /** Told of every message that could not be read: it is judged without. */
  readonly onFailure: (failure: unknown) => void
}

export function buildAskReader({ read, isWanted, onFailure }: AskParts): AskReader {
  return async ({ conversation }, input, scores, focus) => {
    if (!isWanted(scores)) return undefined
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
