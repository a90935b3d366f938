import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { withoutTelemetry } from './no-telemetry.js'
import type { NetworkOutput, Session } from './session.js'

/** What the thread is sent, and answers. */
export type ThreadRequest =
  | { readonly kind: 'run'; readonly id: number; readonly ids: readonly number[] }
  | { readonly kind: 'close' }
export type ThreadReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'done'; readonly id: number; readonly output: NetworkOutput }
  | { readonly kind: 'failed'; readonly id: number; readonly reason: string }

interface Waiting {
  readonly resolve: (output: NetworkOutput) => void
  readonly reject: (reason: Error) => void
}

/** The network in a thread of its own: the event loop goes on while it runs. Rejects when it cannot be opened. */
export async function openSessionThread(file: string): Promise<Session> {
  withoutTelemetry()
  const worker = new Worker(new URL('./session-worker.js', import.meta.url), { workerData: { file } })
  const waiting = new Map<number, Waiting>()
  let nextId = 0
  let ended: Error | undefined
  const end = (reason: Error): void => {
    ended ??= reason
    for (const { reject } of waiting.values()) reject(ended)
    waiting.clear()
  }

  const send = (request: ThreadRequest): void => worker.postMessage(request)

  await new Promise<void>((resolve, reject) => {
    worker.on('message', (reply: ThreadReply) => {
      if (reply.kind === 'ready') return resolve()
      if (reply.kind === 'refused') return reject(new Error(reply.reason))
      const one = waiting.get(reply.id)
      waiting.delete(reply.id)
      if (waiting.size === 0) worker.unref()
      if (reply.kind === 'done') one?.resolve(reply.output)
      else one?.reject(new Error(reply.reason))
    })
    worker.on('error', error => {
      end(error)
      reject(error)
    })
    worker.on('exit', code => {
      end(new Error(`the reader's thread ended with ${code}`))
      reject(ended)
    })
  })
  // The process may end while the thread has nothing to do, and not while it runs.
  worker.unref()

  return {
    run: ids =>
      new Promise((resolve, reject) => {
        if (ended) return reject(ended)
        const id = nextId++
        waiting.set(id, { resolve, reject })
        worker.ref()
        send({ kind: 'run', id, ids })
      }),
    close: async () => {
      if (ended) return
      // Not `terminate()`: the runtime's own threads would bring the process down with them.
      worker.ref()
      send({ kind: 'close' })
      await once(worker, 'exit')
    },
  }
}
