import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'

/** What a platform does with a delivery: answers with a status, never answers, or does something of its own. */
type Reaction = number | 'never' | ((reply: ServerResponse) => unknown)

/** A delivery as it came. */
export interface Call {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** An endpoint of a platform on loopback. */
export interface Platform {
  readonly url: string
  /** In order; those of a second attempt are there twice. */
  readonly calls: readonly Call[]
  /** The ids of the calls. */
  readonly received: readonly string[]
  /** From now on it reacts like this; by default it answers 204. */
  react(to: (id: string) => Reaction): void
  /** As it was at first: nothing came, and 204 is answered. */
  reset(): void
  /** Also ends the connections that still wait for an answer. */
  close(): void
}

export async function startPlatform(): Promise<Platform> {
  const noContent = (): Reaction => 204
  const calls: Call[] = []
  let reaction: (id: string) => Reaction = noContent
  const server = createServer(async (request, reply) => {
    let body = ''
    for await (const chunk of request) body += chunk
    calls.push({ headers: request.headers, body })
    const reacts = reaction(idOf(request))
    if (typeof reacts === 'function') reacts(reply)
    else if (reacts !== 'never') reply.writeHead(reacts).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}/hook`,
    calls,
    get received() {
      return calls.map(idOf)
    },
    react: to => {
      reaction = to
    },
    reset: () => {
      calls.length = 0
      reaction = noContent
    },
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

const idOf = ({ headers }: { readonly headers: IncomingHttpHeaders }): string => String(headers['webhook-id'])
