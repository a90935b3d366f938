import { match } from '../../../dist/screening/match.js'
import { normalise } from '../../../dist/screening/normalise/normalise.js'
import { buildReader } from '../../../dist/screening/read.js'
import { segment } from '../../../dist/screening/segment.js'
import { splice } from '../../../dist/screening/splice.js'
import { buildUnmask } from '../../../dist/screening/unmask.js'
import { buildVoice } from '../../../dist/screening/voice.js'
import { ruleset, screen, texts, timed, tokenise } from '../context.mjs'

/** Where the time goes: each step alone, on what the steps before it made. `read` holds the tokenizer. */
export const title = 'microseconds a message, step by step'
export function measure({ rounds }) {
  const unmask = buildUnmask(ruleset.concepts)
  const read = buildReader(ruleset, tokenise)
  const listen = buildVoice(ruleset.model)
  const clean = text => unmask(normalise(text))
  return Object.fromEntries(
    Object.entries(texts).map(([name, all]) => {
      const items = all.map(text => {
        const letter = splice(text, [], clean)
        const reading = read(letter)
        const clauses = [...reading.tokenised].map(i => reading.segments.clauses[i])
        return { text, normal: normalise(text), letter, reading, clauses }
      })
      const us = timed(
        {
          normalise: ({ text }) => normalise(text),
          unmask: ({ normal }) => unmask(normal),
          segment: ({ letter }) => segment(letter.mapped.text),
          read: ({ letter }) => read(letter),
          tokenise: ({ reading, clauses }) => {
            for (const { start, end } of clauses) tokenise(reading.text.slice(start, end), start)
          },
          match: ({ reading }) => match(reading, ruleset.rules, 'message'),
          voice: ({ reading, letter }) => listen(reading, letter),
          whole: ({ text }) => screen(text),
        },
        items,
        rounds,
      )
      return [name, us]
    }),
  )
}
