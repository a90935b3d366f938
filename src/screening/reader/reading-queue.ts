import type { NetworkOutput, Session } from './session.js'

/** Milliseconds that an input waits for its answer: behind a longer queue, or a network that hangs, it is given up. */
const PATIENCE = 3_000

interface Waiting {
  readonly ids: readonly number[]
  readonly resolve: (output: NetworkOutput) => void
  readonly reject: (reason: unknown) => void
  /** Nobody waits for it any more. */
  isGivenUp: boolean
}

/**
 * Runs one input after the other, in the order in which they come. Not several at once: int8 scales its activations by the
 * largest of all that is run together, so that a message would be judged by its neighbours, and a batch of eight saves no
 * more than a tenth.
 */
export function buildReadingQueue(session: Session): (ids: readonly number[]) => Promise<NetworkOutput> {
  const waiting: Waiting[] = []
  let isRunning = false

  return ids =>
    new Promise((resolve, reject) => {
      const input: Waiting = {
        ids,
        resolve: output => {
          clearTimeout(deadline)
          resolve(output)
        },
        reject: reason => {
          clearTimeout(deadline)
          reject(reason)
        },
        isGivenUp: false,
      }
      const deadline = setTimeout(() => {
        input.isGivenUp = true
        reject(new Error(`not read within ${PATIENCE} ms`))
      }, PATIENCE)
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
      }
    }
    isRunning = false
  }
}
