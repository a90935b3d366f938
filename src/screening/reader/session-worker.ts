import { parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import { openSession } from './session.js'
import type { ThreadReply, ThreadRequest } from './session-thread.js'

/** The thread in which the network runs: opened once, then one batch after the other. */

const { file, pad } = z.object({ file: z.string(), pad: z.number() }).parse(workerData)
const reply = (message: ThreadReply): void => parentPort?.postMessage(message)

try {
  const session = await openSession(file, pad)
  parentPort?.on('message', async (request: ThreadRequest) => {
    if (request.kind === 'close') {
      await session.close()
      parentPort?.close()
      return
    }
    const { id, batch } = request
    try {
      reply({ kind: 'done', id, outputs: await session.run(batch) })
    } catch (error) {
      reply({ kind: 'failed', id, reason: String(error) })
    }
  })
  reply({ kind: 'ready' })
} catch (error) {
  reply({ kind: 'refused', reason: error instanceof Error ? error.message : String(error) })
}
