import { type MappedText, originalSpan } from '../../../src/screening/text/mapped-text.js'
import { hold } from '../target.js'

/** Every unit comes from a stretch of the original, and they stand in its order. */
export function holdMapped({ text, starts, ends }: MappedText, original: string): void {
  hold(starts.length === text.length && ends.length === text.length, 'a unit has no place')
  for (let i = 0, last = 0; i < text.length; i++) {
    const { start, end } = originalSpan({ text, starts, ends }, i, i + 1)
    hold(start >= last, `unit ${i} stands before the one before it`)
    hold(end > start, `unit ${i} comes from nothing`)
    hold(end <= original.length, `unit ${i} comes from behind the end`)
    last = start
  }
}
