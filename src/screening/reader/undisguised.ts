import type { Conversation } from '../reading/conversation.js'
import { type MappedText, MappedTextBuilder } from '../text/mapped-text.js'

/**
 * The message with plain words where words stood in disguise, otherwise as the sender wrote it; undefined when there was no
 * disguise. The reader knows the words better than their disguises, and reads both.
 */
export function undisguised(conversation: Conversation): MappedText | undefined {
  const { original, folds, ownStart } = conversation
  const builder = new MappedTextBuilder(original.length)
  let at = 0
  for (const fold of folds) {
    if (fold.start < ownStart) continue
    const { start, end } = conversation.originalSpan(fold.start, fold.end)
    // Several concepts may share one stretch.
    if (start < at || end <= start) continue
    copy(at, start)
    builder.push(asWritten(fold.word), start, end)
    at = end
  }
  if (at === 0) return undefined
  copy(at, original.length)
  return builder.build()

  function copy(from: number, to: number): void {
    for (let i = from; i < to; i++) builder.push(original.charAt(i), i, i + 1)
  }
}

/** The dictionary has Latin words in lower case; people write LINE, SNS and DM. */
const asWritten = (word: string): string => (/^[a-z]{2,}$/u.test(word) ? word.toUpperCase() : word)
