import {
  AckPolicy,
  type Consumer,
  type ConsumerInfo,
  DeliverPolicy,
  JetStreamApiCodes,
  JetStreamApiError,
  type JetStreamClient,
  type JetStreamManager,
  jetstream,
  jetstreamManager,
  RetentionPolicy,
  type StreamConfig,
} from '@nats-io/jetstream'
import { type NatsConnection, nanos } from '@nats-io/transport-node'
import type { QueueConfig } from '../config/queue.js'

/** Where messages are pulled from and verdicts are published to. */
export interface Source {
  readonly js: JetStreamClient
  readonly consumer: Consumer
  readonly stream: string
  /** When the stream was made: another of the same name counts from 1 again. */
  readonly created: string
}

/** Something is missing that an operator has to make, or stands otherwise than it has to. */
export class QueueSetupError extends Error {
  override readonly name = 'QueueSetupError'
}

/** Milliseconds after which a message that nobody works on any more is delivered again. */
export const ACK_WAIT = 10_000
/** Messages of all instances together that are delivered and not acknowledged. */
const MOST_UNACKNOWLEDGED = 1_000
const HOUR = 60 * 60 * 1_000
const WEEK = 7 * 24 * HOUR

/** Looks for the streams and for the durable consumer, and makes the latter. Throws `QueueSetupError`. */
export async function openSource(connection: NatsConnection, config: QueueConfig): Promise<Source> {
  const jsm = await jetstreamManager(connection)
  const { subjectIn, subjectOut, subjectDead, durable } = config
  // What is acknowledged is of no more use: texts stay no longer than they have to.
  const stream = await streamOf(jsm, 'QUEUE_SUBJECT_IN', subjectIn, config, {
    retention: RetentionPolicy.Workqueue,
  })
  // By its ids a verdict is told from the same one again.
  const ofAnswers = { max_age: nanos(WEEK), duplicate_window: nanos(HOUR) }
  await streamOf(jsm, 'QUEUE_SUBJECT_OUT', `${subjectOut}.*`, config, ofAnswers)
  await streamOf(jsm, 'QUEUE_SUBJECT_DEAD', `${subjectDead}.*`, config, ofAnswers)
  await ensureConsumer(jsm, stream, durable, subjectIn)
  const js = jetstream(connection)
  const { created } = await jsm.streams.info(stream)
  return { js, consumer: await js.consumers.get(stream, durable), stream, created }
}

async function streamOf(
  jsm: JetStreamManager,
  variable: string,
  subject: string,
  { creates }: QueueConfig,
  more: Partial<StreamConfig>,
): Promise<string> {
  const [found, ...others] = await jsm.streams.names(subject).next()
  if (others.length > 0)
    throw new QueueSetupError(
      `${variable}: several streams hold ${subject} (${[found, ...others].join(', ')})`,
    )
  if (found !== undefined) return found
  if (!creates)
    throw new QueueSetupError(`${variable}: no stream holds ${subject}: make one, or set QUEUE_CREATE=true`)
  // Two instances that start at once ask for the same, which is no error.
  const made = await jsm.streams.add({ name: nameFor(subject), subjects: [subject], ...more })
  return made.config.name
}

/** `sekisho.messages.*` as `SEKISHO_MESSAGES`. */
const nameFor = (subject: string): string =>
  subject
    .split('.')
    .filter(token => token !== '*' && token !== '>')
    .join('_')
    .toUpperCase()

/**
 * The server itself never gives up a message: one that ends our process each time has to reach the dead letters too, and
 * only we write those.
 */
async function ensureConsumer(
  jsm: JetStreamManager,
  stream: string,
  durable: string,
  subject: string,
): Promise<void> {
  const wanted = {
    ack_wait: nanos(ACK_WAIT),
    max_deliver: -1,
    max_ack_pending: MOST_UNACKNOWLEDGED,
    filter_subject: subject,
  }
  const there = await infoOf(jsm, stream, durable)
  if (there === undefined) {
    await jsm.consumers.add(stream, {
      durable_name: durable,
      ack_policy: AckPolicy.Explicit,
      deliver_policy: DeliverPolicy.All,
      ...wanted,
    })
    return
  }
  const { config } = there
  if (config.ack_policy !== AckPolicy.Explicit || config.deliver_subject !== undefined)
    throw new QueueSetupError(
      `QUEUE_DURABLE: the consumer ${durable} has to be pulled from and acknowledged explicitly: delete it, or name another`,
    )
  const isAsWanted = Object.entries(wanted).every(([key, value]) =>
    Object.entries(config).some(([own, is]) => own === key && is === value),
  )
  if (!isAsWanted) await jsm.consumers.update(stream, durable, wanted)
}

async function infoOf(
  jsm: JetStreamManager,
  stream: string,
  durable: string,
): Promise<ConsumerInfo | undefined> {
  try {
    return await jsm.consumers.info(stream, durable)
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === JetStreamApiCodes.ConsumerNotFound)
      return undefined
    throw error
  }
}
