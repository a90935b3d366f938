import { keyOfPart } from '../contract/idempotency.js'
import { type Answer, type AnswerAll, checkLine } from '../http/answers.js'
import { Problem } from '../http/problems.js'
import { StoreFailure } from '../store/gate.js'
import { isOfData } from '../store/trouble.js'

/** A message as it was delivered. */
export interface Delivered {
  readonly data: Uint8Array
  readonly tenant: string
  /** What it is known by when it brings no message id: the same at each delivery. */
  readonly identity: string
  /** How often it was delivered, this time included. */
  readonly deliveries: number
}

/** What becomes of a message: its verdict, or the reason why it gets none and never will. */
export type Fate = { readonly kind: 'answered'; readonly answer: Exclude<Answer, Problem> } | Dead

export interface Dead {
  readonly kind: 'dead'
  readonly problem: Problem
}

/** The store could not keep it: to be tried again, and no fault of the message. */
export class NotKept extends Error {
  override readonly name = 'NotKept'
}

/** As keys' tenants, as far as a token of a subject can hold them. */
const TENANT = /^[\p{L}\p{N}_@-]{1,64}$/u

/**
 * Judges a message and keeps what has to be kept. Throws `NotKept` while the store fails, and any other error when this
 * message cannot be judged this time.
 */
export async function fateOf(
  answerAll: AnswerAll,
  { data, tenant, identity, deliveries }: Delivered,
  maxDeliver: number,
): Promise<Fate> {
  if (deliveries > maxDeliver) return dead(new Problem('internal_error', gaveUp(maxDeliver)))
  if (!TENANT.test(tenant)) return dead(new Problem('validation_failed', NO_TENANT))
  const checked = checkLine(data)
  if (checked instanceof Problem) return dead(checked)
  const message =
    checked.messageId === undefined ? { ...checked, idempotencyKey: keyOfPart('nats', identity) } : checked
  const [answer] = await answerAll({ caller: { tenant }, judged: [] }, [message]).catch(rethrown)
  if (answer === undefined) throw new Error('a message has no answer')
  if (answer instanceof Problem) return dead(answer)
  // It was judged without the store (ON_STORE_FAILURE=answer): what waits in a queue can wait until it is kept.
  if (answer.stored === false) throw new NotKept('judged, and not kept')
  return { kind: 'answered', answer }
}

const dead = (problem: Problem): Dead => ({ kind: 'dead', problem })

const gaveUp = (deliveries: number): string =>
  `It was delivered ${deliveries} times and never answered: each time judging it failed, or ended the process.`

const NO_TENANT =
  'The last token of the subject has to be the tenant: 1 to 64 letters, digits or _ @ -, as its keys have it.'

function rethrown(failure: unknown): never {
  throw failure instanceof StoreFailure && !isOfData(failure.cause)
    ? new NotKept(failure.message, { cause: failure })
    : failure
}
