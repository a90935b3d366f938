import type { QueueConfig } from '../config/queue.js'
import type { AnswerAll } from '../http/answers.js'
import { buildLine, type QueueLog } from './connection.js'
import { buildConsumer, type Outcome, type RunningConsumer } from './consumer.js'
import { buildPatience } from './patience.js'
import { openSource, QueueSetupError } from './streams.js'

/** How the queue stands, as `/readyz` and the metrics tell it. */
interface QueueState {
  /** `incomplete`: a stream is missing, or the consumer is another than it has to be; `reason` says which. */
  readonly state: 'connecting' | 'consuming' | 'reconnecting' | 'incomplete'
  readonly reason?: string
  /** Messages that wait in the stream, those that are worked on, of all instances; as of a few seconds ago. */
  readonly pending: number
  readonly unacknowledged: number
  /** Messages that this process works on. */
  readonly inFlight: number
}

export interface DoorParts {
  readonly config: QueueConfig
  readonly answerAll: AnswerAll
  readonly log: QueueLog
  readonly onSettled: (outcome: Outcome, redelivered: boolean) => void
}

export interface Door {
  readonly state: () => QueueState
  /** Takes no more, finishes what is under way, gives back what it cannot finish. */
  readonly close: () => Promise<void>
}

/**
 * Judges what comes by the queue, from now on and whatever fails meanwhile: a server that is not there yet, or goes, is
 * tried again until it is back.
 */
export function openDoor({ config, answerAll, log, onSettled }: DoorParts): Door {
  const patience = buildPatience()
  const line = buildLine(config, patience, log)
  let consumer: RunningConsumer | undefined
  let setup: string | undefined
  let told: string | undefined
  let figures = { pending: 0, unacknowledged: 0 }
  const running = run()

  return {
    state: () => ({
      state: stateOf(),
      ...(setup !== undefined && { reason: setup }),
      ...figures,
      inFlight: consumer?.inFlight() ?? 0,
    }),
    close: async () => {
      patience.stop()
      await running
      await consumer?.settled()
      await line.close()
    },
  }

  function stateOf(): QueueState['state'] {
    if (line.state() === 'none') return 'connecting'
    if (line.state() === 'lost') return 'reconnecting'
    if (setup !== undefined) return 'incomplete'
    return consumer === undefined ? 'connecting' : 'consuming'
  }

  async function run(): Promise<void> {
    while (!patience.isStopped()) {
      try {
        await consume()
      } catch (failure) {
        if (patience.isStopped()) return
        tell(failure)
        await patience.pause(2_000)
      }
    }
  }

  async function consume(): Promise<void> {
    const connected = await line.connected()
    const source = connected && (await patience.unlessStopped(openSource(connected, config)))
    if (!source) return
    // What an earlier one works on still counts among what may be under way.
    await consumer?.settled()
    setup = undefined
    told = undefined
    const { stream } = source
    log.info({ stream, durable: config.durable }, 'taking messages from the queue')
    const on = {
      settled: onSettled,
      dead: (tenant: string, sequence: number, detail: string) =>
        log.warn({ tenant, stream, sequence, detail }, 'a message of the queue cannot be judged'),
      failure: tell,
      looked: (pending: number, unacknowledged: number) => {
        figures = { pending, unacknowledged }
      },
    }
    consumer = buildConsumer({ connection: connected, source, config, answerAll, patience, on })
    await consumer.run()
  }

  /** Each reason once, until it works again. */
  function tell(failure: unknown): void {
    const reason = failure instanceof Error ? failure.message : String(failure)
    setup = failure instanceof QueueSetupError ? reason : setup
    if (told === reason) return
    told = reason
    if (failure instanceof QueueSetupError) log.error({ reason }, 'no message is taken from the queue')
    else log.warn({ err: failure }, 'the queue, or what is behind it, does not work')
  }
}
