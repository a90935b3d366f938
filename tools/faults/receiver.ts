import { once } from 'node:events'
import { createServer } from 'node:http'
import { z } from 'zod'
import type { ReceivedEvent } from './check.js'

/** How a tenant's endpoint behaves: takes events, never answers, answers 500, or breaks off. */
export type Manner = 'well' | 'hangs' | 'fails' | 'cuts'

export interface Receiver {
  /** The endpoint of a tenant. */
  readonly urlOf: (tenant: string) => string
  readonly behave: (tenant: string, manner: Manner) => void
  readonly events: readonly ReceivedEvent[]
  readonly close: () => Promise<void>
}

/** Events of a campaign name neither message nor client, and no one case. */
const event = z.object({
  id: z.string(),
  type: z.string(),
  data: z.object({
    screeningId: z.string().optional(),
    messageId: z.string().nullish(),
    clientId: z.string().nullish(),
  }),
})

/** The platform's side of webhooks, on loopback: one path a tenant, and everything that came is written down. */
export async function startReceiver(): Promise<Receiver> {
  const manners = new Map<string, Manner>()
  const events: ReceivedEvent[] = []
  const server = createServer(async (request, reply) => {
    try {
      const manner = manners.get((request.url ?? '').slice(1)) ?? 'well'
      const { id, type, data } = event.parse(
        JSON.parse(Buffer.concat(await request.toArray()).toString('utf8')),
      )
      const accepted = manner === 'well'
      const { screeningId, messageId, clientId } = data
      const namesSomebody = (messageId ?? clientId ?? null) !== null
      if (screeningId !== undefined)
        events.push({ id, type, screeningId, at: performance.now(), accepted, namesSomebody })
      if (manner === 'cuts') request.socket.resetAndDestroy()
      else if (manner !== 'hangs') reply.writeHead(accepted ? 200 : 500).end()
    } catch {
      // The sender was killed in the middle: nothing came.
      request.socket.destroy()
    }
  })
  server.keepAliveTimeout = 500
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a server without a port')
  return {
    urlOf: tenant => `http://127.0.0.1:${address.port}/${tenant}`,
    behave: (tenant, manner) => void manners.set(tenant, manner),
    events,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
