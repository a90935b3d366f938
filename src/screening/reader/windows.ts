import type { Kind, Stage } from '../../contract/words.js'
import type { Cut, Pieces } from './pieces.js'

/** What the reader is given at once, in pieces; it was taught no more. */
const LONGEST_INPUT = 256
/** Pieces that two windows of a long text share. */
const OVERLAP = 64
/** Pieces of the earlier messages that are read before this one. */
const HISTORY_PIECES = 48

/** What stands beside the text: marks that a sender cannot write, since they are followed by the end mark. */
const STAGE_MARKS: Readonly<Partial<Record<Stage, string>>> = { contracted: '契約', delivered: '完了' }
const KIND_MARKS: Readonly<Partial<Record<Kind, string>>> = { job_post: '求人' }
const HISTORY_MARK = '前'

/** One input of the reader: ids, and which pieces of the text they show. */
export interface InputWindow {
  readonly ids: readonly number[]
  /** Where the text's pieces begin among the ids. */
  readonly offset: number
  /** The first piece of the text that is shown, and how many are. */
  readonly first: number
  readonly count: number
}

export interface Context {
  readonly stage: Stage
  readonly kind: Kind
  /** Earlier messages of the client, cut into pieces. */
  readonly history: Cut
}

/**
 * The inputs that show a whole text. The layout, in brackets only what there is:
 * `<s> [stage] [kind] [</s>] [前 history </s>] text </s>`.
 */
export function windowsOf(pieces: Pieces, text: Cut, context: Context): readonly InputWindow[] {
  const before = contextIds(pieces, context)
  const room = LONGEST_INPUT - before.length - 1
  const windows: InputWindow[] = []
  for (let first = 0; ; first += room - OVERLAP) {
    const shown = text.ids.slice(first, first + room)
    windows.push({
      ids: [...before, ...shown, pieces.eos],
      offset: before.length,
      first,
      count: shown.length,
    })
    if (first + room >= text.ids.length) return windows
  }
}

function contextIds({ bos, eos, idOf }: Pieces, { stage, kind, history }: Context): readonly number[] {
  const marks = [STAGE_MARKS[stage], KIND_MARKS[kind]].flatMap(mark =>
    mark === undefined ? [] : [idOf(mark)],
  )
  const past = history.ids.slice(-HISTORY_PIECES)
  return [
    bos,
    ...marks,
    ...(marks.length > 0 ? [eos] : []),
    ...(past.length > 0 ? [idOf(HISTORY_MARK), ...past, eos] : []),
  ]
}
