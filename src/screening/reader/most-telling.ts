import { type MappedText, originalSpan, type Span } from '../text/mapped-text.js'
import type { Cut } from './pieces.js'
import type { InputWindow } from './windows.js'

/**
 * Windows of a text that are read: about 1,100 characters. What a sender hides is short, and rules and voice have seen the
 * whole: reading ten thousand characters whole would take most of a second.
 */
export const MOST_WINDOWS = 3

/** The windows that hold what was found most telling, then the beginning, the end, and what lies between. */
export function mostTelling(
  windows: readonly InputWindow[],
  text: Cut,
  form: MappedText,
  focus: readonly Span[],
): readonly InputWindow[] {
  if (windows.length <= MOST_WINDOWS) return windows
  const spans = windows.map(({ first, count }) =>
    originalSpan(form, text.starts[first] ?? 0, text.ends[first + count - 1] ?? 0),
  )
  const holding = focus.map(({ start }) => spans.findIndex(span => span.start <= start && start < span.end))
  const order = [...holding.filter(at => at >= 0), 0, windows.length - 1, ...windows.keys()]
  const chosen = new Set([...new Set(order)].slice(0, MOST_WINDOWS))
  return windows.filter((_, at) => chosen.has(at))
}
