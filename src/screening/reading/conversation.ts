import type { HistoryMessage } from '../../contract/message.js'
import { type MappedText, originalSpan, type Span } from '../text/mapped-text.js'
import { type Segments, segment } from '../text/segment.js'
import type { Fold, Unmasked } from './unmask.js'

/** A message read together with what the client wrote before, so that an ask split over messages is found. */
export interface Conversation {
  /** This message as the sender wrote it. */
  readonly original: string
  /** Earlier messages and this one, normalised as one text. */
  readonly mapped: MappedText
  /** Words that stood in disguise, in `mapped.text`. */
  readonly folds: readonly Fold[]
  /** Sentences and clauses of `mapped.text`. */
  readonly segments: Segments
  /** This message alone. */
  readonly own: MappedText
  readonly ownSegments: Segments
  /** Where this message starts in `mapped.text`. */
  readonly ownStart: number
  /** The stretch of the original message behind a stretch of `mapped.text`; empty when it lies in the history. */
  readonly originalSpan: (start: number, end: number) => Span
  /** The stretches of the earlier messages behind a stretch of `mapped.text`; none when it lies in this message. */
  readonly earlierSpans: (start: number, end: number) => readonly EarlierSpan[]
}

/** A stretch of an earlier message; `message` is its place in the history. */
interface EarlierSpan extends Span {
  readonly message: number
}

/** As much of the earlier messages as is read again, in UTF-16 units. */
const HISTORY_TAIL = 400

/** Joins without a gap: a word or a number that is cut between two messages closes again. */
export function joinConversation(
  text: string,
  history: readonly HistoryMessage[],
  clean: (text: string) => Unmasked,
): Conversation {
  const joined = placed(history)
  const before = joined
    .map(message => message.text)
    .join('')
    .slice(-HISTORY_TAIL)
  const { mapped: own, folds: ownFolds } = clean(text)
  const earlier = before === '' ? undefined : clean(before)
  const mapped = earlier ? join(earlier.mapped, own) : own
  const ownStart = mapped.text.length - own.text.length
  const folds = [
    ...(earlier?.folds ?? []),
    ...ownFolds.map(fold => ({ ...fold, start: fold.start + ownStart, end: fold.end + ownStart })),
  ]
  const segments = segment(mapped.text)
  return {
    original: text,
    mapped,
    folds,
    own,
    segments,
    ownSegments: earlier ? segment(own.text) : segments,
    ownStart,
    originalSpan: (start, end) =>
      originalSpan(own, Math.max(0, start - ownStart), Math.max(0, end - ownStart)),
    earlierSpans: (start, end) => {
      if (earlier === undefined || start >= ownStart) return []
      const stretch = originalSpan(earlier.mapped, start, Math.min(end, ownStart))
      const cut = (joined.at(-1)?.end ?? 0) - before.length
      return spansWithin(joined, stretch.start + cut, stretch.end + cut)
    },
  }
}

/** A client's message, and where it stands when all of them are joined. */
interface Placed extends EarlierSpan {
  readonly text: string
}

function placed(history: readonly HistoryMessage[]): readonly Placed[] {
  let end = 0
  return history.flatMap(({ from, text }, message) => {
    if (from !== 'client') return []
    const start = end
    end += text.length
    return [{ message, text, start, end }]
  })
}

/** A stretch of the joined messages, message by message. */
function spansWithin(joined: readonly Placed[], from: number, to: number): readonly EarlierSpan[] {
  return joined.flatMap(({ message, start, end }) => {
    const span = { message, start: Math.max(from, start) - start, end: Math.min(to, end) - start }
    return span.end > span.start ? [span] : []
  })
}

function join(before: MappedText, own: MappedText): MappedText {
  const concat = (a: Int32Array, b: Int32Array): Int32Array => {
    const all = new Int32Array(a.length + b.length)
    all.set(a)
    all.set(b, a.length)
    return all
  }
  return {
    text: before.text + own.text,
    starts: concat(before.starts, own.starts),
    ends: concat(before.ends, own.ends),
  }
}
