import type { JsMsg } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/transport-node'
import type { QueueConfig } from '../config/queue.js'
import type { AnswerAll } from '../http/answers.js'
import { type Fate, fateOf, NotKept } from './fate.js'
import { publishFate, tenantOf } from './outlet.js'
import type { Patience } from './patience.js'
import { ACK_WAIT, type Source } from './streams.js'

/** What happened to a delivery. `failed`: it is delivered again. */
export type Outcome = 'answered' | 'dead' | 'failed'

export interface ConsumerParts {
  readonly connection: NatsConnection
  readonly source: Source
  readonly config: QueueConfig
  readonly answerAll: AnswerAll
  readonly patience: Patience
  readonly on: {
    readonly settled: (outcome: Outcome, redelivered: boolean) => void
    /** Never the text: the subject's tenant, the sequence and what the problem is. */
    readonly dead: (tenant: string, sequence: number, detail: string) => void
    readonly failure: (failure: unknown) => void
    /** Every few seconds: what waits, what is delivered and not acknowledged, by the server's count. */
    readonly looked: (pending: number, unacknowledged: number) => void
  }
}

/** Milliseconds that one pull waits for messages: a stop waits for it. */
const PULL = 1_000
const BETWEEN_LOOKS = 2_000
const BETWEEN_BEATS = ACK_WAIT / 3

/** Milliseconds before a message that could not be judged is delivered again: longer each time. */
const backoff = (deliveries: number): number => Math.min(60_000, 500 * 2 ** deliveries)

export interface RunningConsumer {
  /** Pulls and works until it is stopped; rejects when the stream or the consumer cannot be reached. */
  readonly run: () => Promise<void>
  /** Resolves when nothing is under way any more. */
  readonly settled: () => Promise<void>
  readonly inFlight: () => number
}

/**
 * Works on some messages at a time, and asks for no more than it has room for. A message is acknowledged when its judgement
 * is committed and its verdict is stored, so whatever dies meanwhile it comes again, is recognised and gets the same answer.
 */
export function buildConsumer(parts: ConsumerParts): RunningConsumer {
  const { connection, source, config, answerAll, patience, on } = parts
  const underWay = new Set<Promise<void>>()
  let lookedAt = 0
  return {
    run,
    settled: async () => void (await Promise.all(underWay)),
    inFlight: () => underWay.size,
  }

  async function run(): Promise<void> {
    while (!patience.isStopped()) {
      await look()
      const room = config.inFlight - underWay.size
      if (room === 0) await Promise.race(underWay)
      else
        for await (const message of await source.consumer.fetch({ max_messages: room, expires: PULL }))
          begin(message)
    }
  }

  async function look(): Promise<void> {
    if (performance.now() - lookedAt < BETWEEN_LOOKS) return
    const info = await patience.unlessStopped(source.consumer.info())
    lookedAt = performance.now()
    if (info) on.looked(info.num_pending, info.num_ack_pending)
  }

  function begin(message: JsMsg): void {
    const work = workOn(message).finally(() => underWay.delete(work))
    underWay.add(work)
  }

  async function workOn(message: JsMsg): Promise<void> {
    const beat = setInterval(() => reply(() => message.working()), BETWEEN_BEATS)
    try {
      const fate = await insistently(
        () => judge(message),
        failure => failure instanceof NotKept,
      )
      await insistently(
        () => publishFate(connection, source, config, message, fate),
        () => !connection.isClosed(),
      )
      reply(() => message.ack())
      if (fate.kind === 'dead') on.dead(tenantOf(message.subject), message.seq, fate.problem.detail)
      on.settled(fate.kind, message.redelivered)
    } catch (failure) {
      if (!patience.isStopped()) on.failure(failure)
      // On the way out another instance gets it at once.
      const wait = patience.isStopped() ? undefined : backoff(message.info.deliveryCount)
      reply(() => message.nak(wait))
      on.settled('failed', message.redelivered)
    } finally {
      clearInterval(beat)
    }
  }

  /** Over a connection that is closed for good nothing can be said: the message comes again when its time is over. */
  function reply(say: () => void): void {
    if (!connection.isClosed()) say()
  }

  function judge({ data, subject, seq, info }: JsMsg): Promise<Fate> {
    const { stream, created } = source
    const delivered = {
      data,
      tenant: tenantOf(subject),
      identity: `${stream} ${created} ${seq}`,
      deliveries: info.deliveryCount,
    }
    return fateOf(answerAll, delivered, config.maxDeliver)
  }

  /** Until it succeeds or fails otherwise: store and server come back, and their failing is no fault of the message. */
  async function insistently<Result>(
    work: () => Promise<Result>,
    isPassing: (failure: unknown) => boolean,
  ): Promise<Result> {
    for (;;) {
      try {
        return await work()
      } catch (failure) {
        if (!isPassing(failure) || patience.isStopped()) throw failure
        on.failure(failure)
        await patience.pause(1_000)
      }
    }
  }
}
