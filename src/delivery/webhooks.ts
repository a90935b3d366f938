import type { Dispatch, Due, Result } from '../store/dispatch.js'
import { secretsOf } from '../store/endpoints.js'
import { type Outcome, send } from './send.js'
import { FIRST_SLOTS, shareOut } from './shares.js'

export interface WebhookOptions {
  /** Whether an endpoint may have a private or loopback address. Off, a tenant cannot reach into our own network. */
  readonly allowPrivate: boolean
  readonly onAttempt?: (outcome: Outcome['kind']) => void
  readonly onFailure: (failure: unknown) => void
  /** Milliseconds for one attempt. */
  readonly timeout?: number
  /** Milliseconds, longer than an attempt can take: when a sender dies, another takes its deliveries over after this. */
  readonly lease?: number
  /** Milliseconds between two looks at the outbox while nothing happens. */
  readonly poll?: number
  readonly clock?: () => Date
}

/** Seconds to wait after each failed attempt: eleven attempts in about 31 hours, then the delivery is dead. */
export const BACKOFF = [5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400, 28_800, 57_600] as const

/**
 * Delivers what is due in the outbox, at least once each: a slot that is free is filled at once, with a fair share for each
 * endpoint. Returns a function that stops after the attempts under way.
 */
export function startWebhooks(
  outbox: Dispatch,
  {
    allowPrivate,
    onAttempt = () => undefined,
    onFailure,
    timeout = 10_000,
    lease = 60_000,
    poll = 1_000,
    clock = () => new Date(),
  }: WebhookOptions,
): () => Promise<void> {
  const underWay = new Set<Promise<void>>()
  const slotsOf = new Map<string, number>()
  let stopped = false
  let wake: () => void = () => undefined
  const running = run()

  return async () => {
    stopped = true
    wake()
    await running
    await Promise.all(underWay)
  }

  async function run(): Promise<void> {
    while (!stopped) {
      // Begun before the look, so that a slot that becomes free meanwhile is not missed.
      const rest = untilWoken(poll)
      if ((await fillSlots().catch(reported)) > 0) wake()
      await rest
    }
  }

  function untilWoken(milliseconds: number): Promise<void> {
    return new Promise(resolve => {
      const timer = setTimeout(resolve, milliseconds)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  function reported(failure: unknown): number {
    onFailure(failure)
    return 0
  }

  /** Starts what is due as far as there are slots; returns how many. Writes nothing when nothing is due. */
  async function fillSlots(): Promise<number> {
    if (underWay.size >= FIRST_SLOTS) return 0
    const wanted = shareOut(await outbox.waiting(clock()), slotsOf)
    if (wanted.size === 0 || stopped) return 0
    const now = clock()
    const due = await outbox.take(wanted, now, new Date(now.getTime() + lease))
    for (const delivery of due) start(delivery)
    return due.length
  }

  function start(delivery: Due): void {
    const { key } = delivery
    slotsOf.set(key, (slotsOf.get(key) ?? 0) + 1)
    const attempt = sendAndSettle(delivery)
      .catch(onFailure)
      .finally(() => {
        underWay.delete(attempt)
        const left = (slotsOf.get(key) ?? 1) - 1
        if (left > 0) slotsOf.set(key, left)
        else slotsOf.delete(key)
        wake()
      })
    underWay.add(attempt)
  }

  async function sendAndSettle(delivery: Due): Promise<void> {
    const { eventId: id, payload, endpoint } = delivery
    const signed = { id, payload, url: endpoint.url, secrets: secretsOf(endpoint, clock()) }
    const outcome = await send(signed, { allowPrivate, timeout })
    onAttempt(outcome.kind)
    const now = clock()
    await outbox.settle(delivery, resultOf(delivery, outcome, now), now)
  }
}

function resultOf({ attempts }: Due, outcome: Outcome, now: Date): Result {
  const wait = BACKOFF[attempts]
  const isDelivered = outcome.kind === 'delivered'
  return {
    status: isDelivered ? 'delivered' : wait === undefined ? 'dead' : 'waiting',
    attempts: attempts + 1,
    nextAttemptAt: new Date(now.getTime() + (wait ?? 0) * 1_000),
    lastError: isDelivered ? null : outcome.reason.slice(0, 300),
    isAnswered: outcome.kind !== 'unanswered',
  }
}
