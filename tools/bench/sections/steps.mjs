import { match } from '../../../dist/screening/rules/match.js'
import { buildNormalise } from '../../../dist/screening/text/normalise.js'
import { buildReadText } from '../../../dist/screening/reading/read.js'
import { buildSkeletons } from '../../../dist/screening/text/skeleton.js'
import { segment } from '../../../dist/screening/text/segment.js'
import { joinConversation } from '../../../dist/screening/reading/conversation.js'
import { buildUnmask } from '../../../dist/screening/reading/unmask.js'
import { buildVoice } from '../../../dist/screening/model/voice.js'
import { ruleset, screen, texts, timed, tokenise } from '../context.mjs'

/** Where the time goes: each step alone, on what the steps before it made. `read` holds the tokenizer. */
export const title = 'microseconds a message, step by step'
export function measure({ rounds }) {
  const { lookAlikes } = ruleset.language
  const normalise = buildNormalise(lookAlikes)
  const unmask = buildUnmask(ruleset.concepts, buildSkeletons(lookAlikes))
  const read = buildReadText(ruleset, tokenise)
  const listen = buildVoice(ruleset.model)
  const clean = text => unmask(normalise(text))
  return Object.fromEntries(
    Object.entries(texts).map(([name, all]) => {
      const items = all.map(text => {
        const conversation = joinConversation(text, [], clean)
        const reading = read(conversation)
        const clauses = [...reading.tokenised].map(i => reading.segments.clauses[i])
        return { text, normal: normalise(text), conversation, reading, clauses }
      })
      const us = timed(
        {
          normalise: ({ text }) => normalise(text),
          unmask: ({ normal }) => unmask(normal),
          segment: ({ conversation }) => segment(conversation.mapped.text),
          read: ({ conversation }) => read(conversation),
          tokenise: ({ reading, clauses }) => {
            for (const { start, end } of clauses) tokenise(reading.text.slice(start, end), start)
          },
          match: ({ reading }) => match(reading, ruleset.rules, 'message'),
          voice: ({ reading, conversation }) => listen(reading, conversation),
          whole: ({ text }) => screen(text),
        },
        items,
        rounds,
      )
      return [name, us]
    }),
  )
}
