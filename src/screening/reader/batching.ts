import type { NetworkOutput, Session } from './session.js'

/** Inputs that are run together. More would keep the first of them waiting for the others. */
const LARGEST_BATCH = 8
/** Inputs of one batch differ in length by no more than this share: the shorter ones are padded to the longest. */
const LIKENESS = 0.75

/** Milliseconds that an input waits for its answer: behind a longer queue, or a network that hangs, it is given up. */
const PATIENCE = 3_000

interface Waiting {
  readonly ids: readonly number[]
  readonly resolve: (output: NetworkOutput) => void
  readonly reject: (reason: unknown) => void
}

/** Runs one input, together with those of other requests that wait at the same time and are about as long. */
export function buildBatching(session: Session): (ids: readonly number[]) => Promise<NetworkOutput> {
  const waiting: Waiting[] = []
  let isRunning = false

  return ids =>
    new Promise((resolve, reject) => {
      const deadline = setTimeout(() => reject(new Error(`not read within ${PATIENCE} ms`)), PATIENCE)
      const settled = <Given>(settle: (given: Given) => void) => {
        return (given: Given): void => {
          clearTimeout(deadline)
          settle(given)
        }
      }
      waiting.push({ ids, resolve: settled(resolve), reject: settled(reject) })
      if (!isRunning) void runAll()
    })

  async function runAll(): Promise<void> {
    isRunning = true
    for (let batch = takeBatch(); batch.length > 0; batch = takeBatch()) {
      try {
        const outputs = await session.run(batch.map(({ ids }) => ids))
        for (const [at, one] of batch.entries()) {
          const output = outputs[at]
          if (output) one.resolve(output)
          else one.reject(new Error('the network left an input out'))
        }
      } catch (error) {
        for (const one of batch) one.reject(error)
      }
    }
    isRunning = false
  }

  /** The one that waits longest, and others like it. */
  function takeBatch(): readonly Waiting[] {
    const oldest = waiting.shift()
    if (!oldest) return []
    const batch = [oldest]
    for (let at = 0; at < waiting.length && batch.length < LARGEST_BATCH; ) {
      const one = waiting[at]
      if (one && isAlike(one.ids.length, oldest.ids.length)) {
        batch.push(one)
        waiting.splice(at, 1)
      } else at++
    }
    return batch
  }
}

const isAlike = (a: number, b: number): boolean => Math.min(a, b) >= LIKENESS * Math.max(a, b)
