import { withoutTelemetry } from './no-telemetry.js'

/** The network behind the reader: piece ids in, log-odds out. */
export interface Session {
  /** Runs one batch. Rejects when the network cannot be run. */
  run(batch: readonly (readonly number[])[]): Promise<readonly NetworkOutput[]>
  close(): Promise<void>
}

/** What the network says of one input. */
export interface NetworkOutput {
  /** Log-odds of each category, in the order of the network. */
  readonly logits: Float32Array
  /** What each id added to them: [id × category], log-odds. */
  readonly contributions: Float32Array
}

/**
 * Opens the network in this thread, where running it keeps everything else waiting: commands and tests do so, the service
 * uses `openSessionThread`. Rejects when there is no runtime for this platform or the file is none.
 */
export async function openSession(file: string, pad: number): Promise<Session> {
  withoutTelemetry()
  const { InferenceSession, Tensor } = await import('onnxruntime-node')
  const session = await InferenceSession.create(file, {
    executionProviders: ['cpu'],
    // One core for each process that serves: more would take them from one another.
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
  })

  return {
    run: async batch => {
      const length = batch.reduce((longest, ids) => Math.max(longest, ids.length), 0)
      const ids = new BigInt64Array(batch.length * length).fill(BigInt(pad))
      const mask = new BigInt64Array(batch.length * length)
      for (const [row, input] of batch.entries()) {
        for (const [at, id] of input.entries()) ids[row * length + at] = BigInt(id)
        mask.fill(1n, row * length, row * length + input.length)
      }
      const shape = [batch.length, length]
      const output = await session.run({
        ids: new Tensor('int64', ids, shape),
        mask: new Tensor('int64', mask, shape),
      })
      const logits = floats(output.logits?.data)
      const contributions = floats(output.contributions?.data)
      const width = logits.length / batch.length
      return batch.map((input, row) => ({
        logits: logits.slice(row * width, (row + 1) * width),
        contributions: contributions.slice(row * length * width, (row * length + input.length) * width),
      }))
    },
    close: () => session.release(),
  }
}

function floats(data: unknown): Float32Array {
  if (data instanceof Float32Array) return data
  throw new Error('the network gives no floats')
}
