import { buildVoice } from '../../../src/screening/model/voice.js'
import { joinConversation } from '../../../src/screening/reading/conversation.js'
import { buildReadText } from '../../../src/screening/reading/read.js'
import { buildUnmask } from '../../../src/screening/reading/unmask.js'
import { match } from '../../../src/screening/rules/match.js'
import { buildNormalise } from '../../../src/screening/text/normalise.js'
import { segment } from '../../../src/screening/text/segment.js'
import { buildSkeletons } from '../../../src/screening/text/skeleton.js'
import { ruleset, screen, texts, tokenise } from '../context.js'
import type { Figures } from '../figures.js'
import { timed } from '../stopwatch.js'
import type { Section } from './section.js'

/** Where the time goes: each step alone, on what the steps before it made. `read` holds the tokenizer. */
export const steps: Section = {
  title: 'microseconds a message, step by step',
  measure: ({ rounds }) =>
    Object.fromEntries(Object.entries(texts).map(([kind, all]) => [kind, stepByStep(all, rounds)])),
}

function stepByStep(all: readonly string[], rounds: number): Figures {
  const { lookAlikes } = ruleset.language
  const normalise = buildNormalise(lookAlikes)
  const unmask = buildUnmask(ruleset.concepts, buildSkeletons(lookAlikes))
  const read = buildReadText(ruleset, tokenise)
  const listen = buildVoice(ruleset.model)
  const items = all.map(text => {
    const conversation = joinConversation(text, [], one => unmask(normalise(one)))
    const reading = read(conversation)
    const clauses = reading.segments.clauses.filter((_, at) => reading.tokenised.has(at))
    return { text, normal: normalise(text), conversation, reading, clauses }
  })
  type Item = (typeof items)[number]
  const work = {
    normalise: ({ text }: Item) => normalise(text),
    unmask: ({ normal }: Item) => unmask(normal),
    segment: ({ conversation }: Item) => segment(conversation.mapped.text),
    read: ({ conversation }: Item) => read(conversation),
    tokenise: ({ reading, clauses }: Item) => {
      for (const { start, end } of clauses) tokenise(reading.text.slice(start, end), start)
    },
    match: ({ reading }: Item) => match(reading, ruleset.rules, 'message'),
    voice: ({ reading, conversation }: Item) => listen(reading, conversation),
    whole: ({ text }: Item) => screen(text),
  }
  const us = timed(work, items, rounds)
  return {
    normalise: us('normalise'),
    unmask: us('unmask'),
    segment: us('segment'),
    read: us('read'),
    tokenise: us('tokenise'),
    match: us('match'),
    voice: us('voice'),
    whole: us('whole'),
  }
}
