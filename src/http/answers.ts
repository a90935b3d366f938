import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { resultOf } from '../contract/judgement.js'
import { screenRequest } from '../contract/message.js'
import type { Intake, Outcome } from '../moderation/intake.js'
import { readJson } from './json.js'
import { Problem } from './problems.js'
import { invalid } from './validation.js'

type Message = z.output<typeof screenRequest>

/** What a caller gets for each message, in order: its answer, or the reason why it has none. */
export type AnswerAll = (
  request: FastifyRequest,
  checked: readonly (Message | Problem)[],
) => Promise<readonly (ReturnType<typeof answer> | Problem)[]>

/** Judges those that are messages together; what is a problem already stays in its place. */
export function buildAnswerAll(screenAndStore: Intake): AnswerAll {
  return async (request, checked) => {
    const messages = checked.filter(isMessage)
    const outcomes = (await screenAndStore(request.caller.tenant, messages)).values()
    return checked.map(one => (isMessage(one) ? answer(request, one, next(outcomes)) : one))
  }
}

const isMessage = (checked: Message | Problem): checked is Message => !(checked instanceof Problem)

/** A line of a stream; undefined: it was too long to be read. */
export function checkLine(line: Uint8Array | undefined): Message | Problem {
  if (line === undefined)
    return new Problem('payload_too_large', 'The line is larger than this operation reads.')
  try {
    return checkMessage(readJson(line, 'line'))
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
}

export function checkMessage(message: unknown): Message | Problem {
  const result = screenRequest.safeParse(message)
  return result.success ? result.data : invalid('message', result.error)
}

function answer(request: FastifyRequest, message: Message, outcome: Outcome) {
  if (outcome.kind === 'conflict') {
    return new Problem('message_conflict', 'This messageId was sent before with another text.')
  }
  const { id, judgement, lost } = outcome
  request.judged.push({ verdict: judgement.verdict, categories: judgement.flags.map(flag => flag.category) })
  return {
    id,
    messageId: message.messageId ?? null,
    ...resultOf(judgement),
    ...(lost && { stored: false as const }),
    explanation: judgement.explanation,
  }
}

/** There are as many outcomes as messages. */
function next(outcomes: Iterator<Outcome>): Outcome {
  const outcome = outcomes.next()
  if (outcome.done) throw new Error('a message has no outcome')
  return outcome.value
}
