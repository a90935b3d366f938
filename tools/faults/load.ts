import { setTimeout } from 'node:timers/promises'
import { deliver, type Reply, type Way } from './deliver.js'
import type { Instance } from './instance.js'
import type { Journal, SentMessage } from './journal.js'
import { buildMessages } from './messages.js'

export interface LoadParts {
  readonly instances: readonly Instance[]
  readonly journal: Journal
  /** Keys by tenant. */
  readonly keys: ReadonlyMap<string, string>
  readonly random: () => number
  /** Messages a second. */
  readonly rate: number
}

export interface Load {
  /** Sends one flagged message with an id to an instance and says whether it was acknowledged. */
  readonly probe: (instance: Instance) => Promise<boolean>
  /** Sends no more, and waits for the answers and retries that are still out. */
  readonly stop: () => Promise<void>
}

const TICK = 100
/**
 * Seconds' worth of messages that may be out at the same time, retries included: callers of a service that does not
 * answer hold back, or their retries alone would keep it down.
 */
const MOST_OUT = 10
/** Milliseconds between attempts, as a careful platform would wait; the last one again and again. */
const BACKOFF = [250, 500, 1_000, 2_000, 4_000]
/** Milliseconds after which the platform gives a message up. */
const GIVE_UP = 60_000

/** A steady load: messages alone, in batches and in streams; those with an id again until they are acknowledged. */
export function startLoad({ instances, journal, keys, random, rate }: LoadParts): Load {
  const tenants = [...keys.keys()]
  const nextMessage = buildMessages(random)
  const out = new Set<Promise<unknown>>()
  let messagesOut = 0
  let owed = 0
  let stopped = false

  const timer = setInterval(() => {
    owed = Math.min(owed + (rate * TICK) / 1_000, rate)
    while (owed >= 1 && messagesOut < rate * MOST_OUT) {
      const [way, size] = wayAndSize()
      owed -= size
      follow(sendGroup(way, size))
    }
  }, TICK)

  function follow(work: Promise<unknown>): void {
    out.add(work)
    void work.finally(() => out.delete(work))
  }

  function wayAndSize(): readonly [Way, number] {
    const drawn = random()
    if (drawn < 0.8) return ['screen', 1]
    return [drawn < 0.9 ? 'batch' : 'stream', 2 + Math.floor(random() * 8)]
  }

  async function sendGroup(way: Way, size: number): Promise<void> {
    const tenant = one(tenants)
    const messages = Array.from({ length: size }, () => nextMessage(tenant, journal.during))
    for (const message of messages) journal.sent(message)
    messagesOut += size
    try {
      const failed = await attempt(one(instances), way, messages)
      // Without an id nobody can tell whether it was kept: sending it again might double it.
      await Promise.all(failed.filter(({ messageId }) => messageId !== undefined).map(again))
    } finally {
      messagesOut -= size
    }
  }

  async function again(message: SentMessage): Promise<void> {
    const until = performance.now() + GIVE_UP
    for (let tries = 0; performance.now() < until && !stopped; tries++) {
      await setTimeout((BACKOFF[tries] ?? 4_000) * (0.75 + random() / 2))
      const failed = await attempt(one(instances), 'screen', [message])
      if (failed.length === 0) return
    }
  }

  /** Returns those that were not acknowledged. */
  async function attempt(
    instance: Instance,
    way: Way,
    messages: readonly SentMessage[],
  ): Promise<readonly SentMessage[]> {
    const [first] = messages
    const key = first && keys.get(first.tenant)
    if (key === undefined) throw new Error('a message of an unknown tenant')
    const { during } = journal
    const replies = await deliver(instance.url, key, way, messages)
    return messages.filter((message, at) => !note(message, replies[at] ?? { kind: 'unanswered' }, during))
  }

  function note(message: SentMessage, reply: Reply, during: string): boolean {
    if (reply.kind === 'acknowledged') journal.acknowledged(message, reply)
    else if (reply.kind === 'wrong') journal.wrong(`${message.token}: ${reply.what}`)
    else journal.failed(reply.kind, during)
    return reply.kind === 'acknowledged'
  }

  const one = <T>(choices: readonly T[]): T => {
    const chosen = choices[Math.floor(random() * choices.length)]
    if (chosen === undefined) throw new Error('nothing to choose from')
    return chosen
  }

  return {
    probe: async instance => {
      const { token, tenant, during } = nextMessage(one(tenants), journal.during)
      const message = {
        token,
        tenant,
        during,
        text: `LINEのIDを教えてください ${token}`,
        messageId: `m-${token}`,
      }
      journal.sent(message)
      return (await attempt(instance, 'screen', [message])).length === 0
    },
    stop: async () => {
      clearInterval(timer)
      stopped = true
      await Promise.all(out)
    },
  }
}
