import type { Due, Outbox } from '../store/outbox.js'
import { send } from './send.js'

export interface WebhookOptions {
  /** Whether an endpoint may have a private or loopback address. Off, a tenant cannot reach into our own network. */
  readonly allowPrivate: boolean
  readonly onFailure: (failure: unknown) => void
}

/** Seconds to wait after each failed attempt: eleven attempts in about 31 hours, then the delivery is dead. */
export const BACKOFF = [5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400, 28_800, 57_600] as const
/** Milliseconds between two looks at the outbox. */
const POLL = 1_000
/** Deliveries sent at the same time. */
const AT_ONCE = 16
/** Milliseconds, longer than an attempt can take: when a sender dies, another takes its deliveries over after this. */
const LEASE = 60_000

/** Delivers what is due in the outbox, at least once each. Returns a function that stops after the attempts under way. */
export function startWebhooks(
  outbox: Outbox,
  { allowPrivate, onFailure }: WebhookOptions,
): () => Promise<void> {
  let stopped = false
  let wake: (() => void) | undefined
  const running = run()

  return async () => {
    stopped = true
    wake?.()
    await running
  }

  async function run(): Promise<void> {
    while (!stopped) {
      const sent = await sendDue().catch(failure => {
        onFailure(failure)
        return 0
      })
      if (sent < AT_ONCE && !stopped) await pause(POLL)
    }
  }

  function pause(milliseconds: number): Promise<void> {
    return new Promise(resolve => {
      const timer = setTimeout(resolve, milliseconds)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  async function sendDue(): Promise<number> {
    const now = new Date()
    const due = await outbox.take(AT_ONCE, now, new Date(now.getTime() + LEASE))
    await Promise.all(due.map(attempt))
    return due.length
  }

  async function attempt(delivery: Due): Promise<void> {
    const error = await send(delivery, allowPrivate).then(
      () => null,
      (failure: unknown) => (failure instanceof Error ? failure.message : String(failure)),
    )
    const wait = BACKOFF[delivery.attempts]
    await outbox.settle(delivery.id, {
      status: error === null ? 'delivered' : wait === undefined ? 'dead' : 'waiting',
      attempts: delivery.attempts + 1,
      next_attempt_at: new Date(Date.now() + (wait ?? 0) * 1_000).toISOString(),
      last_error: error === null ? null : error.slice(0, 300),
    })
  }
}
