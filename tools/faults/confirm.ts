import { z } from 'zod'
import type { Evidence } from './check.js'
import { deliver } from './deliver.js'
import type { Stage } from './faults/fault.js'
import { hastenWebhooks, inspect } from './inspect.js'
import type { Instance } from './instance.js'
import type { Journal, SentMessage } from './journal.js'
import { send } from './send.js'

export interface ConfirmParts extends Pick<Stage, 'instances' | 'database' | 'pause'> {
  readonly journal: Journal
  /** Keys by tenant. */
  readonly keys: ReadonlyMap<string, string>
  /** Webhooks that have come in so far. */
  readonly received: () => number
}

/** Seconds without a webhook after which one that still waits counts as stuck: an hour leaves thousands, which take their time. */
const DRAIN_LIMIT = 90
/** Messages that are sent again together. */
const TOGETHER = 100

const deliveries = z.object({ items: z.array(z.unknown()) })

/** Restarts the service, lets the webhooks go out, sends every message id once more, stops it, and reads the store. */
export async function confirm(parts: ConfirmParts): Promise<Pick<Evidence, 'kept' | 'replays'>> {
  const { instances, database, journal } = parts
  await Promise.all(instances.map(one => one.stop()))
  await hastenWebhooks(database.location)
  for (const instance of instances) await instance.start()
  await drain(parts)
  const replays = await replay(parts)
  await Promise.all(instances.map(one => one.stop()))
  const erased = [...journal.cases.values()].filter(
    ({ possible }) => possible.size === 1 && possible.has('erased'),
  )
  return { replays, kept: await inspect(database.location, new Set(erased.map(({ token }) => token))) }
}

/** Waits until the outbox is empty, as long as something goes out of it. */
async function drain({ instances, keys, received, pause }: ConfirmParts): Promise<void> {
  const url = firstOf(instances).url
  let before = received()
  for (let quiet = 0; quiet < DRAIN_LIMIT; quiet++) {
    const left = await Promise.all([...keys.values()].map(key => isWaiting(url, key)))
    if (!left.includes(true)) return
    await pause(1)
    if (received() > before) quiet = 0
    before = received()
  }
}

async function isWaiting(url: string, key: string): Promise<boolean> {
  const outcome = await send(url, { method: 'GET', path: '/webhooks/deliveries?status=waiting&limit=1', key })
  return (
    outcome.kind !== 'answered' ||
    outcome.status !== 200 ||
    deliveries.parse(JSON.parse(outcome.body)).items.length > 0
  )
}

/** What each acknowledged message id finds now. Erased ones are left alone: sending them again would store them anew. */
async function replay({ instances, journal, keys }: ConfirmParts): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  for (const [tenant, key] of keys) {
    const wanted = [...journal.messages.values()].flatMap(({ message, ids }) => {
      const isErased = [...ids].some(id => journal.cases.get(id)?.possible.has('erased'))
      return message.tenant === tenant && message.messageId !== undefined && ids.size > 0 && !isErased
        ? [message]
        : []
    })
    for (let at = 0; at < wanted.length; at += TOGETHER)
      await replaySome(firstOf(instances).url, key, wanted.slice(at, at + TOGETHER), found)
  }
  return found
}

/** Tried again while the service is busy: a refusal says nothing of what is kept. */
async function replaySome(
  url: string,
  key: string,
  messages: readonly SentMessage[],
  found: Map<string, string>,
): Promise<void> {
  let left = messages
  for (let tries = 0; tries < 5 && left.length > 0; tries++) {
    const replies = await deliver(url, key, 'batch', left)
    for (const [at, reply] of replies.entries()) {
      const token = left[at]?.token
      if (token !== undefined && reply.kind === 'acknowledged') found.set(token, reply.id)
    }
    left = left.filter(({ token }) => !found.has(token))
  }
}

function firstOf(instances: readonly Instance[]): Instance {
  const [first] = instances
  if (!first) throw new Error('no instance runs')
  return first
}
