import { segment } from '../../../src/screening/text/segment.js'
import { hold, type Target } from '../target.js'
import { pieces, seeds } from './japanese.js'

const LONGEST_CLAUSE = 128

/** Sentences in order with nothing but blanks between them; their clauses cover them without a gap. */
export function load(): Target {
  return {
    name: 'segment',
    seeds,
    pieces: [...pieces, 'ですが、', 'ので、', 'して、', '。」', '!?', '. '],
    longest: 10_000,
    run: text => {
      const { clauses, starts, ends } = segment(text)
      let at = 0
      for (const [sentence, start] of starts.entries()) {
        hold(text.slice(at, start).trim() === '', 'a sentence leaves something out')
        at = ends[sentence] ?? 0
        hold(at > start, 'a sentence is empty')
      }
      hold(text.slice(at).trim() === '', 'the last sentence leaves something out')
      let next = 0
      for (const { start, end, sentence } of clauses) {
        next = Math.max(next, starts[sentence] ?? 0)
        hold(start === next, 'a clause leaves something out')
        hold(end > start && end - start <= LONGEST_CLAUSE, 'a clause is empty or too long')
        hold(end <= (ends[sentence] ?? 0), 'a clause runs over its sentence')
        next = end
      }
      hold(next === (ends.at(-1) ?? 0), 'the last clauses are missing')
    },
  }
}
