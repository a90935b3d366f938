import type { NetworkOutput, Session } from './session.js'

interface Waiting {
  readonly ids: readonly number[]
  readonly resolve: (output: NetworkOutput) => void
  readonly reject: (reason: unknown) => void
  /** Nobody waits for it any more. */
  isGivenUp: boolean
  /** The clock that gives it up. */
  readonly deadline: NodeJS.Timeout | undefined
}

/**
 * Runs one input after the other, in the order in which they come. Not several at once: int8 scales its activations by the
 * largest of all that is run together, so that a message would be judged by its neighbours, and a batch of eight saves no
 * more than a tenth. `patience`: milliseconds that an input waits for its answer, behind a long queue or a network that
 * hangs, before it is given up; without it, for ever.
 */
export function buildReadingQueue(
  session: Session,
  patience?: number,
): (ids: readonly number[]) => Promise<NetworkOutput> {
  const waiting: Waiting[] = []
  let isRunning = false

  return ids =>
    new Promise((resolve, reject) => {
      const giveUp = (): void => {
        input.isGivenUp = true
        reject(new Error(`not read within ${patience} ms`))
      }
      const deadline = patience === undefined ? undefined : setTimeout(giveUp, patience)
      const input: Waiting = { ids, resolve, reject, isGivenUp: false, deadline }
      waiting.push(input)
      if (!isRunning) void runAll()
    })

  async function runAll(): Promise<void> {
    isRunning = true
    for (let input = waiting.shift(); input !== undefined; input = waiting.shift()) {
      if (input.isGivenUp) continue
      try {
        input.resolve(await session.run(input.ids))
      } catch (error) {
        input.reject(error)
      } finally {
        clearTimeout(input.deadline)
      }
    }
    isRunning = false
  }
}
