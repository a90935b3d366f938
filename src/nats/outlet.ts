import type { JsMsg } from '@nats-io/jetstream'
import { headers, type NatsConnection } from '@nats-io/transport-node'
import type { QueueConfig } from '../config/queue.js'
import { problemDetails } from '../http/problems.js'
import type { Dead, Fate } from './fate.js'
import type { Source } from './streams.js'

/** Bytes that header fields of ours take beside a message, at most. */
const HEADERS = 8 * 1024
/** Fields of a problem that are named. */
const MOST_ERRORS = 20
/** Milliseconds for the server to say that it has stored it. */
const TIMEOUT = 5_000

const OMITTED =
  'The explanation is too large for a message of this queue. Send it over the API to have it explained.'

/**
 * Publishes what became of a message; resolves when the server has stored it. The id is the same at each delivery, so a
 * verdict that was published before stands in the stream once.
 */
export async function publishFate(
  connection: NatsConnection,
  { js, stream, created }: Source,
  { subjectOut, subjectDead }: Pick<QueueConfig, 'subjectOut' | 'subjectDead'>,
  message: JsMsg,
  fate: Fate,
): Promise<void> {
  const room = (connection.info?.max_payload ?? 1024 * 1024) - HEADERS
  const head = headers()
  head.set('Sekisho-Stream', stream)
  head.set('Sekisho-Sequence', String(message.seq))
  const own = message.headers?.get('Nats-Msg-Id')
  if (own) head.set('Sekisho-Message', own)
  const tenant = tenantOf(message.subject)
  const options = {
    headers: head,
    msgID: `${fate.kind} ${stream} ${created} ${message.seq}`,
    timeout: TIMEOUT,
  }
  if (fate.kind === 'answered') {
    await js.publish(`${subjectOut}.${tenant}`, bodyOf(fate.answer, room), options)
    return
  }
  head.set('Sekisho-Problem', asciiJson(documentOf(fate, `${stream}-${message.seq}`)))
  head.set('Sekisho-Subject', message.subject)
  head.set('Sekisho-Deliveries', String(message.info.deliveryCount))
  // As it came, so that it can be published again; only what is as large as a message may be loses its end.
  await js.publish(`${subjectDead}.${tenant}`, message.data.subarray(0, room), options)
}

/** The last token. */
export const tenantOf = (subject: string): string => subject.split('.').at(-1) ?? ''

function bodyOf(answer: Extract<Fate, { kind: 'answered' }>['answer'], room: number): Uint8Array {
  const whole = Buffer.from(JSON.stringify(answer))
  if (whole.length <= room || answer.explanation === undefined) return whole
  const { explanation: _, ...rest } = answer
  return Buffer.from(JSON.stringify({ ...rest, explanationOmitted: OMITTED }))
}

function documentOf({ problem }: Dead, id: string): object {
  const { errors, ...document } = problemDetails(problem, id)
  return { ...document, ...(errors && { errors: errors.slice(0, MOST_ERRORS).map(shortened) }) }
}

const shortened = <Field extends { readonly pointer: string; readonly detail: string }>(field: Field) => ({
  pointer: field.pointer.slice(0, 100),
  detail: field.detail.slice(0, 200),
})

/** Header fields are not everywhere read as UTF-8. */
function asciiJson(value: object): string {
  return JSON.stringify(value).replace(
    /[^\x20-\x7e]/g,
    unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
