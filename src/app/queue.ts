import type { FastifyInstance } from 'fastify'
import type { AnswerAll } from '../http/answers.js'
import type { Door } from '../nats/door.js'
import type { AppParts } from './parts.js'

/** Messages are taken from the queue while the service listens, and no more as soon as it closes. */
export async function openQueue(app: FastifyInstance, { config, metrics }: AppParts, answerAll: AnswerAll) {
  const { queue } = config
  if (!queue) return undefined
  // The library is imported only where there is a queue.
  const { openDoor } = await import('../nats/door.js')
  let door: Door | undefined
  app.addHook('onListen', async () => {
    door = openDoor({ config: queue, answerAll, log: app.log, onSettled: metrics.incoming })
  })
  app.addHook('preClose', async () => door?.close())
  return { state: () => door?.state() }
}
