import type { Instance } from './instance.js'
import { send } from './send.js'

/** Milliseconds between two looks at `/healthz`. */
const INTERVAL = 50

export interface Watch {
  /** Milliseconds of the longest silence since this was last asked, of any instance that was meant to be up. */
  readonly longestSilence: () => number
  readonly stop: () => void
}

/** Asks each instance every 50 ms whether it lives. */
export function watchHealth(instances: readonly Instance[]): Watch {
  let longest = 0
  const lastAnswers = new Map<Instance, number>()
  let lastTick = performance.now()

  const timer = setInterval(() => {
    const now = performance.now()
    // While this process itself was held up it heard nothing: that is nobody's silence.
    const ownDelay = Math.max(0, now - lastTick - 2 * INTERVAL)
    lastTick = now
    for (const instance of instances) {
      const last = lastAnswers.get(instance)
      if (last !== undefined) lastAnswers.set(instance, last + ownDelay)
      void ask(instance)
    }
  }, INTERVAL)

  async function ask(instance: Instance): Promise<void> {
    if (!instance.isMeantUp()) {
      lastAnswers.delete(instance)
      return
    }
    if (!lastAnswers.has(instance)) lastAnswers.set(instance, performance.now())
    const outcome = await send(instance.url, { method: 'GET', path: '/healthz' })
    if (outcome.kind !== 'answered' || outcome.status !== 200 || !instance.isMeantUp()) return
    note(instance)
    lastAnswers.set(instance, performance.now())
  }

  function note(instance: Instance): void {
    const last = lastAnswers.get(instance)
    if (last !== undefined) longest = Math.max(longest, performance.now() - last)
  }

  return {
    longestSilence: () => {
      for (const instance of instances) if (instance.isMeantUp()) note(instance)
      const found = longest
      longest = 0
      return found
    },
    stop: () => clearInterval(timer),
  }
}
