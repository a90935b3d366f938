import type { Kind, Stage } from '../../contract/words.js'
import type { ReaderFiles } from '../../ruleset/reader-files.js'
import { type MappedText, originalSpan, type Span } from '../text/mapped-text.js'
import { MOST_WINDOWS, mostTelling } from './most-telling.js'
import { type Passage, passageOf } from './passages.js'
import type { Cut, Pieces } from './pieces.js'
import { readerText } from './reader-text.js'
import { buildReadingQueue } from './reading-queue.js'
import type { NetworkOutput, Session } from './session.js'
import { type InputWindow, windowsOf } from './windows.js'

interface ReaderInput {
  /** The message as the sender wrote it. */
  readonly text: string
  /** The same with plain words for those in disguise, when there are any. */
  readonly undisguised: MappedText | undefined
  readonly stage: Stage
  readonly kind: Kind
  /** Earlier messages of the client, oldest first. */
  readonly history: readonly string[]
  /** Stretches of the text to read first when it is too long to be read whole, the most telling first. */
  readonly focus: readonly Span[]
}

/** What the reader makes of a message. */
export interface ReaderOpinion {
  /** Log-odds of every category that the network knows, before calibration. */
  readonly logOdds: ReadonlyMap<string, number>
  /** The passage of the original message that carried a category, where there is one. */
  readonly passage: (category: string) => Span | undefined
}

/** Earlier text that is cut into pieces, in UTF-16 units: several times what the last of them that are shown can hold. */
const HISTORY_TAIL = 400

/** Reads a message. Rejects when the network cannot be run, or does not answer in time. */
export type ReadWhole = (input: ReaderInput) => Promise<ReaderOpinion>

/** What one window of one form of the text said. */
interface WindowReading {
  readonly form: MappedText
  readonly text: Cut
  readonly window: InputWindow
  readonly output: NetworkOutput
}

export function buildReader(
  pieces: Pieces,
  categories: ReaderFiles['categories'],
  session: Session,
  patience?: number,
): ReadWhole {
  const run = buildReadingQueue(session, patience)

  return async ({ text, undisguised, stage, kind, history, focus }) => {
    const earlier = readerText(history.join('\n').slice(-HISTORY_TAIL)).text
    const context = { stage, kind, history: pieces.cut(earlier) }
    const shown = [readerText(text), ...(undisguised ? [plainForm(undisguised)] : [])].map(form => {
      const cut = pieces.cut(form.text)
      return { form, cut, windows: windowsOf(pieces, cut, context) }
    })
    // Of a text too long to be read whole the form without disguises says more in the same time.
    const isLong = shown.some(({ windows }) => windows.length > MOST_WINDOWS)
    const readings = await Promise.all(
      (isLong ? shown.slice(-1) : shown).flatMap(({ form, cut, windows }) =>
        mostTelling(windows, cut, form, focus).map(
          async (window): Promise<WindowReading> => ({
            form,
            text: cut,
            window,
            output: await run(window.ids),
          }),
        ),
      ),
    )
    const spoken = new Map(categories.map((category, at) => [category.id, loudest(readings, at, category)]))
    return {
      logOdds: new Map(categories.map(({ id }, at) => [id, spoken.get(id)?.output.logits[at] ?? 0])),
      passage: id => {
        const reading = spoken.get(id)
        const at = categories.findIndex(category => category.id === id)
        const passage = reading && passageOf(reading.text, reading.window, reading.output, at)
        return reading && passage && spanOf(reading.form, passage)
      },
    }
  }
}

/** The undisguised text, as the reader reads texts; its places still lead to the original. */
function plainForm(undisguised: MappedText): MappedText {
  const read = readerText(undisguised.text)
  return {
    text: read.text,
    starts: read.starts.map(at => undisguised.starts[at] ?? 0),
    ends: read.ends.map(at => undisguised.ends[at - 1] ?? 0),
  }
}

function loudest(
  readings: readonly WindowReading[],
  category: number,
  { merge }: ReaderFiles['categories'][number],
): WindowReading | undefined {
  const sign = merge === 'highest' ? 1 : -1
  let best: WindowReading | undefined
  for (const reading of readings) {
    const value = sign * (reading.output.logits[category] ?? 0)
    if (best === undefined || value > sign * (best.output.logits[category] ?? 0)) best = reading
  }
  return best
}

const spanOf = (form: MappedText, { start, end }: Passage): Span => originalSpan(form, start, end)
