import { withoutTelemetry } from './no-telemetry.js'

/** The network behind the reader: piece ids in, log-odds out. */
export interface Session {
  /** Runs one input. Rejects when the network cannot be run. */
  run(ids: readonly number[]): Promise<NetworkOutput>
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
export async function openSession(file: string): Promise<Session> {
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
    run: async input => {
      const shape = [1, input.length]
      const ids = BigInt64Array.from(input, BigInt)
      const mask = new BigInt64Array(input.length).fill(1n)
      const output = await session.run({
        ids: new Tensor('int64', ids, shape),
        mask: new Tensor('int64', mask, shape),
      })
      return { logits: floats(output.logits?.data), contributions: floats(output.contributions?.data) }
    },
    close: () => session.release(),
  }
}

function floats(data: unknown): Float32Array {
  if (data instanceof Float32Array) return data
  throw new Error('the network gives no floats')
}
