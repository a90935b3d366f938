import { type MappedText, originalSpan, type Span } from '../text/mapped-text.js'
import type { Cut } from './pieces.js'
import type { InputWindow } from './windows.js'

/**
 * Windows of a message that are read, its forms together: about 1,500 characters. What a sender hides is short, and rules
 * and voice have seen the whole: reading ten thousand characters whole would take a second.
 */
const MOST_WINDOWS = 4

/** The windows that hold what was found most telling, then the beginning, the end, and what lies between. */
export function mostTelling(
  windows: readonly InputWindow[],
  text: Cut,
  form: MappedText,
  focus: readonly Span[],
  forms: number,
): readonly InputWindow[] {
  const most = MOST_WINDOWS / forms
  if (windows.length <= most) return windows
  const spans = windows.map(({ first, count }) =>
    originalSpan(form, text.starts[first] ?? 0, text.ends[first + count - 1] ?? 0),
  )
  const holding = focus.map(({ start }) => spans.findIndex(span => span.start <= start && start < span.end))
  const order = [...holding.filter(at => at >= 0), 0, windows.length - 1, ...windows.keys()]
  const chosen = new Set([...new Set(order)].slice(0, most))
  return windows.filter((_, at) => chosen.has(at))
}
