import { once } from 'node:events'
import { createServer } from 'node:http'

/** What a platform does with a delivery: answers with a status, or never answers. */
type Reaction = number | 'never'

/** An endpoint of a platform on loopback. */
export interface Platform {
  readonly url: string
  /** The ids of the deliveries that came, in order; those of a second attempt are there twice. */
  readonly received: readonly string[]
  /** From now on it reacts like this; by default it answers 204. */
  react(to: (id: string) => Reaction): void
  /** Also ends the connections that still wait for an answer. */
  close(): void
}

export async function startPlatform(): Promise<Platform> {
  const received: string[] = []
  let reaction: (id: string) => Reaction = () => 204
  const server = createServer((request, reply) => {
    const id = String(request.headers['webhook-id'])
    received.push(id)
    const status = reaction(id)
    request.resume().on('end', () => status !== 'never' && reply.writeHead(status).end())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    react: to => {
      reaction = to
    },
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
