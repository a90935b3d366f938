import { resultOf } from '../contract/judgement.js'
import { screenRequest } from '../contract/message.js'
import type { Screener } from '../contract/screener.js'
import type { Intake } from '../moderation/intake.js'
import type { Outcome } from '../moderation/outcome.js'
import type { Caller } from '../store/keys.js'
import { readJson } from './json.js'
import type { Checked, Message } from './pieces.js'
import type { LoggedJudgement } from './plugins/request-log.js'
import { Problem, problemDetails } from './problems.js'
import { invalid } from './validation.js'

/** What a caller gets for a message: its judgement, or the reason why it has none. */
export type Answer =
  | (ReturnType<typeof answer> & { /** Why it was not explained. */ readonly explanationOmitted?: string })
  | Problem

/** On whose behalf it is judged, and where that is noted for the log: a request, or a message of a queue. */
export interface Asker {
  readonly caller: Pick<Caller, 'tenant'>
  readonly judged: LoggedJudgement[]
}

/** The answers of some messages, in their order. */
export type AnswerAll = (asker: Asker, checked: readonly Checked[]) => Promise<readonly Answer[]>

/** Judges those that are messages together; what is a problem already stays in its place. */
export function buildAnswerAll(screenAndStore: Intake, screener: Pick<Screener, 'posting'>): AnswerAll {
  return async (asker, checked) => {
    const messages = checked.filter(isMessage)
    const outcomes = (await screenAndStore(asker.caller.tenant, messages)).values()
    return checked.map(one => (isMessage(one) ? answer(asker, one, next(outcomes), screener) : one))
  }
}

const isMessage = (checked: Checked): checked is Message => !(checked instanceof Problem)

/** An answer as JSON, on one line. */
export const serialised = (answer: Answer, requestId: string): string =>
  JSON.stringify(answer instanceof Problem ? problemDetails(answer, requestId) : answer)

/** A line of a stream; undefined: it was too long to be read. */
export function checkLine(line: Uint8Array | undefined): Checked {
  if (line === undefined)
    return new Problem('payload_too_large', 'The line is larger than this operation reads.')
  try {
    return checkMessage(readJson(line, 'line'))
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
}

export function checkMessage(message: unknown): Checked {
  const result = screenRequest.safeParse(message)
  return result.success ? result.data : invalid('message', result.error)
}

/** What is said instead of judgements that failed; what was a problem before stays one. */
export const notKept = (piece: readonly Checked[]): readonly Answer[] =>
  piece.map(one => (isMessage(one) ? NOT_KEPT : one))

const NOT_KEPT = new Problem('store_unavailable', 'The result could not be kept. Send this message again.')

function answer({ judged }: Asker, message: Message, outcome: Outcome, screener: Pick<Screener, 'posting'>) {
  if (outcome.kind === 'conflict') {
    const { by, differing } = outcome
    return new Problem(
      'message_conflict',
      `This ${by} was sent before with another ${differing.join(', ')}.`,
      differing.map(field => ({ pointer: `/${field}`, detail: 'Expected the same as the first time' })),
    )
  }
  if (outcome.kind === 'erased') return new Problem('erased', ERASED)
  const { id, judgement, campaign, replayed, lost } = outcome
  judged.push({ verdict: judgement.verdict, categories: judgement.flags.map(flag => flag.category) })
  return {
    id,
    messageId: message.messageId ?? null,
    ...resultOf(judgement),
    campaign,
    replayed,
    posting: message.kind === 'job_post' ? screener.posting(message) : null,
    ...(lost && { stored: false as const }),
    explanation: judgement.explanation,
  }
}

export const ERASED =
  'The message of this messageId or Idempotency-Key was erased. It is neither judged nor kept again.'

/** There are as many outcomes as messages. */
function next(outcomes: Iterator<Outcome>): Outcome {
  const outcome = outcomes.next()
  if (outcome.done) throw new Error('a message has no outcome')
  return outcome.value
}
