import { randomBytes } from 'node:crypto'
import { type JetStreamClient, type JetStreamManager, jetstream, jetstreamManager } from '@nats-io/jetstream'
import { connect, headers, type NatsConnection } from '@nats-io/transport-node'
import type { QueueConfig } from '../../src/config/queue.js'
import { readConfig } from '../../src/config.js'

/** NATS with JetStream, where there is one to test with. */
export const natsUrl = process.env.TEST_NATS_URL
if (natsUrl === undefined) console.log('SKIPPED: tests of the queue, because TEST_NATS_URL is not set')

interface Published {
  readonly subject: string
  readonly body: unknown
  readonly header: (name: string) => string
}

/** Subjects and streams of the test's own, and the platform's side of them. */
export interface TestQueue {
  /** What a service needs to use them; the names of the variables. */
  readonly environment: Readonly<Record<string, string>>
  readonly config: (more?: Partial<QueueConfig>) => QueueConfig
  readonly connection: NatsConnection
  readonly jsm: JetStreamManager
  /** Hands in a message, or bytes; returns its sequence. */
  readonly send: (tenant: string, message: object | string | Uint8Array, id?: string) => Promise<number>
  /** All that is in a stream by now. */
  readonly verdicts: () => Promise<readonly Published[]>
  readonly deadLetters: () => Promise<readonly Published[]>
  /** How many verdicts and dead letters there are. */
  readonly answered: () => Promise<number>
  /** Messages that are not taken, and that are not acknowledged. */
  readonly left: () => Promise<number>
  readonly remove: () => Promise<void>
}

/** `near` is the address that the service uses, where it is another. */
export async function createQueue(url: string, near = url): Promise<TestQueue> {
  const name = `test${randomBytes(6).toString('hex')}`
  const environment = {
    QUEUE_URL: near,
    QUEUE_SUBJECT_IN: `${name}.in.*`,
    QUEUE_SUBJECT_OUT: `${name}.out`,
    QUEUE_SUBJECT_DEAD: `${name}.dead`,
    QUEUE_CREATE: 'true',
  }
  const connection = await connect({
    servers: new URL(url).host,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 100,
  })
  const jsm = await jetstreamManager(connection)
  const js = jetstream(connection)
  const prefix = name.toUpperCase()
  const all = async (stream: string) => readAll(jsm, js, stream)
  return {
    environment,
    config: more => {
      const { queue } = readConfig(environment)
      if (!queue) throw new Error('a queue was configured')
      return { ...queue, ...more }
    },
    connection,
    jsm,
    send: async (tenant, message, id) => {
      const head = headers()
      if (id !== undefined) head.set('Nats-Msg-Id', id)
      const data =
        typeof message === 'string' || message instanceof Uint8Array ? message : JSON.stringify(message)
      return (await js.publish(`${name}.in.${tenant}`, data, { headers: head })).seq
    },
    verdicts: () => all(`${prefix}_OUT`),
    deadLetters: () => all(`${prefix}_DEAD`),
    answered: async () => {
      const infos = await Promise.all(['OUT', 'DEAD'].map(stream => jsm.streams.info(`${prefix}_${stream}`)))
      return infos.reduce((sum, { state }) => sum + state.messages, 0)
    },
    left: async () => {
      const { num_pending, num_ack_pending } = await jsm.consumers.info(`${prefix}_IN`, 'sekisho')
      return num_pending + num_ack_pending
    },
    remove: async () => {
      for (const stream of ['IN', 'OUT', 'DEAD'])
        await jsm.streams.delete(`${prefix}_${stream}`).catch(() => undefined)
      await connection.close()
    },
  }
}

async function readAll(
  jsm: JetStreamManager,
  js: JetStreamClient,
  stream: string,
): Promise<readonly Published[]> {
  const { messages } = (await jsm.streams.info(stream)).state
  if (messages === 0) return []
  const found: Published[] = []
  const consumer = await js.consumers.get(stream)
  for await (const message of await consumer.fetch({ max_messages: messages, expires: 5_000 })) {
    const text = message.string()
    found.push({
      subject: message.subject,
      body: text.startsWith('{') && text.endsWith('}') ? JSON.parse(text) : text,
      header: name => message.headers?.get(name) ?? '',
    })
  }
  return found
}

/** Waits until something holds; says what, when it does not in time. */
export async function until(what: string, holds: () => Promise<boolean>, seconds = 15): Promise<void> {
  const end = performance.now() + seconds * 1_000
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`in vain waited until ${what}`)
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}
