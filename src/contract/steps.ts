import { setImmediate } from 'node:timers/promises'

/** Work that may be left between two of its steps, so that nobody waits for all of it. */
export type Steps<Result> = Generator<undefined, Result>

/** Does all steps, and nothing else meanwhile. */
export function atOnce<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** Does one step after the other; others get their turn between them. */
export async function inTurns<Result>(steps: Steps<Result>): Promise<Result> {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    await setImmediate()
  }
}
