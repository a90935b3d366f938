import { parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import { openSession } from './session.js'
import type { ThreadReply, ThreadRequest } from './session-thread.js'

/** The thread in which the network runs: opened once, then one input after the other. */

const { file } = z.object({ file: z.string() }).parse(workerData)
const reply = (message: ThreadReply): void => parentPort?.postMessage(message)

try {
  const session = await openSession(file)
  parentPort?.on('message', async (request: ThreadRequest) => {
    if (request.kind === 'close') {
      await session.close()
      parentPort?.close()
      return
    }
    const { id, ids } = request
    try {
      reply({ kind: 'done', id, output: await session.run(ids) })
    } catch (error) {
      reply({ kind: 'failed', id, reason: String(error) })
    }
  })
  reply({ kind: 'ready' })
} catch (error) {
  reply({ kind: 'refused', reason: error instanceof Error ? error.message : String(error) })
}
